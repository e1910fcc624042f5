"""What changed between two promises, as data and in plain words."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from catalog.differences import commercial, differences, movement, parsed
from config.differences import listed
from tests.catalog.promises import BASE, feature, promise, provider, texts

SAO_PAULO = provider("prv_1", "BBB São Paulo", default=True)
FRANKFURT = provider("prv_2", "BBB Frankfurt")


def features(*rows: dict[str, Any]) -> dict[str, Any]:
    return promise(features=list(rows))


@pytest.mark.parametrize(
    ("was", "now", "text"),
    [
        ({"price": Decimal("14.99")}, {"price": Decimal("17.9")}, "Price 14.99 → 17.90 BRL"),
        ({"price": None}, {"price": Decimal(5)}, "Price not decided → 5.00 BRL"),
        ({"price": Decimal(5)}, {"price": 0}, "Price 5.00 BRL → free"),
        ({"signup_fee": 0}, {"signup_fee": 10}, "Sign-up fee free → 10.00 BRL"),
        ({"status": "draft"}, {"status": "active"}, "Status draft → active"),
        ({"name": "Basic"}, {"name": "Standard"}, "Name Basic → Standard"),
        ({"tier": ""}, {"tier": "10"}, "Tier none → 10"),
        ({"hidden": False}, {"hidden": True}, "Hidden no → yes"),
        ({"description": "Old"}, {"description": "New"}, "Description changed"),
        ({"trial_period": 7}, {"trial_period": 14}, "Trial 7 → 14 days"),
        ({"trial_period": 0}, {"trial_period": 1}, "Trial none → 1 day"),
        ({"grace_interval": "day"}, {"grace_interval": "week"}, "Grace period unit day → week"),
        ({"periodicity": 1}, {"periodicity": 6}, "Term 1 month → 6 months"),
        ({"periodicity": 1}, {"periodicity": 0}, "Term 1 month → without end"),
        ({"oversell_enabled": False}, {"oversell_enabled": True}, "Overselling no → yes"),
    ],
)
def test_a_field_says_what_it_was_and_is(was: dict[str, Any], now: dict[str, Any], text: str) -> None:
    (found,) = differences(promise(**was), promise(**now))

    (name,) = was
    assert (found.path, found.before, found.after, found.text) == (f"/{name}", was[name], now[name], text)


@pytest.mark.parametrize(
    ("currency", "shown"), [("JPY", "1200 → 1300 JPY"), ("KWD", "1200.000 → 1300.000 KWD")]
)
def test_prices_have_the_decimals_of_their_currency(currency: str, shown: str) -> None:
    before, after = (promise(currency=currency, price=Decimal(price)) for price in (1200, 1300))

    assert texts(before, after) == [f"Price {shown}"]


def test_a_price_in_another_currency_names_both() -> None:
    after = promise(price=Decimal("3.5"), currency="USD", price_minor=350)

    assert texts(promise(), after) == ["Price 14.99 BRL → 3.50 USD", "Currency BRL → USD"]


def test_what_is_no_promise_does_not_count() -> None:
    after = promise(revision=9, updated_at="2027", stock_qty=7, availability={"sellable": True})

    assert texts(promise(stock_qty=3), after) == []


@pytest.mark.parametrize(
    ("was", "now", "text"), [(5, 4, "Stock 5 → 4"), (0, -1, "Stock 0 → -1"), (3, None, "Stock 3 → none")]
)
def test_a_movement_of_stock_is_told_aside(was: int, now: int | None, text: str) -> None:
    (found,) = movement(promise(stock_qty=was), promise(stock_qty=now))

    assert (found.path, found.before, found.after, found.text) == ("/stock_qty", was, now, text)
    assert movement(promise(stock_qty=was), promise(stock_qty=was)) == ()


def test_minor_units_are_told_only_when_the_price_stayed() -> None:
    assert texts(promise(), promise(price_minor=14990)) == ["Price minor 1499 → 14990"]


# --- Features ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("was", "now", "text"),
    [
        (feature("max_rooms", 10), feature("max_rooms", 20), "Max rooms 10 → 20"),
        (
            feature("max_duration", 60, field_suffix="minutes"),
            feature("max_duration", "unlimited", field_suffix="minutes"),
            "Max duration 60 → unlimited minutes",
        ),
        (
            feature("max_duration", 1, field_suffix="minutes"),
            feature("max_duration", 2, field_suffix="minutes"),
            "Max duration 1 minute → 2 minutes",
        ),
        (feature("max_rooms", 1), feature("max_rooms", "unlimited"), "Max rooms 1 → unlimited"),
    ],
)
def test_a_value_says_what_it_was_and_is(was: dict[str, Any], now: dict[str, Any], text: str) -> None:
    (found,) = differences(features(was), features(now))

    assert (found.path, found.text) == (f"/features/{was['code']}/value", text)
    assert (found.before, found.after) == (was["value"], now["value"])


def test_a_unit_that_changed_is_told_in_words() -> None:
    before = features(feature("seats", 5, field_suffix="user_id"))
    after = features(feature("seats", 5, field_suffix="gb"))

    assert "Seats unit users → GB" in texts(before, after)


def test_features_come_and_go() -> None:
    before = features(feature("recording"), feature("max_rooms", 5))
    after = features(feature("polls"), feature("storage", 7, field_suffix="gb"))

    assert texts(before, after) == [
        "Polls added",
        "Storage added: 7 GB",
        "Recording removed",
        "Max rooms removed",
    ]


def test_a_feature_that_came_is_told_with_its_row() -> None:
    (found,) = differences(features(), features(feature("polls")))

    assert (found.path, found.before, found.after) == ("/features/polls", None, feature("polls"))


def test_a_unit_price_is_told_with_the_decimals_that_it_needs() -> None:
    before = features(feature("sip_minutes", unit_price=Decimal("0.05")))
    after = features(feature("sip_minutes", unit_price=Decimal("0.0725")))

    assert texts(before, after) == ["Sip minutes unit price 0.05 → 0.0725 BRL"]
    assert texts(features(), before) == ["Sip minutes added: included, 0.05 BRL a unit"]


def test_what_the_matrix_says_of_a_feature_is_told() -> None:
    before, after = feature("rooms", 5), feature("rooms", 5, name="Room count", kind="allowance")

    assert texts(features(before), features(after)) == [
        "Feature name Rooms → Room count",
        "Room count kind limit → allowance",
    ]


def test_another_order_is_told_of_what_stayed_only() -> None:
    one, two, three = feature("one"), feature("two"), feature("three")

    assert texts(features(one, two), features(two, one)) == ["Features reordered"]
    assert texts(features(one, two), features(three, one, two)) == ["Three added"]


# --- Providers -----------------------------------------------------------------------------------


def test_another_default_provider_is_one_difference() -> None:
    before = promise(providers=[SAO_PAULO, FRANKFURT])
    after = promise(providers=[{**FRANKFURT, "default": True}, {**SAO_PAULO, "default": False}])

    (found,) = differences(before, after)

    assert found.text == "Default provider BBB São Paulo → BBB Frankfurt"
    assert (found.path, found.before, found.after) == ("/providers/default", "prv_1", "prv_2")


def test_providers_come_and_go() -> None:
    before, after = promise(providers=[SAO_PAULO]), promise(providers=[FRANKFURT])

    assert texts(before, after) == [
        "Provider BBB Frankfurt added",
        "Provider BBB São Paulo removed",
        "Default provider BBB São Paulo → none",
    ]


def test_how_a_provider_is_attached_is_told_by_what_changed() -> None:
    now = {
        **FRANKFURT,
        "active": False,
        "settings": {"region": "eu", "a/b": 2},
        "provider_name": "BBB Berlin",
    }

    found = differences(
        promise(providers=[{**FRANKFURT, "settings": {"region": "us", "old": 1}}]), promise(providers=[now])
    )

    assert [(one.path, one.text) for one in found] == [
        ("/providers/prv_2/provider_name", "Provider name BBB Frankfurt → BBB Berlin"),
        ("/providers/prv_2/active", "BBB Berlin in this package on → off"),
        ("/providers/prv_2/settings/region", "BBB Berlin setting region us → eu"),
        ("/providers/prv_2/settings/a~1b", "BBB Berlin setting a/b added: 2"),
        ("/providers/prv_2/settings/old", "BBB Berlin setting old removed"),
    ]


# --- Keys and values, notifications --------------------------------------------------------------


def pairs(**values: Any) -> list[dict[str, Any]]:
    return [{"key": key, "value": value} for key, value in values.items()]


def test_settings_and_metadata_are_told_by_key() -> None:
    before = promise(package_settings=pairs(theme="dark"), package_metadata=pairs(billing=123, old=None))
    after = promise(package_settings=pairs(theme="light"), package_metadata=pairs(billing=True, new=[1, 2]))

    assert texts(before, after) == [
        "Setting theme dark → light",
        "Metadata billing 123 → yes",
        "Metadata new added: [1,2]",
        "Metadata old removed",
    ]


@pytest.mark.parametrize(("was", "now"), [(1, True), (1, Decimal("1.0")), (0, False)])
def test_values_that_only_python_takes_for_the_same_differ(was: Any, now: Any) -> None:
    before, after = (promise(package_metadata=pairs(key=value)) for value in (was, now))

    assert [found.path for found in differences(before, after)] == ["/package_metadata/key"]


def test_another_order_of_pairs_is_told() -> None:
    before, after = (
        promise(package_settings=pairs(**order)) for order in ({"a": 1, "b": 2}, {"b": 2, "a": 1})
    )

    assert texts(before, after) == ["Package settings reordered"]


def test_a_long_value_is_cut_in_words_and_whole_in_data() -> None:
    (found,) = differences(promise(), promise(package_metadata=pairs(note="x" * 500)))

    assert len(found.text) < 150
    assert found.after == "x" * 500


def test_a_description_stands_whole_beside_the_one_before() -> None:
    (found,) = differences(promise(), promise(description="word " * 100))

    assert (found.was, found.now, found.text) == ("none", "word " * 100, "Description changed")


def test_notifications_are_told_by_event() -> None:
    entry = {"event": "trial_ending", "channels": ["email"], "days_before": 3}
    more = {**entry, "channels": ["email", "in_app"]}
    quota = {"event": "quota_threshold", "channels": ["sms"], "threshold_percent": 80}

    before, after = (promise(notification_preferences=value) for value in ([entry], [more, quota]))

    assert texts(before, after) == [
        "Notification trial ending email, 3 days before → email, in app, 3 days before",
        "Notification quota threshold added: sms, at 80%",
    ]


@pytest.mark.parametrize(
    "entry", [{"event": "party"}, {"channels": 3}, {"event": ["x"], "channels": ["email"]}]
)
def test_a_notification_that_was_written_past_the_rules_is_told_as_it_is(entry: dict[str, Any]) -> None:
    (found,) = differences(promise(), promise(notification_preferences=[entry]))

    assert (found.after, found.now) == (entry, json.dumps(entry, separators=(",", ":"), sort_keys=True))


# --- Commercial or wording, and as JSON -----------------------------------------------------------


@pytest.mark.parametrize(
    "values",
    [
        {"price": 1},
        {"signup_fee": 1},
        {"currency": "EUR"},
        {"trial_period": 1},
        {"grace_period": 1},
        {"periodicity": 2},
        {"overages_enabled": True},
        {"oversell_enabled": True},
        {"status": "active"},
        {"tier": "30"},
        {"features": [feature("polls")]},
        {"something_new": 1},
    ],
)
def test_what_is_sold_and_for_how_much_is_commercial(values: dict[str, Any]) -> None:
    assert commercial(differences(promise(), promise(**values)))


@pytest.mark.parametrize(
    "values",
    [
        {"name": "Other"},
        {"description": "Other"},
        {"short_description": "Other"},
        {"hidden": True},
        {"package_settings": pairs(theme="dark")},
        {"package_metadata": pairs(theme="dark")},
        {"notification_preferences": [{"event": "expired", "channels": ["email"]}]},
        {"providers": [FRANKFURT]},
        {},
    ],
)
def test_the_rest_is_wording(values: dict[str, Any]) -> None:
    assert not commercial(differences(promise(), promise(**values)))


def test_a_feature_by_another_name_is_wording_and_by_another_value_is_not() -> None:
    before = features(feature("rooms", 5))

    assert not commercial(differences(before, features(feature("rooms", 5, name="Halls"))))
    assert commercial(differences(before, features(feature("rooms", 6))))


def test_as_json_numbers_keep_their_digits() -> None:
    found = differences(
        parsed('{"price": 0.1, "currency": "EUR"}'), parsed('{"price": 14.10, "currency": "EUR"}')
    )

    assert listed(found) == (
        '[{"path":"/price","before":0.1,"after":14.10,"text":"Price 0.10 → 14.10 EUR"}]'.encode()
    )


def test_every_field_of_a_promise_is_told_when_it_changes() -> None:
    others = {name: f"{value}!" for name, value in BASE.items() if isinstance(value, str)}
    told = {found.path for found in differences(promise(), promise(**others))}

    assert told == {f"/{name}" for name in others} - {"/id", "/updated_at"}
    assert json.loads(listed(differences(promise(), promise(**others))))
