"""/packages/{id}/providers, one at a time."""

from __future__ import annotations

from typing import Any

import pytest

from catalog.models import Package
from providers.models import Provider
from tests.catalog.api.calls import Api, errors, of, stored
from tests.factories.package import PackageFactory, sellable
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def first() -> Provider:
    return ProviderFactory.create(provider_name="First")


@pytest.fixture
def second() -> Provider:
    return ProviderFactory.create(provider_name="Second")


@pytest.fixture
def package(first: Provider) -> Package:
    return PackageFactory.create(providers=[first])


def test_a_provider_is_shown_as_in_the_document(api: Api, package: Package, first: Provider) -> None:
    document = api.get(of(package))

    assert api.get(of(package, "providers"))["results"] == document["providers"]
    assert api.get(of(package, "providers", first.id)) == {
        "provider": first.id,
        "provider_name": "First",
        "provider_type": "bbb",
        "service_type": "meet",
        "active": True,
        "provider_active": True,
        "default": True,
        "settings": {},
        "metadata": {},
    }


@pytest.mark.parametrize("name", ["id", "uuid", "ulid"])
def test_any_spelling_of_its_key_will_do(api: Api, package: Package, second: Provider, name: str) -> None:
    key = str(getattr(second, name))

    made = api.post(of(package, "providers"), {"provider": key})

    assert made["provider"] == second.id
    assert api.get(of(package, "providers", key)) == made
    assert api.put(of(package, "providers", key), {"provider": key}) == made
    api.delete(of(package, "providers", key))


def test_a_new_provider_is_at_its_location(api: Api, package: Package, second: Provider) -> None:
    response = api.call("POST", of(package, "providers"), {"provider": second.ulid}, status=201)

    assert response["Location"] == f"http://testserver{of(package, 'providers', second.id)}"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_the_default_is_handed_over_in_one_step(
    api: Api, package: Package, first: Provider, second: Provider, method: str
) -> None:
    if method == "POST":
        api.post(of(package, "providers"), {"provider": second.id, "default": True})
    elif method == "PUT":
        api.put(of(package, "providers", second.id), {"default": True}, status=201)
    else:
        api.post(of(package, "providers"), {"provider": second.id})
        api.patch(of(package, "providers", second.id), {"default": True})

    shown = api.get(of(package))["providers"]
    assert [(p["provider"], p["default"]) for p in shown] == [(second.id, True), (first.id, False)]


def test_what_a_put_does_not_say_goes_back_to_its_default(
    api: Api, package: Package, first: Provider
) -> None:
    path = of(package, "providers", first.id)
    api.patch(path, {"settings": {"a": 1}, "metadata": {"b": 2}})

    shown = api.put(path, {"active": False})

    assert [shown[name] for name in ("active", "default", "settings", "metadata")] == [False, False, {}, {}]


def test_a_patch_changes_settings_by_key(api: Api, package: Package, first: Provider) -> None:
    path = of(package, "providers", first.id)
    api.put(path, {"settings": {"a": 1, "b": {"c": [1, {}]}}, "default": True})

    shown = api.patch(path, {"settings": {"a": None, "d": 0.1}})

    assert str(shown["settings"]) == "{'b': {'c': [1, {}]}, 'd': Decimal('0.1')}"
    assert shown["default"] is True


def test_what_was_read_can_be_put_back(api: Api, package: Package, first: Provider) -> None:
    path = of(package, "providers", first.id)
    before = stored()

    api.put(path, api.get(path))

    assert stored() == before


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"active": 1}, ("/active", "wrong_type")),
        ({"default": "true"}, ("/default", "wrong_type")),
        ({"active": None}, ("/active", "null_not_allowed")),
        ({"settings": []}, ("/settings", "wrong_type")),
        ({"metadata": {"a": {"b/c": "\u0000"}}}, None),
        ({"metadata": {"": 1}}, ("/metadata/", "blank")),
        ({"metadata": {"n": 1e30}}, ("/metadata/n", "out_of_range")),
        ({"provider_name": "Other"}, ("/provider_name", "read_only")),
        ({"default": True, "active": False}, ("/default", "default_not_active")),
        ({"colour": 1}, ("/colour", "unknown_field")),
    ],
    ids=str,
)
def test_what_is_wrong_is_told_where_it_was_sent(
    api: Api, package: Package, first: Provider, sent: dict[str, Any], wrong: tuple[str, str] | None
) -> None:
    before = stored()

    problem = api.patch(of(package, "providers", first.id), sent, status=422 if wrong else 400)

    assert errors(problem) == {wrong or ("/metadata/a/b~1c", "nul_character")}
    assert stored() == before


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
@pytest.mark.parametrize("key", ["nothing", "pkg_01kajh2v7pf0x8n4mz6c3d5rqe", "a/b"])
def test_what_is_no_key_of_a_provider_is_not_found(api: Api, package: Package, method: str, key: str) -> None:
    body: list[Any] = [{}] if method in ("put", "patch") else []

    getattr(api, method)(of(package, "providers", key), *body, status=404)


def test_an_unknown_provider_can_not_be_attached(api: Api, package: Package) -> None:
    key = "prv_01kajh2v7pf0x8n4mz6c3d5rqe"

    assert errors(api.post(of(package, "providers"), {"provider": key}, status=422)) == {
        ("", "unknown_provider")
    }
    assert errors(api.put(of(package, "providers", key), {}, status=422)) == {("", "unknown_provider")}


def test_a_provider_of_another_service_type_can_not_be_attached(api: Api, package: Package) -> None:
    other = ProviderFactory.create(service_type="live")

    problem = api.post(of(package, "providers"), {"provider": other.id}, status=422)

    assert errors(problem) == {("", "provider_service_type")}


def test_a_provider_that_is_off_can_not_become_the_default(api: Api, package: Package) -> None:
    off = ProviderFactory.create(active=False)

    problem = api.post(of(package, "providers"), {"provider": off.id, "default": True}, status=422)

    assert errors(problem) == {("/default", "provider_inactive")}


def test_a_body_names_the_provider_of_its_path_or_none(
    api: Api, package: Package, first: Provider, second: Provider
) -> None:
    problem = api.put(of(package, "providers", first.id), {"provider": second.id}, status=422)

    assert errors(problem) == {("/provider", "read_only")}


def test_a_detached_provider_is_gone_and_the_package_says_what_it_lacks(
    api: Api, package: Package, first: Provider
) -> None:
    api.delete(of(package, "providers", first.id))

    api.get(of(package, "providers", first.id), status=404)
    reasons = api.get(of(package, "availability"))["reasons"]
    assert "no_default_provider" in [reason["code"] for reason in reasons]


def test_a_write_that_ends_the_sale_says_so_once(api: Api, first: Provider) -> None:
    offered = sellable(providers=[first])

    ended = api.call("PATCH", of(offered, "providers", first.id), {"default": False})
    later = api.call("DELETE", of(offered, "providers", first.id), status=204)

    assert ended["Package-Not-Sellable"] == "no_default_provider"
    assert "Package-Not-Sellable" not in later
