"""Every rule of packages with a package that breaks it, its one code and its one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from catalog import availability


@dataclass(frozen=True)
class Wrong:
    """A package that breaks one rule, and what every door says of it.

    Features by code have columns of their row, providers by name theirs. `constraint` is what raw SQL meets.
    `alone` says that one row can tell it by itself, so that `full_clean()` of a model does. `says` has the
    doors that refuse in words of their own: Django's of a field, or those of a form whose boxes can't
    hold the mistake. `never` has the doors through which the mistake can't be sent at all, and why.
    """

    name: str
    code: str
    sentence: str
    values: Mapping[str, Any] = field(default_factory=dict)
    features: Sequence[tuple[str, Mapping[str, Any]]] = ()
    providers: Sequence[tuple[str, Mapping[str, Any]]] = ()
    constraint: str = ""
    alone: bool = False
    says: Mapping[str, str] = field(default_factory=dict)
    never: Mapping[str, str] = field(default_factory=dict)
    key: UUID | None = None


AMOUNT = "Give 0 or more; an amount is never negative, and has at most 15 digits."
COUNT = "Use at least 0 and at most 9999."
INTERVAL = "Choose one of: day, week, month, year."
DJANGO_CHOICE = {"model": "invalid_choice"}


def feature(
    name: str,
    code: str,
    sentence: str,
    row: str,
    *,
    constraint: str,
    never: Mapping[str, str] | None = None,
    **columns: Any,
) -> Wrong:
    return Wrong(
        name,
        code,
        sentence,
        features=[(row, columns)],
        constraint=f"catalog_packagefeature_{constraint}",
        alone=True,
        never=never or {},
    )


RULES = [
    # --- features
    Wrong(
        "a package feature twice",
        "duplicate",
        "The package has this feature already; a feature stands in it once.",
        features=[("a_switch", {}), ("a_switch", {})],
        constraint="catalog_packagefeature_once",
        never={
            "admin": "a row of the form goes by its code, so the second is the first",
            "shell": "changes go by code as well",
        },
    ),
    feature(
        "a limit of 0",
        "not_positive",
        "Give a whole number from 1 to 9007199254740991, or unlimited.",
        "a_limit",
        constraint="limit_positive",
        limit_value=0,
    ),
    feature(
        "a forgotten limit",
        "value_required",
        "Give a limit, or say unlimited; empty never means unlimited.",
        "a_limit",
        constraint="value_given",
    ),
    feature(
        "a limit on a switch",
        "value_not_allowed",
        "This feature is included or not; it has no limit to set.",
        "a_switch",
        constraint="value_fits_kind",
        never={"admin": "a switch has a tick, and no box for a number"},
        limit_value=5,
    ),
    feature(
        "a limit and unlimited",
        "limit_and_unlimited",
        "Give a limit or say unlimited, not both.",
        "a_limit",
        constraint="limit_or_unlimited",
        never={"shell": "a change has one value"},
        limit_value=5,
        unlimited=True,
    ),
    feature(
        "a unit price of a switch",
        "unit_price_not_allowed",
        "Only an allowance or a usage has a price of a unit; this feature is not charged by use.",
        "a_switch",
        constraint="unit_price_fits_kind",
        unit_price=Decimal(1),
    ),
    feature(
        "a negative unit price",
        "out_of_range",
        AMOUNT,
        "a_usage",
        constraint="unit_price_range",
        unit_price=Decimal(-1),
    ),
    Wrong(
        "a feature of other service types",
        "feature_not_applicable",
        "Only live does not apply to Web Meeting; it applies to Live Streaming.",
        features=[("only_live", {})],
    ),
    Wrong(
        "an unknown feature",
        "unknown_feature",
        "The feature matrix has no nothing.",
        features=[("nothing", {})],
    ),
    # --- providers
    Wrong(
        "a second default",
        "two_defaults",
        "Only one provider of a package can be its default.",
        providers=[("good", {"default": True}), ("spare", {"default": True})],
        constraint="catalog_packageprovider_one_default",
        never={"admin": "which provider is the default is one choice over all of them"},
    ),
    Wrong(
        "a provider of another service type",
        "provider_service_type",
        "streams serves Live Streaming, the package is Web Meeting; the two must be the same.",
        providers=[("streams", {})],
        constraint="catalog_packageprovider_service_type_of_provider",
    ),
    Wrong(
        "a default that is not active",
        "default_not_active",
        "The default provider must be active in the package; choose another default first.",
        providers=[("good", {"default": True, "active": False})],
        constraint="catalog_packageprovider_default_is_active",
        alone=True,
    ),
    Wrong(
        "a default whose provider is switched off",
        "provider_inactive",
        "off is switched off; switch it on, or choose another default.",
        providers=[("off", {"default": True})],
    ),
    # --- what it is
    Wrong(
        "a blank name",
        "blank",
        "Give the package a name.",
        {"name": " \u2003"},
        constraint="catalog_package_name_not_blank",
        alone=True,
    ),
    Wrong(
        "a name too long",
        "too_long",
        "Use at most 200 characters.",
        {"name": "x" * 201},
        alone=True,
        says={"model": "max_length"},
    ),
    Wrong(
        "an unknown service type",
        "not_a_choice",
        "Choose one of: meet, live, video, webinar, webcast, simulcast, phone, audio, audcast.",
        {"service_type": "party"},
        constraint="catalog_package_service_type_known",
        alone=True,
        says=DJANGO_CHOICE,
    ),
    Wrong(
        "an unknown status",
        "not_a_choice",
        "Choose one of: draft, active, inactive.",
        {"status": "sold"},
        constraint="catalog_package_status_known",
        alone=True,
        says=DJANGO_CHOICE,
    ),
    Wrong(
        "an unknown trial mode",
        "not_a_choice",
        "Choose one of: outside, inside.",
        {"trial_mode": "beside"},
        constraint="catalog_package_trial_mode_known",
        alone=True,
        says=DJANGO_CHOICE,
    ),
    *(
        Wrong(
            f"an unknown {name}",
            "not_a_choice",
            INTERVAL,
            {name: "hour"},
            constraint=f"catalog_package_{name}_known",
            alone=True,
            says=DJANGO_CHOICE,
        )
        for name in ("trial_interval", "grace_interval", "periodicity_type")
    ),
    *(
        Wrong(
            f"a negative {name}",
            "out_of_range",
            COUNT,
            {name: -1},
            constraint=f"catalog_package_{name}_range",
            alone=True,
        )
        for name in ("trial_period", "grace_period", "periodicity")
    ),
    Wrong(
        "a key that is not a UUIDv7",
        "not_uuid7",
        "Use a UUID of version 7; leave it out and one is made.",
        constraint="catalog_package_uuid7",
        alone=True,
        key=uuid4(),
        says={"api": "read_only"},
        never={"admin": "the platform makes the key, the form has no box for it"},
    ),
    # --- price
    *(
        Wrong(
            f"a negative {name}",
            "out_of_range",
            AMOUNT,
            {name: Decimal("-0.01"), "currency": "EUR"},
            constraint=f"catalog_package_{name}_range",
            alone=True,
        )
        for name in ("price", "signup_fee")
    ),
    Wrong(
        "an unknown currency",
        "unknown_currency",
        "Give a currency of ISO 4217 in capitals, like EUR.",
        {"price": Decimal(1), "currency": "ZZZ"},
    ),
    Wrong(
        "a currency in small letters",
        "unknown_currency",
        "Give a currency of ISO 4217 in capitals, like EUR.",
        {"price": Decimal(1), "currency": "eur"},
        constraint="catalog_package_currency_form",
        alone=True,
    ),
    Wrong(
        "a price without a currency",
        "currency_required",
        "Say in which currency the price is.",
        {"price": Decimal(1)},
        constraint="catalog_package_price_has_currency",
        alone=True,
    ),
    Wrong(
        "too many decimals",
        "too_many_decimals",
        "JPY has no decimals; round the amount.",
        {"price": Decimal("0.5"), "currency": "JPY"},
    ),
    Wrong(
        "too many digits",
        "too_many_digits",
        "Use at most 15 digits.",
        {"price": Decimal("12345678901234.56"), "currency": "EUR"},
    ),
    # --- stock
    Wrong(
        "a stock flag without a quantity",
        "stock_qty_required",
        "Say how many are left, or turn stock off.",
        {"has_stock": True},
        constraint="catalog_package_stock_has_quantity",
        alone=True,
    ),
    Wrong(
        "stock below zero",
        "stock_below_zero",
        "Stock can't be below 0 unless it may be oversold.",
        {"has_stock": True, "stock_qty": -1},
        constraint="catalog_package_stock_not_below_zero",
        alone=True,
    ),
    # --- lists
    Wrong(
        "a notification event twice",
        "duplicate",
        "renewed is there already; list it once.",
        {"notification_preferences": [{"event": "renewed", "channels": ["sms"]}] * 2},
        alone=True,
        never={"admin": "the table has one row for each event"},
    ),
    Wrong(
        "an unknown channel",
        "not_a_choice",
        "Choose one of: email, sms, webhook, in_app.",
        {"notification_preferences": [{"event": "renewed", "channels": ["pigeon"]}]},
        alone=True,
        never={"admin": "the table has a tick for each channel"},
    ),
    Wrong(
        "a key twice",
        "duplicate",
        "This key is there already.",
        {"package_settings": [{"key": "theme", "value": 1}, {"key": "theme", "value": 2}]},
        alone=True,
    ),
    Wrong(
        "a value nested too deep",
        "too_deep",
        "Nest one level only: a list or an object of plain values.",
        {"package_metadata": [{"key": "theme", "value": {"a": [1]}}]},
        alone=True,
        never={"admin": "a row holds plain values, lists and objects of them, and nothing deeper"},
    ),
]

READY: dict[str, Any] = {
    "values": {"status": "active", "price": Decimal(1), "currency": "EUR"},
    "features": [("a_switch", {})],
    "providers": [("good", {"default": True})],
}


def unready(reason: str, **short: Any) -> Wrong:
    wanted = {**READY, **short, "values": {**READY["values"], **short.get("values", {})}}
    return Wrong(f"active: {reason}", reason, availability.SENTENCES[reason], **wanted)


ACTIVATION = [
    unready("retired", values={"retired": True}),
    unready("out_of_stock", values={"has_stock": True, "stock_qty": 0}),
    unready("no_default_provider", providers=[("good", {})]),
    unready("provider_inactive", providers=[("off", {"default": True})]),
    unready("no_features", features=[]),
    unready("no_price", values={"price": None}),
]


def values_of(wrong: Wrong) -> dict[str, Any]:
    return {"name": "Basic", "service_type": "meet", **wrong.values}
