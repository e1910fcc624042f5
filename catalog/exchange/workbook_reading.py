"""From an XLSX file to a table."""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from openpyxl import Workbook, load_workbook

from catalog.exchange.facts import MOST_ELEMENTS, Facts, facts_of
from catalog.exchange.lines import FIRST_COLUMN
from catalog.exchange.parts import DAMAGED, parts_of
from catalog.exchange.table import NotATable, Spot, Table, address, check_size, table_of
from catalog.exchange.workbook_writing import SHEET

_FORMULA = "Has a formula. Put its value here: copy the cell, and paste it over itself as a value."
_DATE = "A spreadsheet made a date of what was typed. Format the cell as text and type it again."
_ERROR = "Shows an error of the spreadsheet. Type the value."
_MERGED = "{} are merged. Split them, and give each package its own value."
_NO_NUMBER = "Is no number that can be written. Type the value."
# Characters that XML can't hold, as Excel writes them; `_x005F_` stands for the first sign of such a text.
_ESCAPED = re.compile(r"_x(?:005F_(?=x[0-9A-Fa-f]{4}_)|(?P<code>00[01][0-9A-Fa-f]|FFF[EF])_)")


class _Fault(Exception):
    """A cell that is not read; the message says what to do."""


def read_workbook(data: bytes) -> Table:
    """The sheet that the export has, or else the first that is not hidden; raises NotATable."""
    parts = parts_of(data)
    facts = _facts(parts)
    try:
        return _table(load_workbook(_archive(parts), read_only=True, data_only=True, keep_links=False), facts)
    except NotATable:
        raise
    except Exception as error:
        # What is wrong inside a file shows in as many ways as there are lines of openpyxl.
        raise NotATable(DAMAGED) from error


def _facts(parts: Mapping[str, bytes]) -> dict[str, Facts]:
    left = MOST_ELEMENTS
    facts = {}
    for name, part in parts.items():
        facts[name] = facts_of(part, most=left)
        left -= facts[name].elements
    return facts


def _archive(parts: Mapping[str, bytes]) -> io.BytesIO:
    """An archive of nothing but parts that were looked at."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    stream.seek(0)
    return stream


def _table(book: Workbook, facts: Mapping[str, Facts]) -> Table:
    sheets: list[Any] = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    named = [sheet for sheet in sheets if sheet.title == SHEET]
    if not sheets:
        raise NotATable("The workbook has no sheet to read.")
    sheet = (named or sheets)[0]
    # openpyxl has no public word for the part that a sheet is read from.
    seen = facts[sheet._worksheet_path]
    check_size(seen.lines, seen.across)
    return _read(sheet, seen)


def _read(sheet: Any, seen: Facts) -> Table:
    texts: dict[Spot, str] = {}
    faults = dict.fromkeys(seen.formulas, _FORMULA)
    # The size that the sheet says it has is not asked for.
    rows = sheet.iter_rows(min_row=1, min_col=1, max_row=max(seen.lines, 1), max_col=max(seen.across, 1))
    for line, cells in enumerate(rows, 1):
        for column, cell in enumerate(cells, 1):
            try:
                texts[line, column] = _text(cell)
            except _Fault as fault:
                faults.setdefault((line, column), str(fault))
    return table_of(texts, {**faults, **_merged(seen)})


def _text(cell: Any) -> str:
    """What the cell says, as somebody would type it. Raises _Fault."""
    value, kind = cell.value, cell.data_type
    if value is None:
        return ""
    if kind == "e":
        raise _Fault(_ERROR)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return _ESCAPED.sub(lambda found: chr(int(found["code"], 16)) if found["code"] else "_", value)
    if isinstance(value, int | float) and kind == "n":
        return _number(value)
    raise _Fault(_DATE)


def _number(value: float) -> str:
    """A number as spreadsheets show it, with 15 digits: 14.899999999999999 is 14.9."""
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        raise _Fault(_NO_NUMBER)
    text = format(Decimal(f"{value:.15g}"), "f")
    # Typed, 1.299 can mean 1299 as well; a number of a spreadsheet can't.
    return f"{text}0" if re.fullmatch(r"\d+\.\d{3}", text, re.ASCII) else text


def _merged(seen: Facts) -> dict[Spot, str]:
    """Cells of packages that are one with their neighbours, of which only the first would be read."""
    return {
        (top, max(left, FIRST_COLUMN)): _MERGED.format(f"{address(top, left)} to {address(bottom, right)}")
        for (top, left), (bottom, right) in seen.merged
        if 0 < top <= seen.lines and left > 0 and right >= FIRST_COLUMN
    }
