"""Promises that a save makes smaller than one that was made before."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.difference_parts import value_of
from catalog.difference_words import period
from config.differences import Difference, Quantity

Document = Mapping[str, Any]

_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_LENGTHS = {"trial_period": ("trial_interval", "Trial"), "grace_period": ("grace_interval", "Grace period")}


@dataclass(frozen=True)
class Past:
    """Something that a revision changed, as its history keeps it; the revision before it promised `before`."""

    number: int
    path: str
    before: Any


@dataclass(frozen=True)
class Point:
    """One thing to know, and what of the document it is about (a JSON pointer)."""

    text: str
    path: str


def smaller_promises(
    before: Document, after: Document, changes: Iterable[Difference], past: Iterable[Past]
) -> Iterator[Point]:
    """Features and free times of which this save gives less than now, each with the most that was promised.

    `past` has earlier changes of the package, the newest first; the newest revision promises `before`.
    """
    earlier = list(past)
    was, now = _by_code(before), _by_code(after)
    for code in dict.fromkeys(_code(change.path) for change in changes):
        if code in was and _amount(now.get(code)) < _amount(was[code]):
            yield _feature(code, was[code], now.get(code), before["revision"], earlier)
    for name, (unit, label) in _LENGTHS.items():
        if _days(after, name, unit) < _days(before, name, unit):
            said = [str(_length(document, name, unit)) for document in (before, after)]
            text = f"{label} {said[0]} → {said[1]}: revision {before['revision']} promised {said[0]}"
            yield Point(text, f"/{name}")


def _feature(code: str, was: Document, now: Document | None, number: int, past: list[Past]) -> Point:
    most, since = was, number
    for one in past:
        row = _row(code, one, was)
        if row is not None and _amount(row) > _amount(most):
            most, since = row, one.number - 1
    left = value_of(now) if now else Quantity("left out")
    start, end = value_of(was), left
    said = f"{start.count if now and start.unit == end.unit else start} → {end}"
    return Point(f"{was['name']} {said}: revision {since} promised {value_of(most)}", f"/features/{code}")


def _row(code: str, one: Past, like: Document) -> Document | None:
    """What the revision before this change promised of a feature; None when the change says nothing of it."""
    if one.path == f"/features/{code}":
        return one.before if isinstance(one.before, Mapping) else None
    if one.path != f"/features/{code}/value":
        return None
    unlimited = one.before is True and like["kind"] in ("limit", "allowance")
    limit = None if isinstance(one.before, bool) else one.before
    return {**like, "value": one.before, "limit": limit, "unlimited": unlimited}


def _by_code(document: Document) -> dict[str, Document]:
    return {row["code"]: row for row in document["features"]}


def _code(path: str) -> str:
    parts = path.split("/")
    return parts[2] if len(parts) > 2 and parts[1] == "features" else ""


def _amount(row: Document | None) -> float:
    if row is None or row["value"] is None:
        return 0
    return math.inf if row["value"] is True else float(row["value"])


def _days(document: Document, name: str, unit: str) -> int:
    return int(document[name]) * _DAYS[document[unit]]


def _length(document: Document, name: str, unit: str) -> Quantity:
    return period(document[name], document[unit], nothing="none")
