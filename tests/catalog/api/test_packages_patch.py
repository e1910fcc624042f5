"""PATCH /packages/{id}: what isn't sent stays."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from catalog.actions.stock import change_stock
from features.models import Feature
from tests.catalog.api.calls import Api, errors, of, stored
from tests.factories.package import BY, PackageFactory, sellable
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db


def test_what_is_not_sent_stays(api: Api, matrix: dict[str, Feature]) -> None:
    package = PackageFactory.create(
        tier="10", features={"max_rooms": 10}, package_settings=[{"key": "a", "value": 1}]
    )
    before = api.get(of(package))

    after = api.patch(of(package), {"name": "New"})

    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"name", "revision", "updated_at"}


def test_a_change_is_one_revision_and_no_change_is_none(api: Api, matrix: dict[str, Feature]) -> None:
    package = PackageFactory.create()

    changed = api.patch(
        of(package), {"name": "New", "features": {"max_rooms": {"value": 5}, "polls": {"value": True}}}
    )
    again = api.patch(of(package), {"name": "New"})

    assert (changed["revision"], again["revision"]) == (2, 2)
    assert again == changed


def test_a_list_replaces_the_set(api: Api, matrix: dict[str, Feature]) -> None:
    package = PackageFactory.create(features={"max_rooms": 10, "polls": True})

    shown = api.patch(of(package), {"features": [{"code": "max_participants", "value": 100}]})

    assert [feature["code"] for feature in shown["features"]] == ["max_participants"]


def test_an_object_changes_features_by_code_and_null_removes(api: Api, matrix: dict[str, Feature]) -> None:
    package = PackageFactory.create(features={"max_rooms": 10, "polls": True, "recording": True})

    shown = api.patch(
        of(package), {"features": {"max_rooms": {"value": 20}, "polls": None, "public_chat": {"value": True}}}
    )

    assert {f["code"]: f["value"] for f in shown["features"]} == {
        "max_rooms": 20,
        "public_chat": True,
        "recording": True,
    }


def test_a_feature_changed_by_code_keeps_its_unit_price(api: Api, matrix: dict[str, Feature]) -> None:
    package = PackageFactory.create(features={"dial_in_minutes": 10})
    api.patch(of(package), {"features": {"dial_in_minutes": {"unit_price": "0.000000000001"}}})

    shown = api.patch(of(package), {"features": {"dial_in_minutes": {"value": 20}}})

    assert (shown["features"][0]["value"], shown["features"][0]["unit_price"]) == (20, Decimal("1E-12"))


def test_a_list_of_features_gives_each_a_whole_new_say(api: Api, matrix: dict[str, Feature]) -> None:
    package = PackageFactory.create(features={"dial_in_minutes": 10})
    api.patch(of(package), {"features": {"dial_in_minutes": {"unit_price": 1}}})

    shown = api.patch(of(package), {"features": [{"code": "dial_in_minutes", "limit": 10}]})

    assert (shown["features"][0]["value"], shown["features"][0]["unit_price"]) == (10, None)


@pytest.mark.parametrize("name", ["package_settings", "package_metadata"])
def test_an_object_changes_settings_by_key_and_null_removes(api: Api, name: str) -> None:
    package = PackageFactory.create(
        **{name: [{"key": "a", "value": 1}, {"key": "b", "value": 2}, {"key": "c", "value": 3}]}
    )

    shown = api.patch(of(package), {name: {"b": None, "a": 9, "d": [1]}})

    assert shown[name] == [{"key": "a", "value": 9}, {"key": "c", "value": 3}, {"key": "d", "value": [1]}]


def test_a_list_of_settings_replaces_them(api: Api) -> None:
    package = PackageFactory.create(package_settings=[{"key": "a", "value": 1}])

    shown = api.patch(of(package), {"package_settings": [{"key": "b", "value": None}]})

    assert shown["package_settings"] == [{"key": "b", "value": None}]


def test_an_object_changes_providers_by_any_spelling_of_their_keys(api: Api) -> None:
    first, second, third = ProviderFactory.create_batch(3)
    package = PackageFactory.create(providers=[first, second])

    shown = api.patch(
        of(package),
        {
            "providers": {
                first.id: None,
                str(second.uuid): {"default": True, "settings": {"region": "eu"}},
                third.ulid: {"active": False},
            }
        },
    )

    assert [(p["provider"], p["active"], p["default"], p["settings"]) for p in shown["providers"]] == [
        (second.id, True, True, {"region": "eu"}),
        (third.id, False, False, {}),
    ]


def test_provider_settings_change_by_key_in_an_object_and_as_a_whole_in_a_list(api: Api) -> None:
    provider = ProviderFactory.create()
    package = PackageFactory.create(providers=[provider])
    api.patch(of(package), {"providers": {provider.id: {"settings": {"a": 1, "b": 2}}}})

    by_key = api.patch(of(package), {"providers": {provider.id: {"settings": {"a": None, "c": 3}}}})
    as_a_list = api.patch(of(package), {"providers": [{"provider": provider.id, "settings": {"d": 4}}]})

    assert by_key["providers"][0]["settings"] == {"b": 2, "c": 3}
    assert as_a_list["providers"][0]["settings"] == {"d": 4}


def test_activation_tells_each_reason_in_the_way(api: Api) -> None:
    package = PackageFactory.create(price=None, has_stock=True, stock_qty=0)

    problem = api.patch(of(package), {"status": "active"}, status=422)

    assert errors(problem) == {
        ("/stock_qty", "out_of_stock"),
        ("/providers", "no_default_provider"),
        ("/features", "no_features"),
        ("/price", "no_price"),
    }


def test_an_active_package_that_falls_short_stays_active_and_says_so(
    api: Api, matrix: dict[str, Feature]
) -> None:
    package = sellable()

    shown = api.patch(of(package), {"features": []})

    assert shown["status"] == "active"
    assert [reason["code"] for reason in shown["availability"]["reasons"]] == ["no_features"]


def test_a_read_only_field_may_be_sent_as_it_is(api: Api) -> None:
    package = PackageFactory.create(providers=[ProviderFactory.create()])
    body = api.get(of(package))

    shown = api.patch(of(package), {**body, "price": 5, "signup_fee": 0, "name": "New"})

    assert (shown["name"], shown["price"]) == ("New", 5)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", "pkg_01kajh2v7pf0x8n4mz6c3d5rqe"),
        ("uuid", None),
        ("ulid", 1),
        ("price_minor", 5),
        ("signup_fee_minor", False),
        ("currency_exponent", 3),
        ("availability", {}),
        ("revision", 7),
        ("created_at", "2026-01-01T00:00:00Z"),
        ("updated_at", "2026-01-01T00:00:00Z"),
    ],
)
def test_a_read_only_field_is_not_written(api: Api, name: str, value: Any) -> None:
    package = PackageFactory.create()
    before = stored()

    problem = api.patch(of(package), {name: value, "name": "New"}, status=422)

    assert errors(problem) == {(f"/{name}", "read_only")}
    assert stored() == before


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"nmae": "A"}, ("/nmae", "unknown_field")),
        ({"a/b~c": 1}, ("/a~1b~0c", "unknown_field")),
        ({"name": None}, ("/name", "null_not_allowed")),
        ({"name": " \t"}, ("/name", "blank")),
        ({"name": 5}, ("/name", "wrong_type")),
        ({"name": "x" * 201}, ("/name", "too_long")),
        ({"hidden": 1}, ("/hidden", "wrong_type")),
        ({"hidden": "true"}, ("/hidden", "wrong_type")),
        ({"stock_qty": 1.5}, ("/stock_qty", "wrong_type")),
        ({"stock_qty": True}, ("/stock_qty", "wrong_type")),
        ({"service_type": "fax"}, ("/service_type", "not_a_choice")),
        ({"status": "Active"}, ("/status", "not_a_choice")),
        ({"price": -0.01}, ("/price", "out_of_range")),
        ({"price": True}, ("/price", "wrong_type")),
        ({"price": "١٤"}, ("/price", "invalid")),
        ({"price": "1e2"}, ("/price", "invalid")),
        ({"price": 0.001}, ("/price", "too_many_decimals")),
        ({"price": 123456789012345.5}, ("/price", "too_many_digits")),
        ({"price": 1, "currency": "JPY", "signup_fee": 0.5}, ("/signup_fee", "too_many_decimals")),
        ({"currency": ""}, ("/currency", "currency_required")),
        ({"currency": "eur"}, ("/currency", "unknown_currency")),
        ({"currency": "XXX"}, ("/currency", "unknown_currency")),
        ({"trial_period": -1}, ("/trial_period", "out_of_range")),
        ({"periodicity": 10**30}, ("/periodicity", "out_of_range")),
        ({"has_stock": True}, ("/stock_qty", "stock_qty_required")),
        ({"has_stock": True, "stock_qty": -1}, ("/stock_qty", "stock_below_zero")),
        ({"features": 5}, ("/features", "wrong_type")),
        ({"features": [5]}, ("/features/0", "wrong_type")),
        ({"features": [{"value": 5}]}, ("/features/0/code", "required")),
        (
            {"features": [{"code": "polls", "value": True}, {"code": "fax", "value": 5}]},
            ("/features/1", "unknown_feature"),
        ),
        ({"features": {"a/b": {"value": 5}}}, ("/features/a~1b", "unknown_feature")),
        (
            {"features": {"polls": {"code": "recording", "value": True}}},
            ("/features/polls/code", "read_only"),
        ),
        (
            {"features": [{"code": "polls", "value": True}, {"code": "polls", "value": True}]},
            ("/features/1/code", "duplicate"),
        ),
        ({"features": [{"code": "polls", "value": True, "name": "P"}]}, ("/features/0/name", "read_only")),
        ({"features": [{"code": "max_rooms", "value": 0}]}, ("/features/0/value", "not_positive")),
        ({"providers": {"5": {}}}, ("/providers/5", "invalid")),
        (
            {"providers": [{"provider": "prv_01kajh2v7pf0x8n4mz6c3d5rqe"}]},
            ("/providers/0", "unknown_provider"),
        ),
        ({"providers": [{"settings": {}}]}, ("/providers/0/provider", "required")),
        ({"package_settings": {"b": [[1]]}}, ("/package_settings/b/0", "too_deep")),
        ({"package_settings": {"a/b": {"c": [1]}}}, ("/package_settings/a~1b/c", "too_deep")),
        ({"package_settings": {"": 1}}, ("/package_settings/", "blank")),
        ({"package_settings": [{"key": "b", "value": [[1]]}]}, ("/package_settings/0/value/0", "too_deep")),
        ({"package_settings": [{"key": "b"}]}, ("/package_settings/0/value", "required")),
        (
            {"package_settings": [{"key": "b", "value": 1, "x": 1}]},
            ("/package_settings/0/x", "unknown_field"),
        ),
        ({"package_metadata": "a"}, ("/package_metadata", "wrong_type")),
        ({"notification_preferences": {}}, ("/notification_preferences", "wrong_type")),
        (
            {"notification_preferences": [{"event": "x", "channels": ["sms"]}]},
            ("/notification_preferences/0/event", "not_a_choice"),
        ),
        (
            {"notification_preferences": [{"event": "renewed", "channels": ["fax"]}]},
            ("/notification_preferences/0/channels/0", "not_a_choice"),
        ),
    ],
    ids=str,
)
def test_what_is_wrong_is_told_where_it_was_sent(
    api: Api, matrix: dict[str, Feature], sent: dict[str, Any], wrong: tuple[str, str]
) -> None:
    package = PackageFactory.create(package_settings=[{"key": "z", "value": 1}])
    before = stored()

    problem = api.patch(of(package), sent, status=422)

    assert errors(problem) == {wrong}
    assert stored() == before


def test_everything_that_is_wrong_is_told_at_once(api: Api, matrix: dict[str, Feature]) -> None:
    package = PackageFactory.create()

    problem = api.patch(
        of(package),
        {
            "name": "",
            "hidden": "yes",
            "price": -1,
            "colour": "red",
            "features": [{"code": "max_rooms", "value": "ten"}, {"code": "polls", "value": 1}],
            "package_metadata": {"a": [{}]},
        },
        status=422,
    )

    assert errors(problem) == {
        ("/name", "blank"),
        ("/hidden", "wrong_type"),
        ("/price", "out_of_range"),
        ("/colour", "unknown_field"),
        ("/features/0/value", "wrong_type"),
        ("/features/1/value", "value_not_allowed"),
        ("/package_metadata/a/0", "too_deep"),
    }


def test_an_amount_without_a_currency_keeps_every_digit(api: Api) -> None:
    package = PackageFactory.create(price=None, currency="")

    problem = api.patch(of(package), {"signup_fee": 0.00001}, status=422)

    assert errors(problem) == {("/signup_fee", "too_many_decimals")}


def test_a_change_of_wording_leaves_the_count_of_stock_alone(api: Api) -> None:
    package = PackageFactory.create(has_stock=True, stock_qty=5)
    change_stock(key=package.pk, change=-2, by=BY)

    assert api.patch(of(package), {"name": "New"})["stock_qty"] == 3
