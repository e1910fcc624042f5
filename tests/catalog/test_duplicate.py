"""Draft copies."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pytest_django import Settings
from uuid_utils.compat import uuid7

from catalog.actions.duplicate import duplicate_package
from catalog.actions.save import PackageGone
from catalog.changes import FeatureChange, ProviderChange
from catalog.models import Package
from features.models import Feature
from tests.catalog.writes import BY, document, numbers, update
from tests.factories.feature import FeatureFactory
from tests.factories.package import PackageFactory, sellable
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db

OWN = {"id", "uuid", "ulid", "name", "status", "retired", "stock_qty"} | {
    "revision",
    "created_at",
    "updated_at",
    "availability",
}


def copy_of(package: Package, **options: Any) -> dict[str, Any]:
    saved = duplicate_package(key=package.pk, by=BY, **options)
    return document(Package.objects.get(pk=saved.document.pk))


def test_a_copy_has_all_that_the_original_promises() -> None:
    FeatureFactory.create(code="rooms", allowance=True)
    first, second = ProviderFactory.create_batch(2)
    package = sellable(
        features={"rooms": 10},
        providers=[first, second],
        tier="20",
        package_metadata=[{"key": "a", "value": [1]}],
    )
    charged = {"rooms": FeatureChange(unit_price=Decimal("0.5"))}
    update(package, features=charged, providers={second.pk: ProviderChange(active=False, settings={"b": 1})})

    copied, original = copy_of(package), document(package)

    assert {k: v for k, v in copied.items() if k not in OWN} == {
        k: v for k, v in original.items() if k not in OWN
    }


def test_a_copy_is_a_draft_of_its_own_that_was_never_offered() -> None:
    package = sellable(name="Basic", retired=False)
    update(package, retired=True)

    copied = copy_of(package)

    assert (copied["status"], copied["retired"], copied["revision"]) == ("draft", False, 1)
    assert copied["name"] == "Basic (copy)"
    row = Package.objects.get(pk=copied["uuid"])
    assert (row.ever_active, numbers(row), numbers(package)) == (False, [1], [1, 2])


def test_a_copy_can_be_given_a_name() -> None:
    assert copy_of(PackageFactory.create(), name="Basic in dollars")["name"] == "Basic in dollars"


def test_the_copy_of_a_long_name_still_has_a_name() -> None:
    assert copy_of(PackageFactory.create(name="x" * 200))["name"] == f"{'x' * 193} (copy)"


def test_a_count_of_stock_is_not_copied() -> None:
    copied = copy_of(PackageFactory.create(has_stock=True, stock_qty=7))

    assert (copied["has_stock"], copied["stock_qty"]) == (True, 0)


@pytest.mark.parametrize("change", [{"deprecated": True}, {"since": "9.0"}, {"licenses": ["enterprise"]}])
def test_a_feature_that_nobody_can_be_given_is_left_out(change: dict[str, Any], settings: Settings) -> None:
    settings.PLATFORM_LICENSE = "community"
    FeatureFactory.create(code="kept")
    FeatureFactory.create(code="lost")
    package = PackageFactory.create(features={"kept": True, "lost": True})
    Feature.objects.filter(code="lost").update(**change)

    assert [feature["code"] for feature in copy_of(package)["features"]] == ["kept"]


def test_a_default_that_is_switched_off_is_attached_only() -> None:
    provider = ProviderFactory.create()
    package = PackageFactory.create(providers=[provider])
    type(provider).objects.update(active=False)

    assert [row["default"] for row in copy_of(package)["providers"]] == [False]


def test_there_is_no_copy_of_what_is_gone() -> None:
    with pytest.raises(PackageGone):
        duplicate_package(key=uuid7(), by=BY)
