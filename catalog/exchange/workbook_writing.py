"""Tables as XLSX."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from catalog.exchange.lines import FIRST_COLUMN, Cell, Kind, Line
from catalog.exchange.table import address
from catalog.money import decimals

SHEET = "Packages"
_BOLD, _QUIET = Font(bold=True), Font(color="00666666")
_SHADE = PatternFill("solid", fgColor="00EEF1F3")
_WIDTHS, _WIDTH = (26, 34, 18), 20
# The format of a text: what is typed over it stays as it is typed.
_AS_TEXT = "@"
# What XML can't hold, or changes, and what would be read as an escape of it.
_SPECIAL = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def write_xlsx(lines: Iterable[Line]) -> bytes:
    """One sheet, with its heads in sight; every text is a text, whatever it begins with."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    for number, line in enumerate(lines, 1):
        for across, cell in enumerate(line.cells, 1):
            _write(sheet.cell(number, across), cell, line.kind, is_package=across >= FIRST_COLUMN)
        if line.kind is Kind.GROUP:
            _shade(sheet, number)
    _lay_out(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write(there: Any, cell: Cell, kind: Kind, *, is_package: bool) -> None:
    if isinstance(cell, str):
        _write_text(there, cell)
        if is_package and kind is not Kind.NUMBER:
            there.number_format = _AS_TEXT
    else:
        there.value = cell
        there.number_format = f"0.{'0' * _places(cell)}".rstrip(".")
    if kind in (Kind.HEAD, Kind.GROUP):
        there.font = _BOLD
    elif not is_package and there.column != 2:
        there.font = _QUIET


def _write_text(there: Any, text: str) -> None:
    if text:
        there.value = _SPECIAL.sub(_escape, text)
        there.data_type = "s"


def _escape(found: re.Match[str]) -> str:
    return "_x005F_" if found[0] == "_" else f"_x{ord(found[0]):04X}_"


def _places(number: int | Decimal) -> int:
    if isinstance(number, int):
        return 0
    return max(decimals(number), -int(number.as_tuple().exponent))


def _shade(sheet: Worksheet, number: int) -> None:
    for across in range(1, max(FIRST_COLUMN, sheet.max_column) + 1):
        sheet.cell(number, across).fill = _SHADE


def _lay_out(sheet: Worksheet) -> None:
    sheet.freeze_panes = address(FIRST_COLUMN, FIRST_COLUMN)
    for across in range(1, sheet.max_column + 1):
        width = _WIDTHS[across - 1] if across < FIRST_COLUMN else _WIDTH
        sheet.column_dimensions[get_column_letter(across)].width = width
