"""A package changed by hand: what was typed is stored, and nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from catalog.models import Package, PackageRevision
from tests.catalog.admin.typed import LIST, change_url, page, save, texts
from tests.factories.package import PackageFactory, sellable
from tests.factories.provider import ProviderFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]

RICH = {
    "description": "Two\nlines",
    "tier": "10",
    "price": Decimal("1234.50"),
    "currency": "USD",
    "signup_fee": Decimal("0.10"),
    "package_metadata": [{"key": "b", "value": 1}, {"key": "a", "value": [1, "x"]}],
    "package_settings": [{"key": "deep", "value": {"k": True}}],
    "notification_preferences": [
        {"event": "stock_low", "channels": ["webhook", "email"]},
        {"event": "trial_ending", "channels": ["sms"], "days_before": 0},
    ],
    "features": {"max_rooms": 10, "max_participants": True, "polls": True},
}


def test_saving_a_page_as_it_stands_changes_nothing(operator: Client) -> None:
    package = sellable(**RICH, has_stock=True, stock_qty=5)
    before = package.document.etag

    response = save(operator, change_url(package))

    package = Package.objects.select_related("document").get()
    assert package.document.etag == before
    assert PackageRevision.objects.count() == 1
    assert "nothing was changed." in texts(response)
    assert not LogEntry.objects.exists()


def test_one_save_of_many_things_is_one_revision(operator: Client) -> None:
    package = sellable(**RICH)

    response = save(
        operator,
        change_url(package),
        name="Renamed",
        price="20",
        feature=["max_rooms", "max_participants", "polls", "breakout_rooms"],
        **{
            "feature-max_rooms-value": "20",
            "feature-polls-remove": "on",
            "feature-breakout_rooms-included": "on",
        },
    )

    package = Package.objects.get()
    values = {row.feature_id: row.value for row in package.features.all()}
    assert (package.name, package.price, package.revision) == ("Renamed", Decimal(20), 2)
    assert values == {"max_rooms": 20, "max_participants": True, "breakout_rooms": True}
    assert "saved; it is at revision 2 now." in texts(response)


def test_the_history_says_what_was_changed(operator: Client) -> None:
    package = sellable(**RICH)

    save(operator, change_url(package), price="20", **{"feature-max_rooms-value": "20"})

    assert str(LogEntry.objects.get()).endswith("Changed Price. Changed value for feature “Max rooms”.")


def test_another_default_takes_over_in_one_step(operator: Client) -> None:
    first, second = ProviderFactory.create_batch(2)
    package = sellable(providers=[first, second])

    save(operator, change_url(package), default_provider=str(second.pk))

    assert package.providers.get(default=True).provider_id == second.pk
    assert Package.objects.get().revision == 2


def test_a_provider_is_detached_by_its_tick(operator: Client) -> None:
    first, second = ProviderFactory.create_batch(2)
    package = sellable(providers=[first, second])

    save(operator, change_url(package), **{f"provider-{second.pk}-remove": "on"})

    assert [row.provider_id for row in package.providers.all()] == [first.pk]


def test_a_save_that_ends_the_sale_warns_with_every_reason(operator: Client) -> None:
    package = sellable()

    response = save(operator, change_url(package), price="", **{f"feature-{code(package)}-remove": "on"})

    said = texts(response)
    assert "can no longer be sold." in said
    assert "The price is not decided" in said
    assert "The package has no features" in said


def code(package: Package) -> str:
    return package.features.get().feature_id


def test_a_tier_without_a_number_is_stored_with_a_warning(operator: Client) -> None:
    package = PackageFactory.create()

    response = save(operator, change_url(package), tier="Gold")

    assert Package.objects.get().tier == "Gold"
    assert "does not begin with a number" in texts(response)


def test_a_twin_is_stored_with_a_warning_that_leads_to_it(operator: Client) -> None:
    other = PackageFactory.create(name="Basic")
    package = PackageFactory.create(name="Pro")

    response = save(operator, change_url(package), name="basic")

    assert "Another package has the same name" in texts(response)
    assert change_url(other) in texts(response)


def test_the_same_plan_in_another_currency_is_no_twin(operator: Client) -> None:
    PackageFactory.create(name="Basic", currency="USD")
    package = PackageFactory.create(name="Pro", currency="EUR")

    response = save(operator, change_url(package), name="Basic")

    assert "Another package" not in texts(response)


def test_save_leads_back_to_the_list(operator: Client) -> None:
    package = PackageFactory.create()

    response = save(operator, change_url(package), button="_save", name="New")

    assert response.request["PATH_INFO"] == LIST


def test_the_head_of_the_page_says_what_the_package_is(operator: Client) -> None:
    package = sellable(price=Decimal("48000"), currency="JPY", periodicity=6)

    content = page(operator, change_url(package))

    assert "¥48,000 / 6 months" in content
    assert "Can be sold" in content
    assert "Revision 1" in content
    assert package.id in content


def test_the_ladder_shows_packages_that_compete_by_their_tiers(operator: Client) -> None:
    PackageFactory.create(name="Big", tier="10")
    PackageFactory.create(name="Dollars", tier="5", currency="USD")
    package = PackageFactory.create(name="Small", tier="2")

    content = page(operator, change_url(package))
    ladder = content[
        content.index('class="ladder"') : content.index("</ol>", content.index('class="ladder"'))
    ]

    assert ladder.index("Small") < ladder.index("Big")
    assert "Dollars" not in ladder


def test_a_package_that_is_gone_is_said_so(operator: Client) -> None:
    package = PackageFactory.create()
    package.delete()

    response = operator.get(change_url(package), follow=True)

    assert "doesn’t exist" in texts(response)
