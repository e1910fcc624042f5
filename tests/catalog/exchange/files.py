"""Files as people and spreadsheets make them, and as nobody should."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

CellValue = Any


def workbook(*rows: Sequence[CellValue], change: Callable[[Worksheet], object] | None = None) -> bytes:
    """A workbook of one sheet with these rows; `change` does more to it before it is saved."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(tuple(row))
    if change:
        change(sheet)
    return saved(book)


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def edited(data: bytes, **cells: CellValue) -> bytes:
    """An XLSX file with some cells typed over: `D7="12.50"`."""
    book = load_workbook(io.BytesIO(data))
    for place, value in cells.items():
        book.worksheets[0][place] = value
    return saved(book)


def with_part(data: bytes, name: str, text: bytes, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive in which one part is another, or is added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(stream, "w", method) as after:
        for entry in before.infolist():
            if entry.filename != name:
                after.writestr(entry.filename, before.read(entry))
        after.writestr(name, text)
    return stream.getvalue()


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def saying(data: bytes, size: int) -> bytes:
    """An archive whose entries all say that they are of this size."""
    changed = bytearray(data)
    place = changed.find(b"PK\x01\x02")
    while place >= 0:
        changed[place + 24 : place + 28] = size.to_bytes(4, "little")
        place = changed.find(b"PK\x01\x02", place + 4)
    return bytes(changed)


SHEET = "xl/worksheets/sheet1.xml"
