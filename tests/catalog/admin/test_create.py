"""A package made by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from catalog.models import Package, PackageRevision
from features.models import Feature
from tests.catalog.admin.typed import ADD, page, save, texts
from tests.factories.provider import ProviderFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]

MINIMUM = {"name": "Basic", "service_type": "meet"}


def made() -> Package:
    return Package.objects.select_related("document").get()


def test_makes_a_package_of_every_field(operator: Client) -> None:
    save(
        operator,
        ADD,
        **MINIMUM,
        tier="10",
        short_description="For teams.",
        description="Line one\r\nLine two",
        hidden="on",
        price="14.99",
        currency="EUR",
        signup_fee="5",
        periodicity="6",
        periodicity_type="month",
        overages_enabled="on",
        trial_period="14",
        trial_interval="day",
        trial_mode="inside",
        grace_period="1",
        grace_interval="week",
        has_stock="on",
        oversell_enabled="on",
        stock_qty="50",
    )

    package = made()
    assert (package.name, package.service_type, package.tier, package.hidden) == ("Basic", "meet", "10", True)
    assert (package.price, package.currency, package.signup_fee) == (Decimal("14.99"), "EUR", Decimal(5))
    assert (package.periodicity, package.periodicity_type, package.overages_enabled) == (6, "month", True)
    assert (package.trial_period, package.trial_interval, package.trial_mode) == (14, "day", "inside")
    assert (package.grace_period, package.grace_interval) == (1, "week")
    assert (package.has_stock, package.oversell_enabled, package.stock_qty) == (True, True, 50)
    assert (package.short_description, package.description) == ("For teams.", "Line one\nLine two")


def test_an_empty_form_makes_a_draft_that_says_what_is_missing(operator: Client) -> None:
    response = save(operator, ADD, **MINIMUM)

    assert made().status == "draft"
    content = response.content.decode()
    assert "The price is not decided; set one (0 is free)." in content
    assert "No provider is the default; attach one and make it the default." in content
    assert 'href="#section-features"' in content


def test_gives_features_of_every_kind(operator: Client) -> None:
    save(
        operator,
        ADD,
        **MINIMUM,
        feature=["max_participants", "max_rooms", "polls", "participant_minutes"],
        **{
            "feature-max_participants-value": "25",
            "feature-max_rooms-unlimited": "on",
            "feature-max_rooms-unit_price": "0.5",
            "feature-polls-included": "on",
            "feature-participant_minutes-included": "on",
            "feature-participant_minutes-unit_price": "0.004",
        },
    )

    rows = {row.feature_id: (row.value, row.unlimited, row.unit_price) for row in made().features.all()}
    assert rows == {
        "max_participants": (25, False, None),
        "max_rooms": (True, True, Decimal("0.5")),
        "polls": (True, False, None),
        "participant_minutes": (True, False, Decimal("0.004")),
    }


def test_an_unticked_switch_is_left_out(operator: Client) -> None:
    save(operator, ADD, **MINIMUM, feature=["polls"])

    assert not made().features.exists()


def test_attaches_a_provider_as_the_default(operator: Client) -> None:
    provider = ProviderFactory.create()

    save(
        operator,
        ADD,
        **MINIMUM,
        provider=[str(provider.pk)],
        default_provider=str(provider.pk),
        **{
            f"provider-{provider.pk}-active": "on",
            f"provider-{provider.pk}-settings-rows": "1",
            f"provider-{provider.pk}-settings-0-key": "pool",
            f"provider-{provider.pk}-settings-0-kind": "text",
            f"provider-{provider.pk}-settings-0-text": "large",
            f"provider-{provider.pk}-metadata-rows": "0",
        },
    )

    row = made().providers.get()
    assert (row.provider_id, row.default, row.active) == (provider.pk, True, True)
    assert (row.settings, row.metadata) == ({"pool": "large"}, {})


def test_keeps_notifications_and_metadata_that_were_typed_into_rows(operator: Client) -> None:
    save(
        operator,
        ADD,
        **MINIMUM,
        **{
            "notify-trial_ending-email": "on",
            "notify-trial_ending-in_app": "on",
            "notify-trial_ending-days_before": "3",
            "notify-quota_threshold-webhook": "on",
            "notify-quota_threshold-threshold_percent": "80",
            "package_metadata-0-key": "sku",
            "package_metadata-0-kind": "text",
            "package_metadata-0-text": "A-1",
        },
    )

    assert made().notification_preferences == [
        {"event": "trial_ending", "channels": ["email", "in_app"], "days_before": 3},
        {"event": "quota_threshold", "channels": ["webhook"], "threshold_percent": 80},
    ]
    assert made().package_metadata == [{"key": "sku", "value": "A-1"}]


def test_the_first_revision_names_the_operator_and_the_reason(operator: Client) -> None:
    save(operator, ADD, **MINIMUM, reason="New price list")

    revision = PackageRevision.objects.get()
    assert (revision.number, revision.actor_kind, revision.actor_name) == (1, "operator", "admin")
    assert revision.reason == "New price list"


def test_says_what_was_made_and_logs_it(operator: Client) -> None:
    response = save(operator, ADD, **MINIMUM)

    assert "created as revision 1." in texts(response)
    assert LogEntry.objects.get().is_addition()


def test_offers_every_feature_of_the_platform_but_deprecated_ones(operator: Client) -> None:
    Feature.objects.filter(code="polls").update(deprecated=True)

    content = page(operator, ADD)

    assert '<option value="max_rooms"' in content
    assert '<option value="polls"' not in content


@pytest.mark.parametrize(("typed", "price"), [("9,90", "9.90"), ("9,9", "9.90"), ("1200.5", "1200.50")])
def test_cents_may_stand_behind_a_comma(operator: Client, typed: str, price: str) -> None:
    save(operator, ADD, **MINIMUM, price=typed, currency="EUR")

    assert Package.objects.get().price == Decimal(price)


def test_a_comma_that_may_mean_thousands_is_refused(operator: Client) -> None:
    response = save(operator, ADD, **MINIMUM, price="1,200", currency="EUR")

    assert "Enter a number, like 1200 or 9.90." in response.content.decode()
