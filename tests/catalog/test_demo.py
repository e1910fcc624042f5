"""The demo catalog: realistic, complete, and the same however often it is loaded."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.management import call_command

from catalog.models import Package, PackageDocument, PackageFeature, PackageProvider, PackageRevision
from features.service_types import ServiceType
from providers.models import Provider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


@pytest.fixture
def demo(matrix: object) -> None:
    call_command("loaddata", "demo", verbosity=0)


def shown() -> list[dict[str, Any]]:
    return [json.loads(text) for text in PackageDocument.objects.values_list("text", flat=True)]


def everything() -> list[Any]:
    models = (Package, PackageFeature, PackageProvider, PackageDocument, PackageRevision, Provider)
    return [list(model._default_manager.order_by("pk").values()) for model in models]


def test_loading_it_twice_changes_nothing() -> None:
    before = everything()

    call_command("loaddata", "demo", verbosity=0)

    assert everything() == before


def test_it_breaks_no_rule() -> None:
    call_command("check_catalog", verbosity=0)


def test_it_covers_the_whole_offer() -> None:
    packages = shown()

    assert len(packages) >= 18
    assert {package["service_type"] for package in packages} == set(ServiceType.values)
    assert Provider.objects.count() >= 5
    assert {package["currency"] for package in packages} >= {"USD", "EUR", "BRL", "JPY"}


@pytest.mark.parametrize("service_type", ["meet", "live"])
def test_meetings_and_streams_have_a_ladder(service_type: str) -> None:
    names = " ".join(
        p["name"] for p in shown() if p["service_type"] == service_type and p["availability"]["listed"]
    )

    assert all(step in names for step in ("Basic", "Standard", "Premium"))


@pytest.mark.parametrize(
    ("what", "is_it"),
    [
        ("a free plan", lambda p: p["price"] == 0 and p["availability"]["sellable"]),
        ("a private offer", lambda p: p["hidden"] and p["availability"]["sellable"]),
        ("one out of stock", lambda p: [r["code"] for r in p["availability"]["reasons"]] == ["out_of_stock"]),
        ("a retired one that is renewed", lambda p: p["retired"] and p["availability"]["renewable"]),
        ("a trial", lambda p: p["trial_period"] > 0),
        ("grace", lambda p: p["grace_period"] > 0),
        (
            "a draft that is not ready",
            lambda p: p["status"] == "draft" and len(p["availability"]["reasons"]) > 1,
        ),
        ("a unit price", lambda p: any(f["unit_price"] for f in p["features"])),
        ("something unlimited", lambda p: any(f["unlimited"] for f in p["features"])),
        ("preferences", lambda p: p["notification_preferences"]),
    ],
)
def test_it_shows(what: str, is_it: Any) -> None:
    assert any(is_it(package) for package in shown()), what


def test_it_carries_no_secret() -> None:
    assert all(provider.secrets == {} for provider in Provider.objects.all())
