"""/packages/{id}/duplicate, /stock and /availability, and DELETE /packages/{id}."""

from __future__ import annotations

from typing import Any

import pytest

from features.models import Feature
from tests.catalog.api.calls import PACKAGES, Api, errors, of, stored
from tests.factories.package import PackageFactory, sellable
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db


def test_a_copy_is_a_draft_with_everything_but_the_count(api: Api, matrix: dict[str, Feature]) -> None:
    package = sellable(name="Gold", has_stock=True, stock_qty=5, features={"max_rooms": 7})
    original = api.get(of(package))

    response = api.call("POST", of(package, "duplicate"), {"name": "Silver"}, status=201)

    copy = api.get(f"{PACKAGES}/{response.json()['id']}")
    own = {"id", "uuid", "ulid", "created_at", "updated_at", "availability", "revision"}
    assert {k for k in copy if copy[k] != original[k]} - own == {"name", "status", "stock_qty"}
    assert (copy["name"], copy["status"], copy["stock_qty"], copy["revision"]) == ("Silver", "draft", 0, 1)
    assert response["Location"] == f"http://testserver{PACKAGES}/{copy['id']}"


def test_a_copy_without_a_name_is_called_after_the_original(api: Api) -> None:
    package = PackageFactory.create(name="x" * 200)

    copy = api.post(of(package, "duplicate"), {})

    assert copy["name"] == f"{'x' * 193} (copy)"


def test_a_copy_needs_no_body(api: Api) -> None:
    copy = api.post(of(PackageFactory.create(name="Gold"), "duplicate"), None)

    assert copy["name"] == "Gold (copy)"


@pytest.mark.parametrize("name", ["", " ", None, 5, "x" * 201])
def test_a_copy_needs_a_name_that_is_one(api: Api, name: Any) -> None:
    package = PackageFactory.create()
    before = stored()

    problem = api.post(of(package, "duplicate"), {"name": name}, status=422)

    assert [error["pointer"] for error in problem["errors"]] == ["/name"]
    assert stored() == before


def test_stock_is_taken_and_put_back_without_a_revision(api: Api) -> None:
    package = PackageFactory.create(has_stock=True, stock_qty=5)

    taken = api.post(of(package, "stock"), {"change": -5}, status=200)
    back = api.post(of(package, "stock"), {"change": 2}, status=200)

    shown = api.get(of(package))
    assert (taken["stock_qty"], back["stock_qty"], shown["stock_qty"], shown["revision"]) == (0, 2, 2, 1)


def test_the_last_one_makes_a_package_unsellable(api: Api, matrix: dict[str, Feature]) -> None:
    package = sellable(has_stock=True, stock_qty=1)

    assert api.post(of(package, "stock"), {"change": -1}, status=200)["sellable"] is False
    assert [r["code"] for r in api.get(of(package, "availability"))["reasons"]] == ["out_of_stock"]


def test_too_little_stock_is_a_conflict_and_takes_nothing(api: Api) -> None:
    package = PackageFactory.create(has_stock=True, stock_qty=5)

    problem = api.post(of(package, "stock"), {"change": -6}, status=409)

    assert problem["type"].endswith(":out_of_stock")
    assert api.get(of(package))["stock_qty"] == 5


def test_what_may_be_oversold_goes_below_zero(api: Api) -> None:
    package = PackageFactory.create(has_stock=True, stock_qty=1, oversell_enabled=True)

    assert api.post(of(package, "stock"), {"change": -3}, status=200)["stock_qty"] == -2


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/change"),
        ({"change": 0}, "/change"),
        ({"change": 1.5}, "/change"),
        ({"change": "1"}, "/change"),
        ({"change": True}, "/change"),
        ({"change": None}, "/change"),
        ({"change": 10**40}, "/change"),
        ({"change": 2_000_000_000}, "/change"),
        ({"change": 1, "by": 2}, "/by"),
    ],
)
def test_a_change_of_stock_is_a_whole_number(api: Api, body: Any, pointer: str) -> None:
    package = PackageFactory.create(has_stock=True, stock_qty=5)

    problem = api.post(of(package, "stock"), body, status=422)

    assert [error["pointer"] for error in problem["errors"]] == [pointer]
    assert api.get(of(package))["stock_qty"] == 5


def test_a_package_without_stock_has_none_to_take(api: Api) -> None:
    problem = api.post(of(PackageFactory.create(), "stock"), {"change": -1}, status=422)

    assert errors(problem) == {("", "no_stock")}


def test_availability_is_what_the_document_says(api: Api, matrix: dict[str, Feature]) -> None:
    package = PackageFactory.create(features={"polls": True}, providers=[ProviderFactory.create()])

    shown = api.get(of(package, "availability"))

    assert shown == api.get(of(package))["availability"]
    assert (shown["sellable"], [reason["code"] for reason in shown["reasons"]]) == (False, ["draft"])
    assert all(reason["detail"] for reason in shown["reasons"])


def test_a_draft_is_deleted(api: Api) -> None:
    package = PackageFactory.create()

    api.delete(of(package))

    assert api.names() == []


def test_what_was_offered_once_is_kept(api: Api, matrix: dict[str, Feature]) -> None:
    package = sellable()
    api.patch(of(package), {"status": "draft"})

    problem = api.delete(of(package), status=409)

    assert problem["type"].endswith(":was_offered")
    assert api.get(of(package))["status"] == "draft"
