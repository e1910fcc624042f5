"""`/packages/{id}/revisions`: what changed, between any two, and making it so again."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from catalog.actions.delete import delete_package
from catalog.models import Package, PackageRevision
from features.models import Feature
from providers import actions as providers
from tests.catalog.api.calls import Api, errors, of, stored
from tests.catalog.writes import BY, numbers, update
from tests.factories.package import PackageFactory, sellable
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db

WRITES = ("catalog:read", "catalog:write")


@pytest.fixture
def package(matrix: dict[str, Feature]) -> Package:
    """At revision 3: more rooms at another price, then another name."""
    package = PackageFactory.create(name="Basic", features={"max_rooms": 10})
    update(package, price=Decimal("17.9"), features={"max_rooms": 20})
    update(package, name="Standard")
    return package


def texts(answer: Any) -> list[str]:
    return [change["text"] for change in answer["changes"]]


def test_each_revision_says_what_it_changed(api: Api, package: Package) -> None:
    first, second, third = api.get(of(package, "revisions"))["results"]

    assert (first["changes"], first["commercial"]) == ([], True)
    assert (texts(second), second["commercial"]) == (["Price 14.99 → 17.90 EUR", "Max rooms 10 → 20"], True)
    assert (texts(third), third["commercial"]) == (["Name Basic → Standard"], False)
    assert second["changes"][1] == {
        "path": "/features/max_rooms/value",
        "before": 10,
        "after": 20,
        "text": "Max rooms 10 → 20",
    }
    assert api.get(of(package, "revisions/2"))["changes"] == second["changes"]


# --- Comparing -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "to", "commercial", "said"),
    [
        ("", 3, True, ["Name Basic → Standard", "Price 14.99 → 17.90 EUR", "Max rooms 10 → 20"]),
        ("?to=2", 2, True, ["Price 14.99 → 17.90 EUR", "Max rooms 10 → 20"]),
        ("?to=1", 1, False, []),
    ],
)
def test_two_revisions_are_compared(
    api: Api, package: Package, query: str, to: int, commercial: bool, said: list[str]
) -> None:
    answer = api.get(of(package, f"revisions/1/diff{query}"))

    assert (answer["from"], answer["to"], answer["commercial"]) == (1, to, commercial)
    assert texts(answer) == said


def test_they_are_compared_backwards_too(api: Api, package: Package) -> None:
    answer = api.get(of(package, "revisions/3/diff?to=2"))

    assert (answer["commercial"], texts(answer)) == (False, ["Name Standard → Basic"])


def test_they_are_compared_when_the_package_is_gone(api: Api, package: Package) -> None:
    delete_package(key=package.pk, by=BY)

    assert texts(api.get(of(package, "revisions/2/diff"))) == ["Name Basic → Standard"]


@pytest.mark.parametrize(
    "below", ["0/diff", "4/diff", "1/diff?to=4", "99999999999999999999/diff", "1/diff?to=2147483647"]
)
def test_a_revision_that_never_was_is_not_found(api: Api, package: Package, below: str) -> None:
    api.get(of(package, "revisions", below), status=404)


@pytest.mark.parametrize("query", ["to=0", "to=x", "to=99999999999", "from=1", "to=1&to=2"])
def test_a_query_that_means_nothing_is_refused(api: Api, package: Package, query: str) -> None:
    api.get(of(package, f"revisions/1/diff?{query}"), status=400)


# --- Restoring -------------------------------------------------------------------------------------


def test_a_revision_is_restored_as_a_new_one(api: Api, package: Package) -> None:
    response = api.call("POST", of(package, "revisions/1/restore"), {"reason": "A slip."})

    answer = api.get(of(package))
    assert (answer["name"], answer["price"], answer["revision"]) == ("Basic", Decimal("14.99"), 4)
    assert response["ETag"] == api.etag(of(package))
    last = api.get(of(package, "revisions/4"))
    assert last["reason"] == "Restored from revision 1. A slip."
    assert last["by"]["kind"] == "api_client"


def test_the_body_may_be_left_out(api: Api, package: Package) -> None:
    answer = api.post(of(package, "revisions/1/restore"), None, status=200)

    assert answer["name"] == "Basic"


@pytest.mark.parametrize("body", [{"reason": 7}, {"why": "x"}])
def test_a_body_that_means_nothing_is_refused(api: Api, package: Package, body: Any) -> None:
    api.post(of(package, "revisions/1/restore"), body, status=422)

    assert numbers(package) == [1, 2, 3]


def test_what_is_promised_already_makes_no_revision(api: Api, package: Package) -> None:
    answer = api.post(of(package, "revisions/3/restore"), {}, status=200)

    assert answer["revision"] == 3
    assert numbers(package) == [1, 2, 3]


def test_what_stands_in_the_way_is_told_and_nothing_is_done(api: Api, matrix: dict[str, Feature]) -> None:
    provider = ProviderFactory.create()
    package = PackageFactory.create(providers=[provider], features={"max_rooms": 10})
    update(package, providers={provider.pk: None}, features={"max_rooms": None})
    providers.delete(key=provider.pk, by=BY)
    Feature.objects.filter(pk="max_rooms").update(deprecated=True)
    before = stored()

    answer = api.post(of(package, "revisions/1/restore"), {}, status=422)

    assert errors(answer) == {
        (f"/providers/{provider.id}", "unknown_provider"),
        ("/features/max_rooms", "feature_deprecated"),
    }
    assert stored() == before


def test_an_unknown_revision_is_not_found_and_a_deleted_package_gone(api: Api, package: Package) -> None:
    api.post(of(package, "revisions/4/restore"), {}, status=404)
    delete_package(key=package.pk, by=BY)

    api.post(of(package, "revisions/1/restore"), {}, status=410)


def test_a_stale_if_match_is_refused(api: Api, package: Package) -> None:
    etag = api.etag(of(package))
    update(package, tier="30")

    api.post(of(package, "revisions/1/restore"), {}, status=412, if_match=etag)

    assert PackageRevision.objects.count() == 4


def test_prices_and_publishing_need_their_scopes(package: Package) -> None:
    offered = sellable()
    update(offered, status="inactive")

    refused = Api(*WRITES).post(of(package, "revisions/1/restore"), {}, status=403)
    hidden = Api(*WRITES).post(of(offered, "revisions/1/restore"), {}, status=403)

    assert errors(refused) == {("/price", "scope_missing")}
    assert errors(hidden) == {("/status", "scope_missing")}
    Api(*WRITES).post(of(package, "revisions/2/restore"), {}, status=200)


def test_who_may_only_read_restores_nothing(package: Package) -> None:
    Api("catalog:read").post(of(package, "revisions/1/restore"), {}, status=403)

    assert numbers(package) == [1, 2, 3]
