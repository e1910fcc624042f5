"""A table as a file has it, and what keeps a file from being one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

# Lines and columns, both counted from 1 as spreadsheets do.
Spot = tuple[int, int]

# More than the largest grid has, with room for lines and columns that people add for themselves.
MOST_LINES = 200
MOST_ACROSS = 80
# No value of the grid is half as long.
MOST_TEXT = 500


class NotATable(Exception):
    """The file is not opened, or is no table; the message says why and what to do."""


@dataclass(frozen=True)
class Table:
    """`texts` has every cell that is not empty, `faults` a sentence for each that can't be read."""

    texts: Mapping[Spot, str]
    faults: Mapping[Spot, str] = field(default_factory=dict)

    def text(self, line: int, column: int) -> str:
        return self.texts.get((line, column), "").strip()

    def lines(self) -> Iterator[int]:
        return iter(range(1, 1 + max((line for line, _ in self._spots()), default=0)))

    def columns(self, *, start: int) -> Iterator[int]:
        return iter(range(start, 1 + max((column for _, column in self._spots()), default=0)))

    def says_anything(self, *, line: int, start: int) -> bool:
        """Whether a line has anything in this column or behind it."""
        return any(spot[0] == line and spot[1] >= start for spot in self._spots())

    def _spots(self) -> Iterator[Spot]:
        yield from self.texts
        yield from self.faults


def table_of(texts: Mapping[Spot, str], faults: Mapping[Spot, str]) -> Table:
    """A table without its empty cells; texts that are too long for any cell become faults."""
    long = {spot: _too_long(text) for spot, text in texts.items() if len(text) > MOST_TEXT}
    kept = {spot: text for spot, text in texts.items() if text.strip() and spot not in {**long, **faults}}
    return Table(kept, {**long, **faults})


def check_size(lines: int, across: int) -> None:
    """Raises NotATable for more lines or columns than a grid can have."""
    if lines > MOST_LINES:
        raise NotATable(
            f"The table reaches down to line {lines}, and no price list has more than {MOST_LINES}. "
            "Remove what stands below it."
        )
    if across > MOST_ACROSS:
        raise NotATable(
            f"The table reaches to column {get_column_letter(min(across, 18_278))}, and no price list goes "
            f"further than {get_column_letter(MOST_ACROSS)}. Import it in parts, or remove what stands beside it."
        )


def address(line: int, column: int) -> str:
    """A cell as spreadsheets name it: D7."""
    return f"{get_column_letter(column)}{line}"


def _too_long(text: str) -> str:
    return f"Has {len(text)} characters, and nothing in the grid is longer than {MOST_TEXT}. Shorten it."
