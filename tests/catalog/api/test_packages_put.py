"""PUT /packages/{id}: the whole document again, made from what was read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from catalog.actions.stock import change_stock
from catalog.api.inputs import LISTS
from catalog.models import Package
from features.models import Feature
from tests.catalog.api.calls import Api, errors, of, stored
from tests.catalog.api.test_properties import PROPERTIES
from tests.factories.package import BY, PackageFactory
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def package(matrix: dict[str, Feature]) -> Package:
    return PackageFactory.create(
        has_stock=True,
        stock_qty=10,
        tier="10",
        features={"max_rooms": 10, "polls": True, "max_participants": True},
        providers=ProviderFactory.create_batch(2),
        package_settings=[{"key": "a", "value": 0.1}],
    )


def document(api: Api, package: Package) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(api.call("GET", of(package)).content)
    return found


def test_what_was_read_can_be_put_back(api: Api, package: Package) -> None:
    before = stored()

    api.put(of(package), document(api, package))

    assert stored() == before


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, value, _ in PROPERTIES if name != "service_type"]
)
@pytest.mark.parametrize("sold", [0, 1])
def test_every_field_can_be_edited_also_after_a_sale(
    api: Api, package: Package, name: str, value: Any, sold: int
) -> None:
    body = document(api, package)
    if sold:
        change_stock(key=package.pk, change=-1, by=BY)

    shown = api.put(of(package), json.dumps({**body, name: value}, default=float).encode())

    expected = 9 if name == "stock_qty" and sold else value
    assert shown[name] == expected
    assert shown["stock_qty"] == (value if name == "stock_qty" and not sold else 10 - sold)


def test_a_sold_out_package_can_be_edited_from_what_was_read_before(api: Api, package: Package) -> None:
    body = document(api, package)
    change_stock(key=package.pk, change=-10, by=BY)

    shown = api.put(of(package), {**body, "name": "New"})

    assert (shown["name"], shown["stock_qty"]) == ("New", 0)


def test_the_etag_tells_of_a_sale_as_well(api: Api, package: Package) -> None:
    body, etag = document(api, package), api.etag(of(package))
    change_stock(key=package.pk, change=-1, by=BY)
    del body["updated_at"], body["availability"]

    shown = api.put(of(package), body, if_match=etag)

    assert shown["stock_qty"] == 9


def test_a_count_of_unknown_age_is_refused(api: Api, package: Package) -> None:
    body = document(api, package)
    del body["updated_at"]

    problem = api.put(of(package), {**body, "stock_qty": 9}, status=422)

    assert errors(problem) == {("/stock_qty", "stale_count")}


@pytest.mark.parametrize(
    ("name", "value"),
    [("updated_at", "2999-01-01T00:00:00Z"), ("updated_at", 5), ("availability", {"sellable": 1})],
)
def test_what_a_sale_changes_is_still_read_only(api: Api, package: Package, name: str, value: Any) -> None:
    body = document(api, package)
    change_stock(key=package.pk, change=-1, by=BY)

    problem = api.put(of(package), {**body, name: value}, status=422)

    assert {pointer for pointer, _ in errors(problem)} == {f"/{name}"}


def test_features_and_providers_can_be_edited_in_what_was_read(api: Api, package: Package) -> None:
    body = document(api, package)
    body["features"][0] |= {"value": 99}
    body["features"][1] |= {"limit": 5}
    body["providers"][1] |= {"settings": {"region": "eu"}}

    shown = api.put(of(package), body)

    assert [feature["value"] for feature in shown["features"]][:2] == [99, 5]
    assert shown["providers"][1]["settings"] == {"region": "eu"}


def test_what_is_not_sent_goes_back_to_its_default(api: Api, package: Package) -> None:
    lists: dict[str, Any] = {name: [] for name in LISTS}

    shown = api.put(of(package), {"name": "A", "service_type": "meet", "revision": 1, **lists})

    assert (shown["price"], shown["currency"], shown["tier"], shown["has_stock"]) == (None, "", "", False)
    assert (shown["features"], shown["providers"], shown["package_settings"]) == ([], [], [])


def test_a_missing_list_is_an_error(api: Api, package: Package) -> None:
    before = stored()

    problem = api.put(of(package), {"revision": 1}, status=422)

    assert errors(problem) == {(f"/{name}", "required") for name in ("name", "service_type", *LISTS)}
    assert stored() == before


@pytest.mark.parametrize("revision", [None, "1", True, 1.5])
def test_without_saying_what_it_replaces_it_is_refused(api: Api, package: Package, revision: Any) -> None:
    body = {**document(api, package), "revision": revision}

    problem = api.put(of(package), body, status=428)

    assert problem["type"].endswith(":precondition_required")


@pytest.mark.parametrize("by", ["revision", "etag"])
def test_what_somebody_else_changed_is_not_overwritten(api: Api, package: Package, by: str) -> None:
    body, etag = document(api, package), api.etag(of(package))
    api.patch(of(package), {"name": "Theirs"})
    before = stored()

    response = api.call("PUT", of(package), body, status=412, **({"if_match": etag} if by == "etag" else {}))

    assert response["ETag"] == api.etag(of(package))
    assert stored() == before


def test_read_only_fields_are_not_written(api: Api, package: Package) -> None:
    body = document(api, package)
    body["features"][0] |= {"name": "Other"}

    problem = api.put(of(package), {**body, "price_minor": 1, "id": "x"}, status=422)

    assert errors(problem) == {
        ("/features/0/name", "read_only"),
        ("/price_minor", "read_only"),
        ("/id", "read_only"),
    }
