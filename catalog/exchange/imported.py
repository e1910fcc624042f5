"""A table from a file as columns that were typed, and what in it is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from catalog.exchange.lines import FIRST_COLUMN, ID, REVISION, row_named
from catalog.exchange.table import NotATable, Spot, Table, address
from catalog.grid.columns import MOST_COLUMNS
from catalog.grid.rows import Row
from catalog.grid.sheet import Typed
from catalog.models import Package
from config.identity import parse_identity

_REVISION = re.compile(r"\d{1,9}", re.ASCII)


@dataclass(frozen=True)
class FileProblem:
    """What is wrong with a cell of the file, and what to do about it."""

    address: str
    detail: str


@dataclass(frozen=True)
class Imported:
    """`lines` says in which line of the file a row stands, the place of each column is its number there."""

    typed: tuple[Typed, ...]
    lines: dict[str, int]
    problems: tuple[FileProblem, ...] = ()


def imported(table: Table, rows: dict[str, Row]) -> Imported:
    """Raises NotATable for a table that is not laid out as the export is, or has too many packages."""
    found = _Reading(table, rows)
    found.read_keys()
    typed = tuple(found.columns())
    if len(typed) > MOST_COLUMNS:
        raise NotATable(
            f"The file has {len(typed)} packages, and at most {MOST_COLUMNS} are saved at once. Import it in parts."
        )
    problems = [FileProblem(address(*spot), found.problems[spot]) for spot in sorted(found.problems)]
    return Imported(typed, found.lines, tuple(problems))


@dataclass
class _Reading:
    table: Table
    rows: dict[str, Row]
    lines: dict[str, int] = field(default_factory=dict)
    problems: dict[Spot, str] = field(default_factory=dict)

    def read_keys(self) -> None:
        """Which line is which, by the first column."""
        for line in self.table.lines():
            key = self.table.text(line, 1)
            row = row_named(self.rows, key)
            name = row.key if row else key
            if name in self.lines:
                self.problems[line, 1] = (
                    f"“{key}” stands in line {self.lines[name]} already. Keep one of them."
                )
            elif row or key in (ID, REVISION):
                self.lines[name] = line
            elif self.table.says_anything(line=line, start=FIRST_COLUMN):
                self.problems[line, 1] = _unknown(key)
        self._check_layout()
        used = (1, *self.table.columns(start=FIRST_COLUMN))
        self.problems |= {spot: text for spot, text in self.table.faults.items() if spot[1] in used}

    def _check_layout(self) -> None:
        if ID not in self.lines:
            raise NotATable(
                "This is no price list of the grid: the first column must name the rows, and one of them is “id”. "
                "Export from the grid, and change that file."
            )
        if any(_key(self.table.text(self.lines[ID], column)) for column in range(1, FIRST_COLUMN)):
            raise NotATable(
                "The first three columns are not as they were exported: packages begin in column D. "
                "Put key, label and unit before them."
            )

    def columns(self) -> Iterator[Typed]:
        seen: dict[UUID, int] = {}
        for column in self.table.columns(start=FIRST_COLUMN):
            name = self.table.text(self.lines[ID], column)
            key = _key(name)
            texts = self._texts(column)
            if name and key is None:
                self.problems[self.lines[ID], column] = (
                    "Is no package. Leave this cell as it was exported, or clear it to make a new package."
                )
            elif key in seen:
                self.problems[self.lines[ID], column] = (
                    f"This package stands in {address(self.lines[ID], seen[key])} already. Keep one of them."
                )
            elif key or any(texts.values()):
                if key:
                    seen[key] = column
                yield Typed(str(column), key, self._revision(column) if key else None, texts)

    def _texts(self, column: int) -> dict[str, str]:
        return {
            key: self.table.text(line, column)
            for key, line in self.lines.items()
            if key in self.rows and (line, column) not in self.table.faults
        }

    def _revision(self, column: int) -> int | None:
        """Without one the file is compared with the package as it is now."""
        line = self.lines.get(REVISION)
        text = self.table.text(line, column) if line else ""
        if line and text and not _REVISION.fullmatch(text):
            self.problems[line, column] = "Is no revision. Leave this cell as it was exported."
            return None
        return int(text) if text else None


def _key(text: str) -> UUID | None:
    return parse_identity(text, prefix=Package.id_prefix)


def _unknown(key: str) -> str:
    if not key:
        return "Say here which row this line is, as the export does, or clear the line."
    return f"There is no “{key[:60]}” in the grid. Correct it, or remove the line."
