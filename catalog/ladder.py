"""Ladders: packages of one service type, currency and term by tier, and the steps where an upgrade is none."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from catalog.natural_order import natural_key


@dataclass(frozen=True)
class Rung:
    """A package of a ladder, as it is or would become.

    `key` tells rungs apart and is the caller's. `ladder` has what rungs that compare have in common
    (service type, currency, term). `values` has a whole number or True for each feature by its code; a
    code that is missing is not included. True is more than any number.
    """

    key: str
    ladder: tuple[object, ...]
    tier: str
    name: str
    price: Decimal | None
    values: Mapping[str, int | bool]


@dataclass(frozen=True)
class FalseStep:
    """A rung that is worse than a lower one: `path` is `/price` or `/features/<code>`.

    `code` is `price_falls`, `feature_missing` or `feature_less`.
    """

    key: str
    lower: Rung
    path: str
    code: str
    detail: str


def false_steps(rungs: Iterable[Rung], *, names: Mapping[str, str]) -> list[FalseStep]:
    """Where a higher tier has less of a feature or costs less than a lower tier, ladder by ladder.

    Each is told once, against the lower rung that is furthest ahead. Packages of one tier are choices, not
    steps; a package without a tier stands on no ladder. `names` has what people call each feature.
    """
    placed = sorted((rung for rung in rungs if rung.tier), key=_place)
    return [
        step
        for _, ladder in groupby(placed, key=lambda rung: repr(rung.ladder))
        for step in _within(list(ladder), names)
    ]


def _place(rung: Rung) -> tuple[str, str, str]:
    return repr(rung.ladder), natural_key(rung.tier), rung.key


def _within(ladder: Sequence[Rung], names: Mapping[str, str]) -> Iterator[FalseStep]:
    for rung in ladder:
        lower = [other for other in ladder if natural_key(other.tier) < natural_key(rung.tier)]
        yield from _price(rung, lower)
        for code in sorted({code for other in lower for code in other.values}, key=lambda c: names.get(c, c)):
            yield from _feature(rung, lower, code, names.get(code, code))


def _price(rung: Rung, lower: Sequence[Rung]) -> Iterator[FalseStep]:
    priced = [other for other in lower if other.price is not None]
    dearest = max(priced, key=_price_of, default=None)
    if dearest is not None and rung.price is not None and _price_of(dearest) > rung.price:
        detail = f"Costs less than {dearest.name}, which stands lower (tier {dearest.tier})."
        yield FalseStep(rung.key, dearest, "/price", "price_falls", detail)


def _price_of(rung: Rung) -> Decimal:
    return rung.price if rung.price is not None else Decimal(0)


def _feature(rung: Rung, lower: Sequence[Rung], code: str, name: str) -> Iterator[FalseStep]:
    best = max(lower, key=lambda other: _amount(other, code))
    if _amount(best, code) <= _amount(rung, code):
        return
    path, place = f"/features/{code}", f"{best.name}, which stands lower (tier {best.tier})"
    if code not in rung.values:
        yield FalseStep(
            rung.key, best, path, "feature_missing", f"{name} is not included, but it is in {place}."
        )
    else:
        yield FalseStep(rung.key, best, path, "feature_less", f"{name} is less than in {place}.")


def _amount(rung: Rung, code: str) -> float:
    value = rung.values.get(code)
    if value is None:
        return 0
    return math.inf if value is True else value
