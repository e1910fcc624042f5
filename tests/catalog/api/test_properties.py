"""Every property of a package, by its exact name and JSON type, sent and read back."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests.catalog.api.calls import PACKAGES, Api, of
from tests.factories.package import PackageFactory

pytestmark = pytest.mark.django_db

PROPERTIES = [
    ("name", "Reunião ☎ Pro", str),
    ("service_type", "audcast", str),
    ("status", "inactive", str),
    ("hidden", True, bool),
    ("retired", True, bool),
    ("description", "Two\nlines, “quotes” and 😀.", str),
    ("short_description", "Short.", str),
    ("has_stock", True, bool),
    ("stock_qty", 12, int),
    ("overages_enabled", True, bool),
    ("oversell_enabled", True, bool),
    ("price", Decimal("14.99"), Decimal),
    ("signup_fee", Decimal("0.5"), Decimal),
    ("currency", "BRL", str),
    ("tier", "20", str),
    ("trial_period", 7, int),
    ("trial_interval", "week", str),
    ("trial_mode", "inside", str),
    ("grace_period", 3, int),
    ("grace_interval", "month", str),
    ("periodicity", 6, int),
    ("periodicity_type", "year", str),
    (
        "notification_preferences",
        [{"event": "trial_ending", "channels": ["email", "sms"], "days_before": 3}],
        list,
    ),
    ("package_settings", [{"key": "theme", "value": "dark"}, {"key": "sizes", "value": [1, 2]}], list),
    ("package_metadata", [{"key": "external_billing_id", "value": 123}], list),
]
WHOLE = {
    "name": "A",
    "service_type": "meet",
    "currency": "EUR",
    "price": 1,
    "has_stock": True,
    "stock_qty": 1,
}


@pytest.mark.parametrize(("name", "value", "kind"), PROPERTIES, ids=[name for name, _, _ in PROPERTIES])
def test_a_property_that_is_sent_is_read_back(api: Api, name: str, value: Any, kind: type) -> None:
    body = {**WHOLE, name: float(value) if kind is Decimal else value}

    made = api.post(PACKAGES, body)
    shown = api.get(f"{PACKAGES}/{made['id']}")

    assert (shown[name], type(shown[name])) == (value, kind)
    assert made == shown


@pytest.mark.parametrize(("name", "value", "kind"), PROPERTIES, ids=[name for name, _, _ in PROPERTIES])
def test_a_property_that_is_changed_is_read_back(api: Api, name: str, value: Any, kind: type) -> None:
    package = PackageFactory.create(has_stock=True, stock_qty=1)

    api.patch(of(package), {name: float(value) if kind is Decimal else value})

    shown = api.get(of(package))[name]
    assert (shown, type(shown)) == (value, kind)


def test_a_package_has_every_property_in_this_order(api: Api) -> None:
    package = PackageFactory.create()

    shown = api.get(of(package))

    names = " ".join(name for name, _, _ in PROPERTIES)
    assert [name for name in shown if name in names.split() or name in ("id", "uuid", "ulid")] == [
        "id",
        "uuid",
        "ulid",
        *names.split(),
    ]


def test_a_package_is_known_by_one_key_in_three_spellings(api: Api) -> None:
    package = PackageFactory.create()

    shown = api.get(of(package))

    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", shown["uuid"])
    assert re.fullmatch(r"[0-7][0-9A-HJKMNP-TV-Z]{25}", shown["ulid"])
    assert shown["id"] == f"pkg_{shown['ulid'].lower()}"


@pytest.mark.parametrize("spelled", [str.lower, str.upper])
@pytest.mark.parametrize("name", ["id", "uuid", "ulid"])
def test_any_spelling_of_its_key_finds_a_package(api: Api, name: str, spelled: Any) -> None:
    package = PackageFactory.create()
    key = spelled(str(getattr(package, name)))

    assert api.get(f"{PACKAGES}/{key}")["id"] == package.id
    assert [row["id"] for row in api.get(f"{PACKAGES}?id={key}")["results"]] == [package.id]


@pytest.mark.parametrize(
    "key",
    [
        "pkg_",
        "prv_01kajh2v7pf0x8n4mz6c3d5rqe",
        "1",
        "pkg_01kajh2v7pf0x8n4mz6c3d5rq%E2%82%AC",
        "%00",
        "a" * 999,
    ],
)
def test_a_key_that_is_none_finds_nothing(api: Api, key: str) -> None:
    response = api.call("GET", f"{PACKAGES}/{key}", status=400 if key == "%00" else 404)

    assert response["Content-Type"] == "application/problem+json"


def test_an_amount_is_exact_to_its_last_digit(api: Api) -> None:
    made = api.post(PACKAGES, b'{"name":"A","service_type":"meet","currency":"CLF","price":12345678901.2345}')

    assert made["price"] == Decimal("12345678901.2345")
    assert made["price_minor"] == 123456789012345


@pytest.mark.parametrize(
    ("text", "shown"), [("14.90", "14.9"), ("1e1", "10"), ('"0.10"', "0.1"), ("0.0", "0")]
)
def test_an_amount_is_a_number_in_its_shortest_form(api: Api, text: str, shown: str) -> None:
    body = f'{{"name":"A","service_type":"meet","currency":"EUR","price":{text}}}'

    made = api.call("POST", PACKAGES, body.encode(), status=201)

    assert f'"price":{shown},'.encode() in made.content


def test_settings_may_be_sent_as_an_object(api: Api) -> None:
    made = api.post(PACKAGES, {**WHOLE, "package_settings": {"b": {"x": 1}, "a": None}})

    assert made["package_settings"] == [{"key": "b", "value": {"x": 1}}, {"key": "a", "value": None}]


def test_a_new_package_is_at_its_location(api: Api, client: Client) -> None:
    response = api.call("POST", PACKAGES, WHOLE, status=201)

    assert response["Location"] == f"http://testserver{PACKAGES}/{response.json()['id']}"
    assert response["ETag"] == api.etag(response["Location"].removeprefix("http://testserver"))


def test_what_is_not_sent_has_its_default(api: Api) -> None:
    made = api.post(PACKAGES, {"name": "A", "service_type": "meet"})

    defaults = {name: made[name] for name, _, _ in PROPERTIES if name not in ("name", "service_type")}
    assert defaults == {
        "status": "draft",
        "hidden": False,
        "retired": False,
        "description": "",
        "short_description": "",
        "has_stock": False,
        "stock_qty": None,
        "overages_enabled": False,
        "oversell_enabled": False,
        "price": None,
        "signup_fee": 0,
        "currency": "",
        "tier": "",
        "trial_period": 0,
        "trial_interval": "day",
        "trial_mode": "outside",
        "grace_period": 0,
        "grace_interval": "day",
        "periodicity": 1,
        "periodicity_type": "month",
        "notification_preferences": [],
        "package_settings": [],
        "package_metadata": [],
    }
