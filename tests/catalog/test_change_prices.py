"""Prices by a percentage, rounded to what a price list shows."""

from __future__ import annotations

from decimal import Decimal

import pytest

from catalog.actions.change_prices import (
    PriceChange,
    Rounding,
    amount_after,
    prices_after,
    rounded,
    set_prices,
)
from catalog.models import Package
from config.rules import RuleViolation
from tests.catalog.writes import BY, numbers, told
from tests.factories.package import PackageFactory


@pytest.mark.parametrize(
    ("amount", "rounding", "currency", "expected"),
    [
        ("16.489", Rounding.NEAREST, "EUR", "16.49"),
        ("16.485", Rounding.NEAREST, "EUR", "16.49"),
        ("1100.5", Rounding.NEAREST, "JPY", "1101"),
        ("1.2345", Rounding.NEAREST, "KWD", "1.235"),
        ("16.49", Rounding.WHOLE, "EUR", "16"),
        ("16.50", Rounding.WHOLE, "EUR", "17"),
        ("16.49", Rounding.NINETY, "EUR", "16.90"),
        ("16.30", Rounding.NINETY, "EUR", "15.90"),
        ("16.49", Rounding.NINETY_NINE, "EUR", "16.99"),
        ("16.48", Rounding.NINETY_NINE, "EUR", "15.99"),
        ("0.20", Rounding.NINETY_NINE, "EUR", "0.99"),
        ("1.30", Rounding.NINETY, "KWD", "0.900"),
        ("1180.4", Rounding.NINETY_NINE, "JPY", "1180"),
    ],
)
def test_rounds_to_the_nearest_amount_of_the_currency(
    amount: str, rounding: Rounding, currency: str, expected: str
) -> None:
    assert rounded(Decimal(amount), rounding, currency=currency) == Decimal(expected)


def test_what_is_free_stays_free() -> None:
    change = PriceChange(Decimal(10), Rounding.NINETY_NINE)

    assert amount_after(Decimal(0), change, currency="EUR") == 0


@pytest.mark.django_db
def test_a_price_goes_up_and_the_fee_with_it_when_told() -> None:
    package = PackageFactory.create(price=Decimal("14.99"), signup_fee=Decimal(5))

    prices = prices_after(package, PriceChange(Decimal(10), with_fee=True))
    set_prices(key=package.pk, prices=prices, by=BY)

    now = Package.objects.get()
    assert (now.price, now.signup_fee) == (Decimal("16.49"), Decimal("5.50"))
    assert numbers(package) == [1, 2]


@pytest.mark.django_db
def test_a_fee_stays_when_nobody_says_otherwise() -> None:
    package = PackageFactory.create(price=Decimal(20), signup_fee=Decimal(5))

    set_prices(key=package.pk, prices=prices_after(package, PriceChange(Decimal(-50))), by=BY)

    assert Package.objects.get().signup_fee == 5


@pytest.mark.django_db
@pytest.mark.parametrize(("price", "code"), [(None, "no_price"), (Decimal("0.30"), "becomes_free")])
def test_what_can_not_be_changed_is_told(price: Decimal | None, code: str) -> None:
    package = PackageFactory.create(price=price)

    with pytest.raises(RuleViolation) as refused:
        prices_after(package, PriceChange(rounding=Rounding.WHOLE))

    assert told(refused.value) == [("/price", code)]
