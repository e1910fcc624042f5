"""One difference between two states of a document, as data and in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import orjson

from config.json_rules import escape

_LONGEST = 80

# The JSON pointer of all of a document.
WHOLE = ""


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


def plainly(path: str, before: Any, after: Any, *, label: str) -> Difference:
    """A value that needs no words of its own."""
    return changed(path, before, after, label=label, was=Quantity(plain(before)), now=Quantity(plain(after)))


def keyed(path: str, was: Mapping[str, Any], now: Mapping[str, Any], thing: str) -> Iterator[Difference]:
    """Differences of two objects by their keys: `Setting color red → blue`."""
    for key in dict.fromkeys([*now, *was]):
        place, label = f"{path}/{escape(key)}", f"{thing} {key}"
        if key not in was:
            yield added(place, now[key], label=label, now=plain(now[key]))
        elif key not in now:
            yield removed(place, was[key], label=label, was=plain(was[key]))
        elif not same(was[key], now[key]):
            yield plainly(place, was[key], now[key], label=label)


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


def listed(found: Iterable[Difference]) -> bytes:
    """The differences as JSON: an array of `{path, before, after, text}`."""
    return b"".join((b"[", b",".join(_as_object(difference) for difference in found), b"]"))


def _as_object(difference: Difference) -> bytes:
    entry = {
        name: orjson.Fragment(as_json(getattr(difference, name))) for name in ("path", "before", "after")
    }
    return orjson.dumps({**entry, "text": difference.text})


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
