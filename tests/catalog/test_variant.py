"""The same package in another currency, or for another term."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from catalog.actions.save import PackageGone
from catalog.actions.variant import Variant, make_variant, variant_name
from catalog.changes import FeatureChange
from catalog.models import Package
from config.rules import RuleViolation
from tests.catalog.writes import BY, document, told, update
from tests.factories.feature import FeatureFactory
from tests.factories.package import PackageFactory, sellable

pytestmark = pytest.mark.django_db

DOLLARS = Variant("USD", 1, "month", price=Decimal("16.99"), signup_fee=Decimal(3))


def variant_of(package: Package, variant: Variant = DOLLARS) -> dict[str, Any]:
    saved = make_variant(key=package.pk, variant=variant, by=BY)
    return document(Package.objects.get(pk=saved.document.pk))


def charged(unit_price: str) -> Package:
    FeatureFactory.create(code="minutes", usage=True)
    package = PackageFactory.create(features={"minutes": True})
    update(package, features={"minutes": FeatureChange(unit_price=Decimal(unit_price))})
    return package


def test_a_variant_is_a_draft_with_prices_of_its_own() -> None:
    package = sellable(name="Basic", tier="20")

    made = variant_of(package)

    assert (made["status"], made["currency"], made["price"], made["signup_fee"]) == ("draft", "USD", 16.99, 3)
    assert (made["name"], made["tier"]) == ("Basic", "20")
    assert [row["code"] for row in made["features"]] == ["sellable"]
    assert [row["default"] for row in made["providers"]] == [True]


def test_the_price_of_a_unit_is_not_carried_into_another_currency() -> None:
    assert [row["unit_price"] for row in variant_of(charged("0.05"))["features"]] == [None]


def test_the_price_of_a_unit_stays_in_the_same_currency() -> None:
    yearly = Variant("EUR", 1, "year", price=Decimal(150))

    assert [row["unit_price"] for row in variant_of(charged("0.05"), yearly)["features"]] == [0.05]


def test_the_price_of_a_unit_can_be_given() -> None:
    variant = Variant("USD", 1, "month", price=Decimal(1), unit_prices={"minutes": Decimal("0.06")})

    assert [row["unit_price"] for row in variant_of(charged("0.05"), variant)["features"]] == [0.06]


def test_the_same_currency_and_term_is_no_variant() -> None:
    with pytest.raises(RuleViolation) as refused:
        variant_of(PackageFactory.create(), Variant("EUR", 1, "month", price=Decimal(1)))

    assert told(refused.value) == [("/currency", "not_another")]


def test_a_price_that_the_currency_can_not_have_is_refused() -> None:
    with pytest.raises(RuleViolation) as refused:
        variant_of(PackageFactory.create(), Variant("JPY", 1, "month", price=Decimal("9.5")))

    assert told(refused.value) == [("/price", "too_many_decimals")]


def test_there_is_no_variant_of_what_is_gone() -> None:
    with pytest.raises(PackageGone):
        make_variant(key=uuid7(), variant=DOLLARS, by=BY)


def test_a_variant_under_a_key_is_made_once() -> None:
    package, key = PackageFactory.create(), uuid7()

    saved = [make_variant(key=package.pk, variant=DOLLARS, by=BY, new_key=key) for _ in range(2)]

    assert [one.changed for one in saved] == [True, False]
    assert Package.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "variant", "expected"),
    [
        ("Basic", DOLLARS, "Basic"),
        ("Basic EUR", DOLLARS, "Basic USD"),
        ("Basic monthly", Variant("EUR", 1, "year"), "Basic yearly"),
        ("Monthly Basic in EUR", Variant("USD", 1, "year"), "Yearly Basic in USD"),
        ("Basic monthly", Variant("EUR", 5, "day"), "Basic monthly"),
        ("EUROPE", DOLLARS, "EUROPE"),
    ],
)
def test_a_name_that_says_the_currency_or_the_term_says_the_new_one(
    name: str, variant: Variant, expected: str
) -> None:
    assert variant_name(PackageFactory.create(name=name), variant) == expected
