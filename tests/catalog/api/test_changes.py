"""GET /changes: the feed as consumers follow it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.actions.delete import delete_package
from catalog.actions.record import record_all
from catalog.actions.stock import change_stock
from catalog.models import FeedEntry, Package
from features import sync
from integrations.actors import Actor
from providers import actions as providers
from providers.changes import ProviderChanges
from tests.catalog.api.calls import Api, errors, of
from tests.catalog.following import entries
from tests.catalog.writes import BY, update
from tests.factories.package import PackageFactory, sellable
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db

CHANGES = "/api/v1/changes"


@pytest.fixture
def history(db: None) -> list[FeedEntry]:
    """Seven entries: three packages, wording, a movement of stock, a price, a deletion."""
    first, second, third = (
        PackageFactory.create(name=name, has_stock=True, stock_qty=5) for name in ("A", "B", "C")
    )
    update(first, name="Wording")
    change_stock(key=second.pk, change=-1, by=BY)
    update(third, price=None)
    delete_package(key=third.pk, by=BY)
    return entries()


def pages(api: Api, path: str) -> Iterator[Any]:
    """The page of a path, and all that follow it."""
    following: str | None = path
    while following:
        page = api.get(following)
        yield page
        following = page["next"]


def cursors(page: Any) -> list[int]:
    return [entry["cursor"] for entry in page["results"]]


# --- Where to begin, and how far -----------------------------------------------------------------


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize("query", ["", "?after=0", "?after=000"])
def test_the_feed_is_read_from_its_beginning(api: Api, query: str) -> None:
    page = api.get(CHANGES + query)

    assert cursors(page) == [1, 2, 3, 4, 5, 6, 7]
    assert (page["cursor"], page["next"], page["previous"]) == (7, None, None)


@pytest.mark.usefixtures("history")
def test_it_goes_on_after_a_cursor(api: Api) -> None:
    page = api.get(f"{CHANGES}?after=4&limit=2")

    assert (cursors(page), page["cursor"]) == ([5, 6], 6)


@pytest.mark.usefixtures("history")
def test_at_its_end_the_cursor_stays(api: Api) -> None:
    page = api.get(f"{CHANGES}?after=7")

    assert page == {"cursor": 7, "next": None, "previous": None, "results": []}


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize("more", ["", "&commercial=true&include=document&limit=1"])
def test_latest_is_the_cursor_of_now(api: Api, more: str) -> None:
    page = api.get(f"{CHANGES}?after=latest{more}")

    assert page == {"cursor": 7, "next": None, "previous": None, "results": []}


@pytest.mark.parametrize("query", ["", "?after=0", "?after=latest"])
def test_an_empty_feed_begins_at_zero(api: Api, query: str) -> None:
    page = api.get(CHANGES + query)

    assert page == {"cursor": 0, "next": None, "previous": None, "results": []}


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize("limit", [1, 2, 3, 6, 7, 200])
def test_pages_that_are_followed_to_the_end_are_the_feed(api: Api, limit: int) -> None:
    found = list(pages(api, f"{CHANGES}?limit={limit}"))

    assert [cursor for page in found for cursor in cursors(page)] == [1, 2, 3, 4, 5, 6, 7]
    assert {len(page["results"]) for page in found[:-1]} <= {limit}
    assert found[-1]["cursor"] == 7


@pytest.mark.usefixtures("history")
def test_the_next_page_asks_for_the_same(api: Api) -> None:
    found = list(pages(api, f"{CHANGES}?limit=2&commercial=true&include=document"))

    assert [cursor for page in found for cursor in cursors(page)] == [1, 2, 3, 5, 6, 7]
    assert all("document" in entry for page in found for entry in page["results"])


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize("after", ["8", "999999999999999999"])
@pytest.mark.parametrize("more", ["", "&commercial=true"])
def test_a_cursor_later_than_the_feed_is_of_another_database(api: Api, after: str, more: str) -> None:
    problem = api.get(f"{CHANGES}?after={after}{more}", status=400)

    assert errors(problem) == {("?after", "unknown_cursor")}
    assert "ends at 7" in problem["errors"][0]["detail"]


@pytest.mark.usefixtures("history")
def test_a_cursor_at_the_end_of_what_is_not_commercial_is_known(api: Api) -> None:
    update(Package.objects.get(name="Wording"), name="More wording")
    entries()

    assert api.get(f"{CHANGES}?after=8&commercial=true")["cursor"] == 8


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        *(
            (f"after={text}", ("?after", "invalid"))
            for text in ("-1", "1.0", "%2B1", "1e3", "x", "%EF%BC%91")
        ),
        (f"after={'1' * 19}", ("?after", "invalid")),
        ("after=Latest", ("?after", "invalid")),
        ("after=", ("?after", "blank")),
        ("after=1&after=2", ("?after", "repeated")),
        ("limit=0", ("?limit", "invalid")),
        ("limit=201", ("?limit", "invalid")),
        ("commercial=1", ("?commercial", "invalid")),
        ("include=documents", ("?include", "invalid")),
        ("cursor=1", ("?cursor", "unknown_parameter")),
    ],
)
def test_what_cannot_be_read_is_told(api: Api, query: str, expected: tuple[str, str]) -> None:
    problem = api.get(f"{CHANGES}?{query}", status=400)

    assert errors(problem) == {expected}


# --- What an entry says --------------------------------------------------------------------------


def test_an_entry_of_a_package_names_it_and_its_revision(api: Api) -> None:
    package = PackageFactory.create()
    api.patch(of(package), {"price": 20, "name": "Other"})
    told = entries()[-1]

    (entry,) = api.get(f"{CHANGES}?after=1")["results"]

    assert list(entry) == [
        *("cursor", "kind", "package", "provider", "revision"),
        *("commercial", "recorded_at", "by", "paths"),
    ]
    assert datetime.fromisoformat(entry.pop("recorded_at")) == told.recorded_at
    assert entry.pop("by")["kind"] == "api_client"
    assert entry == {
        "cursor": 2,
        "kind": "updated",
        "package": package.id,
        "provider": None,
        "revision": 2,
        "commercial": True,
        "paths": ["/name", "/price"],
    }


def test_an_entry_of_a_provider_names_it_and_no_package(api: Api) -> None:
    provider = ProviderFactory.create()
    entries()

    (entry,) = api.get(CHANGES)["results"]

    assert (entry["kind"], entry["provider"]) == ("provider_changed", provider.id)
    assert (entry["package"], entry["revision"], entry["paths"]) == (None, None, [""])


@pytest.mark.usefixtures("history")
def test_mere_wording_can_be_left_out(api: Api) -> None:
    page = api.get(f"{CHANGES}?commercial=true")

    assert cursors(page) == [1, 2, 3, 5, 6, 7]


@pytest.mark.usefixtures("history")
def test_nothing_is_left_out_when_all_is_wanted(api: Api) -> None:
    assert api.get(f"{CHANGES}?commercial=false") == api.get(CHANGES)


def test_a_write_that_is_only_tried_is_not_told(api: Api) -> None:
    package = sellable(has_stock=True, stock_qty=5)
    head = entries()[-1].position

    api.patch(f"{of(package)}?dry_run=true", {"name": "Other"})
    api.post(f"{of(package, 'stock')}?dry_run=true", {"change": -1}, status=200)

    assert entries()[-1].position == head
    assert api.get(f"{CHANGES}?after=latest")["cursor"] == head


# --- Documents -----------------------------------------------------------------------------------


def test_each_package_can_be_had_as_it_was_then(api: Api) -> None:
    package = PackageFactory.create(name="First", has_stock=True, stock_qty=5)
    path = of(package)
    seen = [api.get(path)]
    api.post(f"{path}/stock", {"change": -5}, status=200)
    seen.append(api.get(path))
    api.patch(path, {"name": "Second", "stock_qty": 3})
    seen.append(api.get(path))
    entries()

    found = api.get(f"{CHANGES}?include=document")["results"]

    assert [entry["document"] for entry in found] == seen
    assert [entry["revision"] for entry in found] == [document["revision"] for document in seen]


def test_a_renamed_provider_is_followed_to_each_package(api: Api) -> None:
    provider = ProviderFactory.create()
    sellable(providers=[provider])
    latest = entries()[-1].position
    providers.update(key=provider.pk, changes=ProviderChanges(provider_name="Renamed"), by=BY)
    entries()

    changed, updated = api.get(f"{CHANGES}?after={latest}&include=document")["results"]

    assert (changed["kind"], changed["document"]) == ("provider_changed", None)
    assert updated["document"]["providers"][0]["provider_name"] == "Renamed"


def test_there_is_no_document_of_what_is_gone_or_of_no_package(api: Api) -> None:
    sync.apply(by=Actor.command("test"))
    provider = ProviderFactory.create()
    providers.update(key=provider.pk, changes=ProviderChanges(provider_name="Other"), by=BY)
    delete_package(key=PackageFactory.create().pk, by=BY)
    entries()

    found = api.get(f"{CHANGES}?include=document")["results"]

    assert [(entry["kind"], entry["document"] is None) for entry in found] == [
        ("features_changed", True),
        ("provider_changed", True),
        ("provider_changed", True),
        ("created", False),
        ("deleted", True),
    ]


@pytest.mark.usefixtures("history")
def test_documents_are_left_out_unless_they_are_asked_for(api: Api) -> None:
    assert not any("document" in entry for entry in api.get(CHANGES)["results"])


# --- Conditional requests, methods and scopes ----------------------------------------------------


@pytest.mark.parametrize("query", ["", "?after=latest", "?after=7", "?include=document"])
def test_what_is_known_already_is_not_sent_again(api: Api, history: list[FeedEntry], query: str) -> None:
    etag = api.etag(CHANGES + query)

    response = api.call("GET", CHANGES + query, status=304, if_none_match=etag)

    assert (response.content, response["ETag"]) == (b"", etag)


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize("query", ["", "?after=latest", "?after=7"])
def test_what_is_new_is_sent(api: Api, query: str) -> None:
    etag = api.etag(CHANGES + query)
    PackageFactory.create()
    entries()

    assert api.call("GET", CHANGES + query, if_none_match=etag)["ETag"] != etag


@pytest.mark.usefixtures("history")
def test_head_answers_as_get_without_a_body(api: Api) -> None:
    got = api.call("GET", f"{CHANGES}?limit=3")

    head = api.call("HEAD", f"{CHANGES}?limit=3")

    assert (head.content, head["ETag"]) == (b"", got["ETag"])
    api.call("HEAD", f"{CHANGES}?limit=3", status=304, if_none_match=got["ETag"])
    api.call("HEAD", f"{CHANGES}?after=99", status=400)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_the_feed_is_only_read(api: Api, method: str) -> None:
    response = api.call(method, CHANGES, {}, status=405)

    assert set(response["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("scope", ["offers:read", "catalog:write", "providers:read", "stock:write"])
def test_who_may_not_read_the_catalog_is_refused(scope: str, method: str) -> None:
    response = Api(scope).call(method, CHANGES, status=403)

    assert 'scope="catalog:read"' in response["WWW-Authenticate"]


@pytest.mark.usefixtures("history")
def test_reading_the_catalog_is_enough() -> None:
    assert cursors(Api("catalog:read").get(CHANGES)) == [1, 2, 3, 4, 5, 6, 7]


def test_a_token_is_needed(client: Client) -> None:
    assert client.get(CHANGES).status_code == 401


# --- What it costs -------------------------------------------------------------------------------


def statements(api: Api, path: str) -> list[str]:
    """What is asked of the catalog's tables for a page."""
    with CaptureQueriesContext(connection) as captured:
        api.get(path)
    return [query["sql"] for query in captured.captured_queries if "catalog_" in query["sql"]]


@pytest.mark.parametrize(("query", "count"), [("", 1), ("&include=document", 2), ("&commercial=true", 1)])
def test_two_hundred_entries_cost_the_statements_of_one(api: Api, query: str, count: int) -> None:
    made = Package.objects.bulk_create(Package(name=f"P {n}", service_type="meet") for n in range(100))
    for tier in ("", "20"):
        Package.objects.update(tier=tier)
        record_all([package.pk for package in made], by=BY)
    assert len(entries()) == 200

    costs = [len(statements(api, f"{CHANGES}?limit={limit}{query}")) for limit in (1, 200)]

    assert costs == [count, count]


def test_only_the_documents_that_are_shown_are_read(api: Api) -> None:
    packages = PackageFactory.create_batch(2)
    for tier in ("10", "20"):
        for package in packages:
            update(package, tier=tier)
    entries()

    # Revision 2 of one package and 3 of the other, out of three of each.
    *_, documents = statements(api, f"{CHANGES}?after=3&limit=2&include=document")

    with connection.cursor() as cursor:
        cursor.execute(documents)
        assert len(cursor.fetchall()) == 2
