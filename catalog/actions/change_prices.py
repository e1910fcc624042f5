"""Prices changed by a percentage, and rounded to what a price list shows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from uuid import UUID

from catalog.actions.save import Saved, update_package
from catalog.changes import PackageChanges
from catalog.models import Package
from catalog.money import MAX_DECIMALS, exponent
from config.rules import Problem, RuleViolation
from integrations.actors import Actor


class Rounding(StrEnum):
    """What an amount ends in. A currency without decimals knows whole amounts only."""

    NEAREST = "nearest"
    WHOLE = "whole"
    NINETY = "0.90"
    NINETY_NINE = "0.99"


NO_PRICE = Problem("/price", "no_price", "The price is not decided, so there is nothing to change.")
BECOMES_FREE = Problem("/price", "becomes_free", "The price would come down to 0, which is free.")


@dataclass(frozen=True)
class PriceChange:
    """`percent` is added: 10 for a tenth more, -5 for a twentieth less. Free stays free."""

    percent: Decimal = Decimal(0)
    rounding: Rounding = Rounding.NEAREST
    with_fee: bool = False


@dataclass(frozen=True)
class Prices:
    """Amounts in the currency of a package; a sign-up fee of None stays as it is."""

    price: Decimal
    signup_fee: Decimal | None = None


def set_prices(*, key: UUID, prices: Prices, by: Actor, reason: str = "") -> Saved:
    """Gives a package these prices; raises PackageGone or RuleViolation."""
    values = {"price": prices.price}
    if prices.signup_fee is not None:
        values["signup_fee"] = prices.signup_fee
    return update_package(key=key, changes=PackageChanges(values), by=by, reason=reason)


def prices_after(package: Package, change: PriceChange) -> Prices:
    """What a package would cost; raises RuleViolation where nothing was decided, or nothing would be left."""
    if package.price is None:
        raise RuleViolation([NO_PRICE])
    price = amount_after(package.price, change, currency=package.currency)
    if package.price and not price:
        raise RuleViolation([BECOMES_FREE])
    fee = amount_after(package.signup_fee, change, currency=package.currency) if change.with_fee else None
    return Prices(price, fee)


def amount_after(amount: Decimal, change: PriceChange, *, currency: str) -> Decimal:
    """An amount, changed and rounded in its currency; halves go up."""
    if not amount:
        return amount
    return rounded(amount * (100 + change.percent) / 100, change.rounding, currency=currency)


def rounded(amount: Decimal, rounding: Rounding, *, currency: str) -> Decimal:
    """The nearest amount with this ending that is not below 0."""
    known = exponent(currency)
    places = MAX_DECIMALS if known is None else known
    if rounding == Rounding.NEAREST:
        return amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if rounding == Rounding.WHOLE or places < 2:
        return amount.quantize(Decimal(1), ROUND_HALF_UP)
    ending = Decimal(rounding.value)
    return max((amount - ending).quantize(Decimal(1), ROUND_HALF_UP) + ending, ending)
