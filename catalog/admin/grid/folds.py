"""False steps as a short list: what one package lacks against lower ones is one line, however much it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalog.admin.grid.shown import Note, notes
from catalog.grid.sheet import Sheet, SheetColumn
from catalog.grid.steps import CellStep

# So many lines at once; the rest is shown when it is asked for, and the table stays in sight.
MOST_FOLDS = 4
# So many of the packages that it is behind.
MOST_NAMED = 2


@dataclass(frozen=True)
class Fold:
    """What one package is behind lower ones in; `title` says it in one line where there are several `notes`."""

    place: str
    title: str
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Folds:
    """The lines in sight, and those behind "Show all"."""

    first: tuple[Fold, ...]
    rest: tuple[Fold, ...]

    def __bool__(self) -> bool:
        return bool(self.first)

    @property
    def all(self) -> tuple[Fold, ...]:
        return self.first + self.rest


def folded(sheet: Sheet, steps: Iterable[CellStep]) -> Folds:
    """The false steps of a sheet, package by package in the order of its columns."""
    by_place: dict[str, list[CellStep]] = defaultdict(list)
    for step in steps:
        by_place[step.place].append(step)
    found = [
        Fold(column.place, _title(column, some), tuple(notes(sheet, some)))
        for column in sheet.columns
        if (some := by_place.get(column.place))
    ]
    # One line alone is not worth a press.
    shown = len(found) if len(found) == MOST_FOLDS + 1 else MOST_FOLDS
    return Folds(tuple(found[:shown]), tuple(found[shown:]))


def _title(column: SheetColumn, steps: Sequence[CellStep]) -> str:
    """`Class is behind Team and Business in 8 rows`; empty for a single step, which says itself."""
    names = list(dict.fromkeys(step.lower for step in steps))
    more = len(names) - MOST_NAMED
    shown = ", ".join(names[:MOST_NAMED]) + f" and {more} more" if more > 0 else " and ".join(names)
    return f"{column.name} is behind {shown} in {len(steps)} rows" if len(steps) > 1 else ""
