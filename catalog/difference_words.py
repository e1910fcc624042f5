"""How amounts and periods are said in differences between two promises."""

from __future__ import annotations

from decimal import Decimal

from catalog import money
from config.differences import Quantity


def amount(value: Decimal | int | None, currency: str, *, nothing: str = "not decided") -> Quantity:
    """Money with the decimals of its currency, or those that it needs: 17.90 BRL, 1200 JPY, free."""
    if value is None:
        return Quantity(nothing)
    if value == 0:
        return Quantity("free")
    exact, places = Decimal(value), money.exponent(currency) or 0
    needed = money.decimals(exact) > places
    return Quantity(money.number_text(exact) if needed else f"{exact:.{places}f}", currency)


def period(count: int, unit: str, *, nothing: str) -> Quantity:
    """How long something lasts: 1 month, 14 days."""
    return Quantity(str(count), unit if count == 1 else f"{unit}s") if count else Quantity(nothing)
