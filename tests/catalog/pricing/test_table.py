"""A ladder as a pricing table: which packages, in which order, and what is told once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from catalog.pricing.ladders import Ladder, choices, documents_of, ladder_of
from catalog.pricing.languages import language
from catalog.pricing.table import PricingTable, pricing_table, steps
from features.models import Feature
from tests.factories.package import PackageFactory, sellable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]

MONTHLY = Ladder("meet", "EUR", 1, "month")


def names(ladder: Ladder = MONTHLY, *, drafts: bool = False) -> list[str]:
    return [document["name"] for document in documents_of(ladder, drafts=drafts)[0]]


def offer(name: str, **values: Any) -> Any:
    return sellable(**{"name": name, "features": {"polls": True}, **values})


def table(*, fold: bool = True) -> PricingTable:
    documents, _ = documents_of(MONTHLY, drafts=True)
    return pricing_table(documents, Feature.objects.by_code(), language("en-US"), fold=fold)


# --- Which packages ----------------------------------------------------------------------------------


def test_tiers_stand_from_the_lowest_up_and_what_has_none_last() -> None:
    for name, tier in (("Large", "100"), ("No tier", ""), ("Small", "20")):
        offer(name, tier=tier)

    assert names() == ["Small", "Large", "No tier"]


def test_only_what_customers_are_shown_unless_drafts_are_asked_for() -> None:
    offer("Listed", tier="10")
    offer("Hidden", tier="20", hidden=True)
    PackageFactory.create(name="Draft", tier="30")
    offer("Not offered", tier="40", status="inactive")

    assert names() == ["Listed"]
    assert names(drafts=True) == ["Listed", "Hidden", "Draft"]


@pytest.mark.parametrize(
    "values",
    [{"currency": "USD"}, {"periodicity": 12}, {"periodicity_type": "year"}, {"service_type": "webinar"}],
)
def test_what_does_not_compare_stands_in_another_table(values: dict[str, Any]) -> None:
    offer("Here")
    offer("Elsewhere", **values)

    assert names() == ["Here"]


def test_without_a_wish_the_ladder_is_that_of_the_newest_package_on_sale() -> None:
    offer("Older")
    offer("Newest", currency="USD", periodicity=12)
    PackageFactory.create(currency="GBP")

    assert ladder_of(None) == Ladder("meet", "USD", 12, "month")


def test_a_package_names_its_ladder() -> None:
    package = PackageFactory.create(currency="GBP", periodicity=3)
    offer("Newest")

    assert ladder_of(package.pk) == Ladder("meet", "GBP", 3, "month")


def test_there_is_no_ladder_without_packages() -> None:
    assert ladder_of(None) is None


def test_what_can_be_chosen_is_what_there_is() -> None:
    for values in ({"currency": "USD"}, {}, {}, {"periodicity": 12}):
        offer("One", **values)

    found = choices(Ladder("meet", "EUR"))

    assert found.currencies == ("EUR", "USD")
    assert [one.term for one in found.terms] == ["1-month", "12-month"]
    assert found.ladder == MONTHLY


def test_a_wish_that_cannot_be_met_becomes_the_nearest() -> None:
    offer("One")

    assert choices(Ladder("meet", "XXX", 7, "week")).ladder == MONTHLY
    assert choices(Ladder("live", "EUR")).terms == ()


def test_the_ladder_of_a_package_is_shown_although_nothing_in_it_is_offered() -> None:
    offer("One")
    yearly = Ladder("meet", "EUR", 1, "year")
    PackageFactory.create(currency="EUR", periodicity_type="year", status="inactive")

    found = choices(yearly, is_there=True)

    assert found.ladder == yearly
    assert found.terms == (yearly, MONTHLY)


# --- What stands in it -------------------------------------------------------------------------------


def test_a_tier_says_its_price_term_trial_fee_and_grace() -> None:
    offer(
        "Basic", price=Decimal("9.9"), trial_period=14, signup_fee=Decimal(5), grace_period=1,
        grace_interval="week", short_description="For small teams.",
    )  # fmt: skip

    (tier,) = table().tiers

    assert (tier.price, tier.rate, tier.description) == ("€9.90", "per month", "For small teams.")
    assert tier.extras == ("Free trial: 14 days", "Sign-up fee: €5.00", "Grace period: 1 week")


@pytest.mark.parametrize(("price", "said"), [(Decimal(0), "Free"), (None, "Price on request")])
def test_what_costs_nothing_or_is_not_decided_has_no_term(price: Decimal | None, said: str) -> None:
    PackageFactory.create(price=price)

    (tier,) = table().tiers

    assert (tier.price, tier.rate) == (said, "")


def test_what_all_give_alike_is_told_once_and_the_rest_in_each() -> None:
    offer("A", tier="10", features={"polls": True, "max_rooms": 1})
    offer("B", tier="20", features={"polls": True, "max_rooms": 5, "recording": True})

    found = table()

    assert [row.name for group in found.shared for row in group.rows] == ["Polls"]
    assert [
        [(row.name, row.value) for group in tier.groups for row in group.rows] for tier in found.tiers
    ] == [
        [("Max rooms", "1"), ("Recording", "Not included")],
        [("Max rooms", "5"), ("Recording", "Included")],
    ]


def test_nothing_is_folded_when_all_is_wanted_in_each_or_there_is_one_tier() -> None:
    offer("A", tier="10")
    assert table().shared == ()
    offer("B", tier="20")

    assert table(fold=False).shared == ()
    assert len(table().shared) == 1


def test_an_upgrade_that_is_none_is_told() -> None:
    offer("A", tier="10", features={"max_rooms": 5})
    offer("B", tier="20", features={"max_rooms": 3}, price=Decimal(1))

    found = [(step.path, step.code) for step in steps(documents_of(MONTHLY, drafts=False)[0])]

    assert found == [("/price", "price_falls"), ("/features/max_rooms", "feature_less")]
