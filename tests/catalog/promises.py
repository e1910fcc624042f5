"""Documents of promises, as little of them as a test wants to write."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from catalog.differences import differences

BASE: dict[str, Any] = {
    "id": "pkg_1",
    "name": "Basic",
    "service_type": "meet",
    "status": "draft",
    "hidden": False,
    "retired": False,
    "description": "",
    "short_description": "",
    "has_stock": False,
    "overages_enabled": False,
    "oversell_enabled": False,
    "price": Decimal("14.99"),
    "signup_fee": 0,
    "currency": "BRL",
    "price_minor": 1499,
    "signup_fee_minor": 0,
    "currency_exponent": 2,
    "tier": "20",
    "trial_period": 7,
    "trial_interval": "day",
    "trial_mode": "outside",
    "grace_period": 0,
    "grace_interval": "day",
    "periodicity": 1,
    "periodicity_type": "month",
    "notification_preferences": [],
    "package_settings": [],
    "package_metadata": [],
    "providers": [],
    "features": [],
    "revision": 1,
    "updated_at": "2026-01-01T00:00:00.000Z",
}


def promise(**values: Any) -> dict[str, Any]:
    """A draft for web meetings at 14.99 BRL a month, with nothing in it."""
    return {**BASE, **values}


def feature(code: str, value: Any = True, **values: Any) -> dict[str, Any]:
    """A feature: a number is its limit, "unlimited" is none, and True is simply included."""
    counted = value is not True
    return {
        "code": code,
        "name": code.replace("_", " ").capitalize(),
        "kind": "limit" if counted else "switch",
        "value": True if value == "unlimited" else value,
        "limit": value if isinstance(value, int) and counted else None,
        "unlimited": value == "unlimited",
        "quota": counted,
        "consumable": False,
        "field_suffix": "",
        "unit_price": None,
        **values,
    }


def provider(key: str, name: str, **values: Any) -> dict[str, Any]:
    """A provider that is attached, and on."""
    return {
        "provider": key,
        "provider_name": name,
        "provider_type": "bbb",
        "service_type": "meet",
        "active": True,
        "provider_active": True,
        "default": False,
        "settings": {},
        "metadata": {},
        **values,
    }


def texts(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """What changed, in words."""
    return [difference.text for difference in differences(before, after)]
