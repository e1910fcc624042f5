"""A line of a comparison: what one thing is in each document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from config.differences import same

NOTHING = "–"


@dataclass(frozen=True)
class Said:
    """What one document says: `raw` is compared, `text` is read, `note` stands below it. Without text: nothing."""

    raw: Any
    text: str = ""
    note: str = ""


@dataclass(frozen=True)
class Cell:
    """One document's word in a line; `is_same`: it says what the first one says."""

    text: str
    note: str
    is_there: bool
    is_same: bool


@dataclass(frozen=True)
class Line:
    """One thing that documents say; `differs` when they don't all say the same."""

    label: str
    unit: str
    description: str
    cells: tuple[Cell, ...]
    differs: bool


@dataclass(frozen=True)
class Part:
    """Lines that belong together."""

    title: str
    lines: tuple[Line, ...]


def line(label: str, said: Sequence[Said], *, unit: str = "", description: str = "") -> Line:
    """What each document says of one thing, in the order of the documents."""
    first = said[0]
    cells = tuple(
        Cell(one.text or NOTHING, one.note, bool(one.text), is_same=number > 0 and same(first.raw, one.raw))
        for number, one in enumerate(said)
    )
    return Line(label, unit, description, cells, differs=not all(cell.is_same for cell in cells[1:]))


def part(title: str, lines: Iterable[Line], *, only_differences: bool) -> Part:
    """Lines under a title, all of them or those that differ."""
    return Part(title, tuple(one for one in lines if one.differs or not only_differences))
