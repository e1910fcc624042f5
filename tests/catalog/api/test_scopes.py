"""Who may read and write what of packages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from catalog.actions.delete import delete_package
from catalog.models import Package
from features.models import Feature
from tests.catalog.api.calls import PACKAGES, Api, errors, of, stored
from tests.factories.package import BY, PackageFactory, sellable
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db

MADE = {"name": "A", "service_type": "meet"}
BELOW = ["", "features", "features/public_chat", "quotas", "providers", "availability"]


@pytest.fixture
def storefront() -> Api:
    return Api("offers:read")


@pytest.fixture
def offer(matrix: dict[str, Feature]) -> Package:
    provider = ProviderFactory.create()
    package = sellable(name="Offer", providers=[provider], features={"public_chat": True})
    path = of(package, "providers", provider.id)
    Api().patch(path, {"settings": {"token": "x"}, "metadata": {"note": "y"}})
    return package


def deleted() -> Package:
    package = PackageFactory.create()
    delete_package(key=package.pk, by=BY)
    return package


def retired() -> Package:
    package = sellable()
    Api().patch(of(package), {"retired": True})
    return package


# --- Storefronts ---------------------------------------------------------------------------------


def test_a_storefront_lists_what_can_be_bought(storefront: Api, offer: Package) -> None:
    PackageFactory.create(name="Draft")
    sellable(name="Hidden", hidden=True, providers=[ProviderFactory.create()])
    Api().patch(of(sellable(name="Retired")), {"retired": True})
    Api().patch(of(sellable(name="Inactive")), {"status": "inactive"})

    assert storefront.names() == ["Offer"]


def test_a_storefront_has_a_hidden_package_by_its_id(storefront: Api, offer: Package) -> None:
    hidden = sellable(name="Hidden", hidden=True)

    assert storefront.get(of(hidden))["name"] == "Hidden"
    assert storefront.names(f"id={hidden.id}&id={offer.id}") == ["Offer", "Hidden"]
    assert storefront.names("search=hidden") == storefront.names("name=Hidden") == []


@pytest.mark.parametrize("below", BELOW)
@pytest.mark.parametrize(
    "make",
    [
        PackageFactory.create,
        deleted,
        Package,
        retired,
    ],
    ids=["draft", "deleted", "none", "retired"],
)
def test_what_a_storefront_may_not_see_is_not_there(
    storefront: Api, matrix: dict[str, Feature], make: Callable[[], Package], below: str
) -> None:
    package = make()

    storefront.get(of(package, *([below] if below else [])), status=404)


def test_a_storefront_sees_no_settings_and_metadata_of_providers(storefront: Api, offer: Package) -> None:
    provider = storefront.get(of(offer))["providers"][0]

    assert "settings" not in provider
    assert "metadata" not in provider
    assert storefront.get(of(offer, "providers"))["results"] == [provider]
    assert storefront.get(of(offer, "providers", provider["provider"])) == provider
    assert storefront.get(PACKAGES)["results"][0]["providers"] == [provider]


@pytest.mark.parametrize("below", ["revisions", "revisions/1", "revisions/1/diff"])
def test_a_storefront_reads_no_history(storefront: Api, offer: Package, below: str) -> None:
    assert storefront.get(of(offer, below), status=403)["type"].endswith(":scope_missing")


def test_what_was_deleted_is_gone_for_a_back_office() -> None:
    package = deleted()
    api = Api()

    for below in ("", "features", "providers", "quotas", "availability"):
        problem = api.get(of(package, *([below] if below else [])), status=410)
        assert problem["type"].endswith(":gone")
    api.patch(of(package), {}, status=410)
    api.delete(of(package), status=410)
    api.post(of(package, "stock"), {"change": 1}, status=410)
    api.post(of(package, "duplicate"), {}, status=410)


# --- Operations ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "below", "body", "scope"),
    [
        ("GET", "", None, "catalog:read or offers:read"),
        ("GET", "quotas", None, "catalog:read or offers:read"),
        ("PATCH", "", {}, "catalog:write"),
        ("PUT", "", {}, "catalog:write"),
        ("DELETE", "", None, "catalog:write"),
        ("POST", "features", {}, "catalog:write"),
        ("PUT", "features/polls", {}, "catalog:write"),
        ("DELETE", "providers/x", None, "catalog:write"),
        ("POST", "duplicate", {}, "catalog:write"),
        ("POST", "stock", {}, "stock:write"),
    ],
)
def test_a_scope_short_is_named(method: str, below: str, body: Any, scope: str) -> None:
    everything_else = {
        "catalog:read",
        "offers:read",
        "catalog:write",
        "stock:write",
        "pricing:write",
        "catalog:publish",
    }
    api = Api(*sorted(everything_else - set(scope.split(" or "))))

    response = api.call(method, of(PackageFactory.create(), *([below] if below else [])), body, status=403)

    assert response.json()["detail"] == f"This needs the scope {scope}."
    assert f'scope="{scope.replace(" or ", " ")}"' in response["WWW-Authenticate"]


def test_nobody_is_asked_for_a_token(client: Client) -> None:
    response = client.get(of(PackageFactory.create()))

    assert (response.status_code, response["WWW-Authenticate"]) == (401, 'Bearer realm="api"')


def test_stock_needs_no_other_scope() -> None:
    package = PackageFactory.create(has_stock=True, stock_qty=5)

    left = Api("stock:write").post(of(package, "stock"), {"change": -2}, status=200)

    assert left == {"id": package.id, "stock_qty": 3, "sellable": False}


def test_writing_needs_no_reading(matrix: dict[str, Feature]) -> None:
    api = Api("catalog:write")
    draft = PackageFactory.create()

    api.patch(of(draft), {"name": "New"})
    api.post(of(draft, "features"), {"code": "polls", "value": True})
    api.put(of(draft, "features", "polls"), {"value": True})
    api.delete(of(draft, "features", "polls"))
    api.post(of(draft, "duplicate"), {})


# --- Fields --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "scope"),
    [
        ("price", 5, "pricing:write"),
        ("price", None, "pricing:write"),
        ("signup_fee", 1, "pricing:write"),
        ("currency", "USD", "pricing:write"),
        ("trial_period", 7, "pricing:write"),
        ("trial_interval", "week", "pricing:write"),
        ("trial_mode", "inside", "pricing:write"),
        ("grace_period", 7, "pricing:write"),
        ("grace_interval", "week", "pricing:write"),
        ("periodicity", 0, "pricing:write"),
        ("periodicity_type", "year", "pricing:write"),
        ("status", "inactive", "catalog:publish"),
        ("hidden", True, "catalog:publish"),
        ("retired", True, "catalog:publish"),
    ],
)
def test_a_field_needs_its_scope_when_it_changes(field: str, value: Any, scope: str) -> None:
    package = PackageFactory.create()
    api = Api("catalog:read", "catalog:write")
    before = stored()
    same = api.get(of(package))

    problem = api.patch(of(package), {field: value, "name": "New"}, status=403)

    assert errors(problem) == {(f"/{field}", "scope_missing")}
    assert problem["detail"] == f"This needs the scope {scope}."
    assert stored() == before
    assert api.patch(
        of(package), {field: same[field] and float(same[field]) if field == "price" else same[field]}
    )
    Api("catalog:write", scope).patch(of(package), {field: value})


def test_a_new_package_needs_the_scopes_of_what_it_says() -> None:
    api = Api("catalog:write")

    problem = api.post(PACKAGES, {**MADE, "price": 1, "currency": "EUR", "hidden": True}, status=403)

    assert errors(problem) == {(pointer, "scope_missing") for pointer in ("/price", "/currency", "/hidden")}
    assert problem["detail"] == "This needs the scope catalog:publish and pricing:write."
    api.post(PACKAGES, {**MADE, "price": None, "status": "draft", "signup_fee": 0, "periodicity": 1})


def test_unit_prices_need_the_scope_where_they_are_sent(matrix: dict[str, Feature]) -> None:
    package = PackageFactory.create(features={"max_rooms": 5})
    api = Api("catalog:read", "catalog:write")
    priced = {"code": "max_rooms", "value": 5, "unit_price": 1}

    in_list = api.patch(of(package), {"features": [priced]}, status=403)
    by_code = api.patch(of(package), {"features": {"max_rooms": {"unit_price": 1}}}, status=403)
    alone = api.put(of(package, "features", "max_rooms"), priced, status=403)

    assert errors(in_list) == {("/features/0/unit_price", "scope_missing")}
    assert errors(by_code) == {("/features/max_rooms/unit_price", "scope_missing")}
    assert errors(alone) == {("/unit_price", "scope_missing")}


def test_a_unit_price_can_not_be_dropped_without_the_scope(matrix: dict[str, Feature]) -> None:
    package = PackageFactory.create(features={"max_rooms": 5})
    Api().patch(of(package, "features", "max_rooms"), {"unit_price": 1})

    problem = Api("catalog:write").put(of(package, "features", "max_rooms"), {"value": 5}, status=403)

    assert errors(problem) == {("/unit_price", "scope_missing")}


def test_a_copy_of_a_priced_package_needs_no_scope_for_prices(offer: Package) -> None:
    copy = Api("catalog:write").post(of(offer, "duplicate"), {})

    assert (copy["status"], copy["price"]) == ("draft", Api().get(of(offer))["price"])
