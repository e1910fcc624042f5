"""Tables as CSV (RFC 4180): written as Excel opens it, read as spreadsheets write it."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Sequence
from itertools import islice

from catalog.exchange.lines import Cell, Line
from catalog.exchange.table import NotATable, Spot, Table, check_size, table_of

# What a spreadsheet would take for a formula. One apostrophe before it makes it a text, and is taken off
# again; texts that begin so by themselves get one more.
_STARTS = r"[=+\-@\t\r\n＝＋－＠]"
_FORMULA, _GUARDED = re.compile(f"'*{_STARTS}"), re.compile(f"'+{_STARTS}")
_SEPARATORS = (",", ";", "\t")


def write_csv(lines: Iterable[Line]) -> bytes:
    """UTF-8 with the mark by which Excel knows it."""
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\r\n").writerows([[_written(c) for c in line.cells] for line in lines])
    return codecs.BOM_UTF8 + stream.getvalue().encode()


def _written(cell: Cell) -> str:
    text = str(cell)
    return f"'{text}" if isinstance(cell, str) and _FORMULA.match(text) else text


def read_csv(data: bytes) -> Table:
    """A table with commas, semicolons or tabs; raises NotATable."""
    text = _decoded(data)
    texts: dict[Spot, str] = {}
    for number, record in enumerate(_records(text, _separator(text)), 1):
        used = [(across, cell) for across, cell in enumerate(record, 1) if cell.strip()]
        if used:
            check_size(number, used[-1][0])
        texts |= {(number, across): _read(cell) for across, cell in used}
    return table_of(texts, {})


def _read(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell


def _decoded(data: bytes) -> str:
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        raise NotATable(
            "This is neither an XLSX file nor a CSV file in UTF-8. "
            "In Excel, save it as “Excel Workbook” or as “CSV UTF-8”."
        ) from None
    if "\0" in text:
        raise NotATable("This is no table. Choose the CSV or XLSX file that the grid exported.")
    return text


def _separator(text: str) -> str:
    """The one that makes the widest of the first lines."""
    return max(_SEPARATORS, key=lambda separator: _width(text, separator))


def _width(text: str, separator: str) -> int:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        return max(map(len, islice(reader, 10)), default=0)
    except csv.Error:
        return 0


def _records(text: str, separator: str) -> Iterable[Sequence[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from reader
    except csv.Error:
        raise NotATable(
            f"The quotation marks do not match, at line {reader.line_num} or before it. Save the table anew."
        ) from None
