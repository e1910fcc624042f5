"""What it means that a package becomes another: each line for its cause, and none without."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from catalog.differences import parsed
from catalog.impact.promises import Past
from catalog.impact.reading import ladder_around, past_of
from catalog.impact.weighing import Impact, Sale, impact_of
from catalog.models import Package, PackageDocument
from tests.catalog.writes import update
from tests.factories.feature import FeatureFactory
from tests.factories.package import PackageFactory, sellable
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db


def stored(package: Package) -> PackageDocument:
    return PackageDocument.objects.get(pk=package.pk)


def change(package: Package, **wanted: Any) -> Impact:
    """What a change of a package meant, weighed with what was there before it."""
    past, before = past_of(package.pk), parsed(stored(package).text)
    update(package, **wanted)
    after = stored(package)
    document = parsed(after.text)
    return impact_of(before, document, past=past, ladder=ladder_around(after, document))


def texts(points: Any) -> list[str]:
    return [point.text for point in points]


# --- Promises ------------------------------------------------------------------------------------


def test_less_of_a_feature_than_now_is_a_smaller_promise() -> None:
    FeatureFactory.create(code="rooms", name="Rooms", limit=True, field_suffix="")
    package = PackageFactory.create(features={"rooms": 20})

    assert texts(change(package, features={"rooms": 10}).smaller) == ["Rooms 20 → 10: revision 1 promised 20"]


def test_the_most_that_was_ever_promised_is_named() -> None:
    FeatureFactory.create(code="rooms", name="Rooms", limit=True, field_suffix="")
    package = PackageFactory.create(features={"rooms": 10})
    update(package, features={"rooms": 50})
    update(package, features={"rooms": 20})

    assert texts(change(package, features={"rooms": 15}).smaller) == ["Rooms 20 → 15: revision 2 promised 50"]


def test_unlimited_is_the_largest_promise() -> None:
    FeatureFactory.create(code="rooms", name="Rooms", limit=True, field_suffix="")
    package = PackageFactory.create(features={"rooms": True})
    update(package, features={"rooms": 20})

    assert texts(change(package, features={"rooms": 15}).smaller) == [
        "Rooms 20 → 15: revision 1 promised unlimited"
    ]


def test_a_feature_that_is_left_out_is_a_smaller_promise() -> None:
    FeatureFactory.create(code="polls", name="Polls")
    package = PackageFactory.create(features={"polls": True})

    assert texts(change(package, features={"polls": None}).smaller) == [
        "Polls included → left out: revision 1 promised included"
    ]


def test_more_than_now_is_no_smaller_promise_even_if_there_was_more_once() -> None:
    FeatureFactory.create(code="rooms", limit=True)
    package = PackageFactory.create(features={"rooms": 50})
    update(package, features={"rooms": 10})

    assert change(package, features={"rooms": 20}).smaller == ()


def test_a_feature_that_was_away_for_a_while_keeps_what_it_promised() -> None:
    FeatureFactory.create(code="rooms", name="Rooms", limit=True, field_suffix="")
    package = PackageFactory.create(features={"rooms": 50})
    update(package, features={"rooms": None})
    update(package, features={"rooms": 20})

    assert texts(change(package, features={"rooms": 5}).smaller) == ["Rooms 20 → 5: revision 1 promised 50"]


def test_a_shorter_trial_is_a_smaller_promise_whatever_its_unit() -> None:
    package = PackageFactory.create(trial_period=2, trial_interval="week")

    shorter = change(package, trial_period=10, trial_interval="day")
    longer = change(package, trial_period=1, trial_interval="month")

    assert texts(shorter.smaller) == ["Trial 2 weeks → 10 days: revision 1 promised 2 weeks"]
    assert longer.smaller == ()


def test_what_the_past_says_of_something_else_is_left_alone() -> None:
    FeatureFactory.create(code="rooms", name="Rooms", limit=True, field_suffix="")
    package = PackageFactory.create(features={"rooms": 20})
    before = parsed(stored(package).text)
    update(package, features={"rooms": 10})
    past = [
        Past(9, "/features/rooms/name", "Chambers"),
        Past(8, "/price", None),
        Past(7, "/features/rooms", None),
    ]

    found = impact_of(before, parsed(stored(package).text), past=past)

    assert texts(found.smaller) == ["Rooms 20 → 10: revision 1 promised 20"]


# --- The ladder ----------------------------------------------------------------------------------


def test_a_tier_that_becomes_worse_than_a_lower_one_is_told() -> None:
    sellable(name="Basic", tier="10", price=Decimal(20))
    package = sellable(name="Pro", tier="20", price=Decimal(30))

    assert texts(change(package, price=Decimal(10)).steps) == [
        "Costs less than Basic, which stands lower (tier 10)."
    ]


def test_a_tier_that_makes_a_higher_one_worse_is_told() -> None:
    package = sellable(name="Basic", tier="10", price=Decimal(20))
    sellable(name="Pro", tier="20", price=Decimal(30))

    assert texts(change(package, price=Decimal(40)).steps) == [
        "Pro (tier 20): Costs less than Basic, which stands lower (tier 10)."
    ]


def test_what_was_so_before_is_no_news() -> None:
    sellable(name="Basic", tier="10", price=Decimal(20))
    package = sellable(name="Pro", tier="20", price=Decimal(10))

    assert change(package, name="Professional").steps == ()


def test_other_terms_and_currencies_are_other_ladders() -> None:
    sellable(name="Basic", tier="10", price=Decimal(20), currency="USD")
    sellable(name="Yearly", tier="10", price=Decimal(200), periodicity_type="year")
    package = sellable(name="Pro", tier="20", price=Decimal(30))

    assert change(package, price=Decimal(10)).steps == ()


def test_what_is_retired_stands_on_no_ladder() -> None:
    sellable(name="Basic", tier="10", price=Decimal(20))
    package = sellable(name="Pro", tier="20", price=Decimal(30))

    assert change(package, price=Decimal(10), retired=True).steps == ()


# --- The provider --------------------------------------------------------------------------------


def served(**features: Any) -> Package:
    provider = ProviderFactory.create(provider_name="Frankfurt", provider_type="bbb")
    return PackageFactory.create(features=features, providers=[provider])


def test_a_feature_that_the_provider_knows_nothing_of_is_told() -> None:
    FeatureFactory.create(code="free_coffee", name="Coffee")
    package = served()

    assert texts(change(package, features={"free_coffee": True}).ignored) == [
        "Coffee: Frankfurt (BigBlueButton) has nothing to do with it."
    ]


def test_what_the_provider_does_is_not_told() -> None:
    FeatureFactory.create(code="recording")

    assert change(served(), features={"recording": True}).ignored == ()


def test_a_feature_that_is_as_it_was_is_not_told_again() -> None:
    FeatureFactory.create(code="free_coffee")

    assert change(served(free_coffee=True), name="Another").ignored == ()


# --- The sale ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "sale", "reasons"),
    [
        ("active", "active", Sale.GOES_ON, ()),
        ("active", "inactive", Sale.ENDS, ("inactive",)),
        ("inactive", "active", Sale.BEGINS, ()),
        ("inactive", "draft", Sale.IMPOSSIBLE, ("draft",)),
    ],
)
def test_what_becomes_of_its_sale(before: str, after: str, sale: Sale, reasons: tuple[str, ...]) -> None:
    found = change(sellable(status=before), status=after, tier="20")

    assert (found.sale, found.reasons) == (sale, reasons)


def test_words_are_not_commercial_and_prices_are() -> None:
    package = sellable()

    assert not change(package, name="Another").commercial
    assert change(package, price=Decimal(99)).commercial


def test_a_new_package_changes_nothing_and_is_commercial() -> None:
    found = impact_of(None, parsed(stored(PackageFactory.create()).text))

    assert (found.is_new, found.changes, found.commercial, found.is_nothing) == (True, (), True, False)


def test_stock_counts_as_a_change() -> None:
    found = change(sellable(has_stock=True, stock_qty=5), stock_qty=4)

    assert [one.text for one in found.changes] == ["Stock 5 → 4"]
