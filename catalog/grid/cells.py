"""From the text of a cell to the value that it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalog.grid.amounts import (
    Priced,
    Unreadable,
    fits_currency,
    read_amount,
    read_currency,
    read_term,
)
from catalog.grid.counts import NO, read_count
from catalog.grid.rows import Holds, Row
from catalog.grid.values import BLANK, Term, Value, Values, text_of
from catalog.money import exponent

_YES = {"✓", "✔", "✔️", "☑", "☑️", "✅", "●", "x", "y", "yes", "true", "1", "on", "included", "unlimited", "∞"}
# Where a price is made for each customer; none is decided for all of them.
_ON_REQUEST = {
    "on request", "price on request", "contact us", "contact sales", "talk to sales", "talk to us", "custom",
    "custom pricing", "custom price", "let's talk", "let’s talk", "call us",
}  # fmt: skip


@dataclass(frozen=True)
class Edits:
    """What was typed over a column: values by row that differ from what is there, and what can't be read.

    `values` has None for what is taken out. `problems` has a sentence for each row.
    """

    values: Values = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.values or self.problems)


def read_cell(row: Row, text: str, *, places: int = 2) -> Value | Priced:
    """The value of a text; an amount, in a currency of so many places, with what was written beside it.

    Raises Unreadable.
    """
    plain = text.strip()
    if row.holds is Holds.TICK:
        return _tick(plain)
    if row.holds is Holds.COUNT:
        return read_count(plain, row.feature)
    if row.holds is Holds.TEXT:
        return plain
    if not plain or (row.key == "price" and plain.casefold() in _ON_REQUEST):
        return BLANK[row.key]
    if row.holds is Holds.AMOUNT:
        return read_amount(plain, places=places)
    return read_currency(plain) if row.holds is Holds.CURRENCY else read_term(plain)


def read_column(rows: Mapping[str, Row], stored: Values, texts: Mapping[str, str]) -> Edits:
    """What the typed texts of a column mean against the values that are there; rows not named stay."""
    values: dict[str, Value] = {}
    problems: dict[str, str] = {}
    priced: dict[str, Priced] = {}
    places = _places(rows, stored, texts)
    for key, text in texts.items():
        row = rows.get(key)
        if row is None or text.strip() == text_of(row, stored):
            continue
        try:
            value = read_cell(row, text, places=places)
        except Unreadable as unreadable:
            problems[key] = str(unreadable)
            continue
        if isinstance(value, Priced):
            priced[key], value = value, value.amount
        if not _same(value, stored.get(key)):
            values[key] = value
    problems |= _contradictions(priced, {**stored, **values}, unread=problems)
    return Edits({key: value for key, value in values.items() if key not in problems}, problems)


def _places(rows: Mapping[str, Row], stored: Values, texts: Mapping[str, str]) -> int:
    """The decimals of the currency that a column will have."""
    try:
        currency = (
            read_cell(rows["currency"], texts["currency"]) if "currency" in texts else stored["currency"]
        )
    except Unreadable:
        return 2
    places = exponent(str(currency))
    return 2 if places is None else places


def _same(one: Value, other: Value) -> bool:
    # True is 1 to Python, but an unlimited number of rooms is not one room.
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _tick(text: str) -> bool | None:
    folded = text.casefold().rstrip("*†‡").strip()
    if not folded or folded in NO or folded == "0":
        return None
    if folded in _YES:
        return True
    raise Unreadable("Tick it (✓ or x), or leave it empty: this feature is included or not.")


def _contradictions(
    priced: Mapping[str, Priced], values: Values, *, unread: Mapping[str, str]
) -> dict[str, str]:
    """Amounts beside which something else is written than what their column says."""
    found: dict[str, str] = {}
    currency, term = str(values.get("currency") or ""), values.get("term")
    for key, one in priced.items():
        if (
            one.currency
            and currency
            and "currency" not in unread
            and not fits_currency(one.currency, currency)
        ):
            found[key] = f"Says {one.currency}, but the currency of this package is {currency}."
        elif one.term and "term" not in unread and (key != "price" or one.term != term):
            found[key] = _other_term(one.term, term if isinstance(term, Term) else None, key)
    return found


def _other_term(said: Term, term: Term | None, key: str) -> str:
    if key != "price":
        return "Give the amount alone: this is charged once."
    return f"Says {said}, but the term of this package is {term}."
