"""What was promised of the figures, and whether they keep it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from benchmarks.costs import Ratio
from benchmarks.questions import QUESTIONS
from benchmarks.results import Key, Results, sizes_of

Bound = Literal["at most", "at least"]


@dataclass(frozen=True)
class Target:
    """A ratio of CPU for each request; `ratio` answers None where it was not measured.

    With `largest_only` it speaks of the largest catalog alone.
    """

    title: str
    bound: Bound
    limit: float
    ratio: Callable[[Results, int], Ratio | None]
    largest_only: bool = False

    def is_kept_by(self, ratio: Ratio) -> bool:
        return ratio.value <= self.limit if self.bound == "at most" else ratio.value >= self.limit


def _of_rows(row: str, contender: str, *, to_row: str, to: str) -> Callable[[Results, int], Ratio | None]:
    return lambda results, count: results.ratio(row, count, contender, to=Key(to_row, count, to))


def grown(results: Results, row: str, contender: str, count: int) -> Ratio | None:
    """A question to this catalog in terms of the same question to the smallest one."""
    smallest = sizes_of(results)[0]
    if count == smallest:
        return None
    return results.ratio(row, count, contender, to=Key(row, smallest, contender))


def _most_grown(results: Results, count: int) -> Ratio | None:
    found = [grown(results, question.name, "served", count) for question in QUESTIONS]
    return max((one for one in found if one), key=lambda one: one.value, default=None)


TARGETS: Sequence[Target] = (
    Target("list of 50 ÷ bare", "at most", 2.0, _of_rows("list", "served", to_row="list", to="bare")),
    Target(
        "list of 50, pages not read before ÷ bare",
        "at most",
        2.0,
        _of_rows("unread", "served", to_row="unread", to="bare"),
    ),
    Target("one package ÷ bare", "at most", 2.8, _of_rows("one", "served", to_row="one", to="bare")),
    Target(
        "list of 50, unchanged catalog ÷ bare list",
        "at most",
        1.2,
        _of_rows("unchanged", "served", to_row="unchanged", to="bare"),
    ),
    Target(
        "page 1,999 ÷ page 1, in the largest catalog",
        "at most",
        1.1,
        _of_rows("deep", "served", to_row="list", to="served"),
        largest_only=True,
    ),
    Target(
        "the read that grows most, in the largest catalog ÷ in the smallest",
        "at most",
        1.2,
        _most_grown,
        largest_only=True,
    ),
    Target(
        "update of 20 features ÷ the same statements in raw psycopg",
        "at most",
        2.5,
        _of_rows("update", "served", to_row="update", to="raw"),
    ),
    Target(
        "list of 50 through plain ModelSerializers ÷ this list",
        "at least",
        40,
        _of_rows("list", "plain", to_row="list", to="served"),
    ),
)
