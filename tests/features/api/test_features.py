"""GET /features and GET /features/{code}."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests.factories.feature import FeatureFactory
from tests.features.api.calls import PATH, read, token

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(settings: Settings) -> Client:
    settings.PLATFORM_VERSION = "1.1"
    settings.PLATFORM_LICENSE = "standard"
    return token("features:read")


def codes(api: Client, query: str = "") -> list[str]:
    return [row["code"] for row in read(api, f"{PATH}?{query}")["results"]]


def test_a_feature_has_all_of_its_attributes(api: Client) -> None:
    FeatureFactory.create(
        code="calls",
        name="Calls",
        description="Calls per day.",
        allowance=True,
        periodicity=1,
        periodicity_type="daily",
        service_types=["meet"],
        licenses=["standard"],
        group="access",
        position=20,
        feature_settings={"burst": 5},
    )

    assert read(api, f"{PATH}/calls") == {
        "code": "calls",
        "name": "Calls",
        "description": "Calls per day.",
        "kind": "allowance",
        "consumable": True,
        "quota": True,
        "aggregation_type": "count_agg",
        "field_suffix": "",
        "periodicity": 1,
        "periodicity_type": "daily",
        "service_types": ["meet"],
        "licenses": ["standard"],
        "since": "1.0",
        "deprecated": False,
        "group": "access",
        "position": 20,
        "feature_settings": {"burst": 5},
        "feature_metadata": {},
        "available": True,
        "unavailable_reasons": [],
    }


def test_lists_what_this_version_and_licence_have(api: Client) -> None:
    FeatureFactory.create(code="there")
    FeatureFactory.create(code="later", since="2.0")
    FeatureFactory.create(code="dearer", licenses=["enterprise"])

    assert codes(api) == ["there"]


def test_lists_everything_when_asked_to(api: Client) -> None:
    FeatureFactory.create(code="there", position=1)
    FeatureFactory.create(code="later", since="2.0", position=2)

    rows = read(api, f"{PATH}?include=unavailable")["results"]

    assert [(row["code"], row["available"]) for row in rows] == [("there", True), ("later", False)]


def test_one_code_always_answers_and_says_why_it_is_not_available(api: Client) -> None:
    FeatureFactory.create(code="later", since="2.0", licenses=["enterprise"])

    row = read(api, f"{PATH}/later")

    assert row["available"] is False
    assert row["unavailable_reasons"] == [
        {"code": "not_in_version", "detail": "Came with version 2.0; this is 1.1."},
        {"code": "not_in_license", "detail": "Comes with the licences Enterprise; this one is Standard."},
    ]


@pytest.mark.parametrize("code", ["missing", "Missing", "polls%0A", "%D0%BE%D0%BE", "a" * 100])
def test_an_unknown_code_is_not_found(api: Client, code: str) -> None:
    FeatureFactory.create(code="polls")

    assert read(api, f"{PATH}/{code}", status=404)["status"] == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("consumable=true", ["drawn", "measured"]),
        ("quota=true", ["drawn"]),
        ("quota=true&consumable=false", []),
        ("kind=usage", ["measured"]),
        ("aggregation_type=sum_agg", ["measured"]),
        ("service_type=phone", ["drawn", "measured"]),
        ("service_type=meet", ["drawn", "plain", "measured"]),
        ("group=brand", ["measured"]),
        ("deprecated=true", ["plain"]),
        ("code=plain&code=drawn", ["drawn", "plain"]),
        ("search=PLAI", ["plain"]),
        ("search=zzz", []),
    ],
)
def test_filters(api: Client, query: str, found: list[str]) -> None:
    FeatureFactory.create(code="drawn", allowance=True, position=1)
    FeatureFactory.create(code="plain", service_types=["meet"], deprecated=True, position=2)
    FeatureFactory.create(code="measured", usage=True, group="brand")

    assert codes(api, query) == found


@pytest.mark.parametrize(
    "query",
    [
        "kind=other",
        "quota=yes",
        "service_type=fax",
        "search=ab",
        "include=all",
        "colour=red",
        "ordering=kind",
    ],
)
def test_refuses_a_query_that_it_does_not_understand(api: Client, query: str) -> None:
    problem = read(api, f"{PATH}?{query}", status=400)

    assert problem["errors"][0]["pointer"] == f"?{query.partition('=')[0]}"


@pytest.mark.parametrize(
    ("ordering", "found"),
    [
        ("position", ["bb", "aa", "cc"]),
        ("-position", ["cc", "aa", "bb"]),
        ("code", ["aa", "bb", "cc"]),
        ("-code", ["cc", "bb", "aa"]),
        ("name", ["cc", "bb", "aa"]),
    ],
)
def test_orders_and_pages_without_losing_a_row(api: Client, ordering: str, found: list[str]) -> None:
    FeatureFactory.create(code="aa", name="Z", position=9)
    FeatureFactory.create(code="bb", name="Y", position=5)
    FeatureFactory.create(code="cc", name="X", position=1, group="brand")
    path = f"{PATH}?limit=1&ordering={ordering}"

    seen = []
    while path:
        page = read(api, path)
        seen += [row["code"] for row in page["results"]]
        path = page["next"]

    assert seen == found


def test_a_page_costs_one_statement(api: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    FeatureFactory.create_batch(40)
    read(api)  # the process knows the token now

    with django_assert_num_queries(1):
        assert len(read(api)["results"]) == 40


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", [PATH, f"{PATH}/polls"])
def test_no_other_method_is_allowed(api: Client, method: str, path: str) -> None:
    FeatureFactory.create(code="polls")

    response = getattr(api, method)(path, data="{}", content_type="application/json")

    assert response.status_code == 405
    assert "GET" in response["Allow"]


@pytest.mark.parametrize("path", [PATH, f"{PATH}/polls"])
def test_head_answers_as_get_without_a_body(api: Client, path: str) -> None:
    FeatureFactory.create(code="polls")

    response = api.head(path)

    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize("path", [PATH, f"{PATH}/polls"])
def test_needs_a_token_with_the_scope(client: Client, path: str) -> None:
    FeatureFactory.create(code="polls")

    assert client.get(path).status_code == 401
    assert token("catalog:read").get(path).status_code == 403


@pytest.mark.parametrize("path", [PATH, f"{PATH}?include=unavailable", f"{PATH}/calls"])
def test_who_has_what_is_there_already_is_told_so(api: Client, path: str) -> None:
    FeatureFactory.create(code="calls", licenses=["standard"])
    etag = api.get(path)["ETag"]

    unchanged = api.get(path, headers={"If-None-Match": etag})
    FeatureFactory._meta.model.objects.update(name="Renamed")
    changed = api.get(path, headers={"If-None-Match": etag})

    assert (unchanged.status_code, unchanged.content, unchanged["ETag"]) == (304, b"", etag)
    assert (changed.status_code, changed["ETag"] == etag) == (200, False)
