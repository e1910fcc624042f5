"""One difference between two promises, and how amounts and values are said in it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import orjson

from catalog import money

_LONGEST = 80


@dataclass(frozen=True)
class Difference:
    """One thing that changed.

    `path` is a JSON pointer into the document, where a list counts as an object by its keys: the codes of
    features, the ids of providers, the keys of settings and metadata, the events of notifications.
    `before` and `after` are what stood there, None for nothing. `label`, `was` and `now` are the same in
    words, for a table; `text` is the sentence of them.
    """

    path: str
    before: Any
    after: Any
    label: str
    was: str
    now: str
    text: str


@dataclass(frozen=True)
class Quantity:
    """A count in words, with its unit: ("20", ""), ("14.99", "EUR"), ("unlimited", "minutes")."""

    count: str
    unit: str = ""

    def __str__(self) -> str:
        return f"{self.count} {self.unit}".rstrip()


def changed(path: str, before: Any, after: Any, *, label: str, was: Quantity, now: Quantity) -> Difference:
    """Something that is still there, and different: `Price 14.99 → 17.90 EUR`."""
    start = was.count if was.unit == now.unit else str(was)
    return Difference(path, before, after, label, str(was), str(now), f"{label} {start} → {now}")


def added(path: str, after: Any, *, label: str, now: str = "", text: str = "") -> Difference:
    """Something that was not there: `Max rooms added: 10`."""
    said = text or (f"{label} added: {now}" if now else f"{label} added")
    return Difference(path, None, after, label, "not there", now or "added", said)


def removed(path: str, before: Any, *, label: str, was: str = "", text: str = "") -> Difference:
    """Something that is not there any more: `Recording removed`."""
    return Difference(path, before, None, label, was or "there", "removed", text or f"{label} removed")


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


def plain(value: Any) -> str:
    """A value in words; long ones are cut."""
    if value is None or value in ("", [], {}):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = value if isinstance(value, str) else as_json(value).decode()
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def named(name: str) -> str:
    """A name of the document as people say it: `trial_ending` is trial ending."""
    return name.replace("_", " ")


def as_json(value: Any) -> bytes:
    """JSON whose numbers have the digits of their Decimals; keys of objects in one order."""
    return orjson.dumps(value, default=_number, option=orjson.OPT_SORT_KEYS)


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same JSON: unlike in Python, 1, 1.0 and true differ."""
    return one is other or (bool(one == other) and as_json(one) == as_json(other))


def _number(value: Any) -> orjson.Fragment:
    if isinstance(value, Decimal):
        return orjson.Fragment(format(value, "f"))
    raise TypeError(f"{type(value).__name__} is no JSON")
