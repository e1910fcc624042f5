"""What is exported: the lines of a file, each with its key, its label and its unit before the packages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from catalog.grid.columns import Column
from catalog.grid.rows import FEATURES, FIELD_ROWS, Holds, Row
from catalog.grid.values import TICK, UNLIMITED, text_of
from catalog.models import Package
from catalog.money import MAX_DIGITS
from config.identity import id_of

ID, REVISION = "id", "revision"
# Key, label and unit stand before the packages.
FIRST_COLUMN = 4
_RESERVED = {ID, REVISION, *(row.key for row in FIELD_ROWS)}
_WORDS = {TICK: "yes", UNLIMITED: "unlimited"}

# A number is a number to a spreadsheet too; a Decimal has the decimals that it is shown with.
Cell = str | int | Decimal


class Kind(Enum):
    """How a line looks."""

    HEAD = "head"
    GROUP = "group"
    TEXT = "text"
    NUMBER = "number"


@dataclass(frozen=True)
class Line:
    cells: tuple[Cell, ...]
    kind: Kind


@dataclass(frozen=True)
class Group:
    """Rows under one heading; each with its unit."""

    label: str
    rows: Sequence[tuple[Row, str]]


def lines_of(columns: Sequence[Column], groups: Iterable[Group]) -> list[Line]:
    """The file of these packages: what they are, then group by group what they say."""
    ids = (id_of(column.key, prefix=Package.id_prefix) if column.key else "" for column in columns)
    lines = [
        Line((ID, "Package", "", *ids), Kind.HEAD),
        Line((REVISION, "Revision", "", *(column.revision or "" for column in columns)), Kind.HEAD),
    ]
    for group in groups:
        if any(row.feature for row, _ in group.rows):
            lines.append(Line(("", group.label, ""), Kind.GROUP))
        lines += [_line(row, unit, columns) for row, unit in group.rows]
    return lines


def _line(row: Row, unit: str, columns: Sequence[Column]) -> Line:
    cells = tuple(_cell(row, column) for column in columns)
    kinds = {"name": Kind.HEAD}
    kind = Kind.NUMBER if row.holds in (Holds.AMOUNT, Holds.COUNT) else Kind.TEXT
    return Line((file_key(row), row.label, unit, *cells), kinds.get(row.key, kind))


def _cell(row: Row, column: Column) -> Cell:
    text = text_of(row, column.values)
    if row.feature:
        text = _WORDS.get(text, text)
    if row.holds is Holds.COUNT and text.isdigit() and len(text) <= MAX_DIGITS:
        return int(text)
    return Decimal(text) if row.holds is Holds.AMOUNT and text else text


def file_key(row: Row) -> str:
    """How a file names a row: `price`, `max_rooms`; a feature that is called as a field is, in full."""
    code = row.key.removeprefix(FEATURES)
    return row.key if row.feature and code in _RESERVED else code


def row_named(rows: dict[str, Row], key: str) -> Row | None:
    """The row that a file names so."""
    return rows.get(key) or rows.get(f"{FEATURES}{key}")
