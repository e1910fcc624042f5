"""Lists: filters, and pages that lead through every row once, in both directions."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from integrations.models import ApiClient
from tests.factories.api_client import ApiClientFactory
from tests.integrations.api.asking import errors_of

CLIENTS = "/api/v1/clients"


def page(api: Client, address: str) -> dict[str, Any]:
    response = api.get(address)
    assert response.status_code == 200, response.content
    body: dict[str, Any] = response.json()
    return body


def walk(api: Client, address: str, direction: str = "next") -> list[list[str]]:
    pages = []
    step: str | None = address
    while step is not None:
        body = page(api, step)
        pages.append(body["results"])
        step = body[direction]
    return pages


@pytest.fixture
def seven(api: Client) -> list[str]:
    """Seven clients in the order of their keys, all made at the same moment."""
    rows = [ApiClientFactory.create(name=name) for name in ("tom", "ada", "eve", "bob", "kim", "zoe")]
    ApiClient.objects.update(created_at=timezone.now())
    return ["tester", *(row.name for row in rows)]


def test_answers_everything_on_one_page_when_it_fits(api: Client, seven: list[str]) -> None:
    assert page(api, CLIENTS) == {"next": None, "previous": None, "results": seven}


@pytest.mark.parametrize("limit", [1, 2, 3, 6, 7, 8])
@pytest.mark.parametrize("ordering", ["id", "-id", "name", "-name", "made", "-made"])
def test_leads_through_every_row_once(api: Client, seven: list[str], ordering: str, limit: int) -> None:
    expected = sorted(seven) if "name" in ordering else list(seven)
    if ordering.startswith("-"):
        expected.reverse()

    pages = walk(api, f"{CLIENTS}?ordering={ordering}&limit={limit}")

    assert [name for names in pages for name in names] == expected
    assert {len(names) for names in pages[:-1]} <= {limit}


@pytest.mark.parametrize("ordering", ["id", "-name", "made", "-made"])
def test_leads_back_over_the_same_pages(api: Client, seven: list[str], ordering: str) -> None:
    first = page(api, f"{CLIENTS}?ordering={ordering}&limit=2")
    second = page(api, first["next"])
    third = page(api, second["next"])

    back = walk(api, third["previous"], "previous")

    assert back == [second["results"], first["results"]]
    assert page(api, page(api, third["previous"])["next"]) == third


def test_loses_no_row_when_others_come_and_go(api: Client, seven: list[str]) -> None:
    first = page(api, f"{CLIENTS}?ordering=name&limit=3")
    ApiClient.objects.filter(name__in=first["results"][1:]).delete()
    ApiClientFactory.create(name="aaa")

    second = page(api, first["next"])

    assert second["results"] == sorted(seven)[3:6]


def test_keeps_the_other_parameters_in_its_links(api: Client, seven: list[str]) -> None:
    link = page(api, f"{CLIENTS}?limit=2&active=true&scope=catalog:read&ordering=name")["next"]

    assert link.startswith("http://testserver/api/v1/clients?")
    assert "limit=2&active=true&scope=catalog%3Aread&ordering=name&cursor=" in link


@pytest.mark.parametrize("cursor", ["x", "a.b", "é", "x" * 10_000, "WyJpZCIsIm4iLDFd.sig", "."])
def test_refuses_a_broken_cursor(api: Client, cursor: str) -> None:
    assert errors_of(api.get(CLIENTS, {"cursor": cursor}), 400, "bad_query") == [("?cursor", "invalid")]


def test_refuses_a_cursor_of_another_ordering(api: Client, seven: list[str]) -> None:
    link = page(api, f"{CLIENTS}?limit=2&ordering=name")["next"]

    response = api.get(link.replace("ordering=name", "ordering=-name"))

    assert errors_of(response, 400, "bad_query") == [("?cursor", "invalid")]


@pytest.mark.parametrize("limit", ["0", "201", "-1", "x", "1e2", "10000000000000000000"])
def test_refuses_a_limit_out_of_bounds(api: Client, limit: str) -> None:
    assert errors_of(api.get(CLIENTS, {"limit": limit}), 400, "bad_query") == [("?limit", "invalid")]


@pytest.mark.parametrize("ordering", ["scopes", "--name", "name,id", "pk", "created_at"])
def test_refuses_an_ordering_that_is_not_documented(api: Client, ordering: str) -> None:
    assert errors_of(api.get(CLIENTS, {"ordering": ordering}), 400) == [("?ordering", "invalid")]


def test_asks_the_database_once_a_page_and_never_counts(api: Client, seven: list[str]) -> None:
    link = page(api, f"{CLIENTS}?limit=2&ordering=name")["next"]

    with CaptureQueriesContext(
        connection,
    ) as queries:
        page(api, link)

    assert len(queries) == 1
    sql = queries[0]["sql"]
    assert "COUNT" not in sql
    assert "OFFSET" not in sql


def test_finds_the_start_of_a_page_by_an_index(api: Client) -> None:
    ApiClient.objects.bulk_create(ApiClient(name=f"n{n:05}", scopes=["catalog:read"]) for n in range(3000))
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX ON integrations_apiclient (created_at, id)")
        cursor.execute("ANALYZE integrations_apiclient")
    link = page(api, f"{CLIENTS}?limit=2&ordering=-made")["next"]
    with CaptureQueriesContext(connection) as queries:
        page(api, link)

    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + queries[0]["sql"])
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "Index Cond: (ROW(created_at, id) <" in plan
    assert "Sort" not in plan


def test_filters_by_what_was_asked(api: Client) -> None:
    ApiClientFactory.create(name="off", active=False, scopes=["catalog:read"])
    ApiClientFactory.create(name="on", scopes=["catalog:read", "offers:read"])

    assert page(api, f"{CLIENTS}?active=false")["results"] == ["off"]
    assert page(api, f"{CLIENTS}?active=true&scope=catalog:read")["results"] == ["tester", "on"]


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("active=1", [("?active", "invalid")]),
        ("active=", [("?active", "blank")]),
        ("since=yesterday", [("?since", "invalid")]),
        ("kind=c", [("?kind", "invalid_choice")]),
        ("kind=c&active=x", [("?active", "invalid"), ("?kind", "invalid_choice")]),
        ("actve=true", [("?actve", "unknown_parameter")]),
        ("active=true&active=false", [("?active", "repeated")]),
    ],
)
def test_refuses_filters_that_it_cannot_use(api: Client, query: str, errors: list[tuple[str, str]]) -> None:
    assert errors_of(api.get(f"{CLIENTS}?{query}"), 400, "bad_query") == errors
