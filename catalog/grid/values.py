"""What packages say in the rows of the grid, as values: read from documents, told as texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from catalog.difference_words import period
from catalog.grid.rows import FEATURES, Holds, Row
from catalog.money import typed_amount

TICK, UNLIMITED, ONCE = "✓", "∞", "once"


@dataclass(frozen=True)
class Term:
    """How often a price is paid: every `count` of `unit`; a count of 0 is once, without end."""

    count: int
    unit: str

    def __str__(self) -> str:
        return str(period(self.count, self.unit, nothing=ONCE))


# A text, an amount, a term; True for included or unlimited, a number for a limit; None for nothing.
Value = str | Decimal | Term | int | bool | None
Values = Mapping[str, Value]

# A package that is not there yet.
BLANK: Values = {
    "name": "",
    "tier": "",
    "price": None,
    "signup_fee": Decimal(0),
    "currency": "",
    "term": Term(1, "month"),
}


def values_of(document: Mapping[str, Any]) -> Values:
    """The values of a package, by row, from its document as `catalog.differences.parsed` reads it."""
    return {
        "name": document["name"],
        "tier": document["tier"],
        "price": _amount(document["price"]),
        "signup_fee": _amount(document["signup_fee"]),
        "currency": document["currency"],
        "term": Term(document["periodicity"], document["periodicity_type"]),
        **{f"{FEATURES}{feature['code']}": feature["value"] for feature in document["features"]},
    }


def _amount(number: Decimal | int | None) -> Decimal | None:
    return None if number is None else Decimal(number)


def text_of(row: Row, values: Values) -> str:
    """What a cell shows; typed again it means the same. Empty for nothing."""
    value = values.get(row.key)
    if value is None or value == "" or (row.key == "signup_fee" and not value):
        return ""
    if value is True:
        return UNLIMITED if row.holds is Holds.COUNT else TICK
    if isinstance(value, Decimal):
        amount = typed_amount(value, str(values.get("currency", "")))
        return f"{amount:f}"
    return str(value)
