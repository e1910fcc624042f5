"""An earlier promise is made again, or it is said what stands in the way."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from catalog.actions.delete import delete_package
from catalog.actions.restore import restore_package
from catalog.actions.save import Expected, PackageGone, Saved, StaleWrite
from catalog.actions.stock import change_stock
from catalog.changes import FeatureChange, ProviderChange
from catalog.history import RevisionUnknown
from catalog.models import Package
from config.rules import RuleViolation
from features.models import Feature
from providers import actions as providers
from providers.changes import ProviderChanges
from tests.catalog.writes import BY, document, numbers, revisions, told, update
from tests.factories.package import PackageFactory, sellable
from tests.factories.provider import ProviderFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]

# What differs between two revisions of the same promise.
MOVING = {"revision", "updated_at"}


def restore(package: Package, number: int, **options: Any) -> Saved:
    return restore_package(key=package.pk, number=number, by=BY, **options)


def refused(package: Package, number: int) -> list[tuple[str, str]]:
    before = document(package)
    with pytest.raises(RuleViolation) as caught:
        restore(package, number)
    assert document(package) == before
    return told(caught.value)


def promised(package: Package, number: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(revisions(package)[number - 1].text)
    return {name: value for name, value in found.items() if name not in MOVING}


def full() -> Package:
    """A package with something in every field that a revision can bring back."""
    return sellable(
        name="Full",
        providers=ProviderFactory.create_batch(2),
        features={"max_rooms": 10, "polls": True, "max_duration": True, "max_participants": 5},
        tier="20",
        signup_fee=Decimal("2.5"),
        trial_period=7,
        grace_period=3,
        grace_interval="week",
        overages_enabled=True,
        notification_preferences=[{"event": "trial_ending", "channels": ["email"], "days_before": 3}],
        package_settings=[{"key": "ratio", "value": 1.5}, {"key": "deep", "value": {"b": 1, "a": None}}],
        package_metadata=[{"key": "billing", "value": 123}],
    )


def test_everything_that_was_promised_is_promised_again() -> None:
    package = full()
    first, second = (row.provider_id for row in package.providers.order_by("-default"))
    update(package, features={"max_rooms": FeatureChange(10, Decimal("0.025"))})
    update(package, providers={first: ProviderChange(settings={"region": "eu", "weight": 0.5})})
    blank = {
        "overages_enabled": False,
        "notification_preferences": [],
        "package_settings": [],
        "trial_period": 0,
    }
    update(
        package,
        **blank,
        name="Other",
        price=Decimal(99),
        retired=True,
        features={"max_rooms": None, "polls": None, "recording": True},
        providers={first: None, second: ProviderChange(default=True, metadata={"note": 1})},
    )

    restore(package, 3)

    assert promised(package, 5) == promised(package, 3)
    assert promised(package, 4) != promised(package, 3)


def test_it_is_a_new_revision_that_says_so() -> None:
    package = PackageFactory.create(tier="10")
    update(package, tier="20")

    restore(package, 1, reason="A slip.")

    last = revisions(package)[-1]
    assert (last.number, last.actor_name, last.reason) == (3, "olivia", "Restored from revision 1. A slip.")
    assert json.loads(last.changes)[0]["text"] == "Tier 20 → 10"


def test_restoring_what_is_promised_now_changes_nothing() -> None:
    package = full()
    update(package, tier="30")

    saved = restore(package, 2)

    assert not saved.changed
    assert numbers(package) == [1, 2]


def test_a_count_of_stock_is_never_brought_back() -> None:
    package = PackageFactory.create(has_stock=True, stock_qty=7, tier="10")
    update(package, tier="20")
    change_stock(key=package.pk, change=-3, by=BY)

    restore(package, 1)

    assert (document(package)["tier"], document(package)["stock_qty"]) == ("10", 4)


def test_stock_that_nobody_counts_any_more_stands_in_the_way() -> None:
    package = PackageFactory.create(has_stock=True, stock_qty=7)
    update(package, has_stock=False, stock_qty=None)

    assert refused(package, 1) == [("/stock_qty", "stock_qty_required")]


# --- Where the world has moved on ------------------------------------------------------------------


def test_a_provider_that_is_gone_stands_in_the_way() -> None:
    provider = ProviderFactory.create(provider_name="BBB São Paulo")
    package = PackageFactory.create(providers=[provider])
    update(package, providers={provider.pk: None})
    providers.delete(key=provider.pk, by=BY)

    with pytest.raises(RuleViolation, match="The provider BBB São Paulo is not there any more"):
        restore(package, 1)

    assert refused(package, 1) == [(f"/providers/{provider.id}", "unknown_provider")]


def test_a_provider_that_serves_something_else_stands_in_the_way() -> None:
    provider = ProviderFactory.create(provider_type="wowza", service_type="live")
    package = PackageFactory.create(service_type="live", providers=[provider])
    update(package, providers={provider.pk: None})
    providers.update(key=provider.pk, changes=ProviderChanges(service_type="video"), by=BY)

    assert refused(package, 1) == [(f"/providers/{provider.id}", "provider_service_type")]


def test_a_default_provider_that_is_off_stands_in_the_way() -> None:
    provider = ProviderFactory.create()
    package = PackageFactory.create(providers=[provider])
    update(package, providers={provider.pk: None})
    providers.deactivate(key=provider.pk, by=BY)

    assert refused(package, 1) == [(f"/providers/{provider.id}/default", "provider_inactive")]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"deprecated": True}, "feature_deprecated"),
        ({"since": "9.0"}, "feature_not_in_version"),
        ({"consumable": False}, "feature_kind_changed"),
        ({"field_suffix": "halls"}, "feature_meaning_changed"),
    ],
)
def test_a_feature_that_is_not_what_it_was_stands_in_the_way(fields: dict[str, Any], code: str) -> None:
    package = PackageFactory.create(features={"max_rooms": 10})
    update(package, features={"max_rooms": None})
    Feature.objects.filter(pk="max_rooms").update(**fields)

    assert refused(package, 1) == [("/features/max_rooms", code)]


def test_a_deprecated_feature_that_the_package_kept_is_no_obstacle() -> None:
    package = PackageFactory.create(features={"max_rooms": 10})
    update(package, features={"max_rooms": 20})
    Feature.objects.filter(pk="max_rooms").update(deprecated=True)

    restore(package, 1)

    assert document(package)["features"][0]["value"] == 10


def test_everything_that_stands_in_the_way_is_told_at_once() -> None:
    provider = ProviderFactory.create()
    package = sellable(features={"max_rooms": 10, "polls": True}, providers=[provider])
    update(package, status="inactive", features={"max_rooms": None, "polls": None, "recording": True})
    update(package, providers={provider.pk: None})
    providers.delete(key=provider.pk, by=BY)
    Feature.objects.filter(pk="max_rooms").update(consumable=False)
    Feature.objects.filter(pk="polls").update(deprecated=True)

    assert set(refused(package, 1)) >= {
        (f"/providers/{provider.id}", "unknown_provider"),
        ("/features/max_rooms", "feature_kind_changed"),
        ("/features/polls", "feature_deprecated"),
    }


def test_becoming_active_again_needs_what_activation_needs() -> None:
    package = sellable(has_stock=True, stock_qty=1)
    update(package, status="inactive", stock_qty=0)

    assert refused(package, 1) == [("/stock_qty", "out_of_stock")]


# --- Which, and whether it is still what was seen -----------------------------------------------------


def test_an_unknown_revision_and_a_deleted_package_are_told_apart() -> None:
    package = PackageFactory.create()

    with pytest.raises(RevisionUnknown):
        restore(package, 2)

    delete_package(key=package.pk, by=BY)
    with pytest.raises(PackageGone):
        restore(package, 1)


def test_what_somebody_else_changed_meanwhile_is_not_overwritten() -> None:
    package = PackageFactory.create(tier="10")
    update(package, tier="20")
    update(package, tier="30")

    with pytest.raises(StaleWrite):
        restore(package, 1, expected=Expected(revision=2))

    assert document(package)["tier"] == "30"
