"""From any file that somebody sends to a table, or to a sentence that says why it is none."""

from __future__ import annotations

from catalog.exchange.csv_file import read_csv
from catalog.exchange.table import NotATable, Table
from catalog.exchange.workbook_reading import read_workbook

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def read_table(data: bytes) -> Table:
    """What a file is shows in its first bytes, whatever it is called; raises NotATable."""
    if not data:
        raise NotATable("The file is empty.")
    if data.startswith(_OLD_OFFICE):
        raise NotATable(
            "This is an old Excel file (.xls), or one that is locked with a password. "
            "Save it as “Excel Workbook (.xlsx)” without a password."
        )
    return read_workbook(data) if data.startswith(_ZIP) else read_csv(data)
