"""Tables as CSV: nothing is a formula, and what is written is read again."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.exchange.csv_file import read_csv, write_csv
from catalog.exchange.lines import Cell, Kind, Line
from catalog.exchange.table import MOST_TEXT

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


def written(*cells: Cell) -> bytes:
    return write_csv([Line(cells, Kind.TEXT)])


def test_it_is_csv_as_excel_opens_it() -> None:
    assert written("Größe", 'a "b"', "x,y", 5, Decimal("14.90")) == (
        b'\xef\xbb\xbfGr\xc3\xb6\xc3\x9fe,"a ""b""","x,y",5,14.90\r\n'
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "'=", "''@", "＝"])
def test_no_text_is_a_formula(start: str) -> None:
    data = written("name", "Name", "", f"{start}HYPERLINK(1)")

    cell = next(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[3]
    assert cell == f"'{start}HYPERLINK(1)"
    assert read_csv(data).texts[1, 4] == f"{start}HYPERLINK(1)"


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=4), max_size=4))
def test_every_text_is_read_as_it_was_written(rows: list[list[str]]) -> None:
    rows = [["id", "Package", "", *row] for row in rows]

    table = read_csv(write_csv([Line(tuple(row), Kind.TEXT) for row in rows]))

    expected = {
        (line, column): text
        for line, row in enumerate(rows, 1)
        for column, text in enumerate(row, 1)
        if text.strip()
    }
    assert table.texts == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_it_is_read_as_any_spreadsheet_writes_it(encoding: str, separator: str, end: str) -> None:
    rows = ["id|Package||", 'price|"Price;, x"||14,90', "max_rooms|Räume||∞"]
    rows = [row.replace("14,90", '"14,90"').replace("|", separator) for row in rows]

    table = read_csv(end.join(rows).encode(encoding))

    assert (table.text(2, 4), table.text(3, 4)) == ("14,90", "∞")
    assert table.text(2, 2) == "Price;, x"


def test_a_text_that_is_too_long_is_told_by_its_cell() -> None:
    table = read_csv(f"name,Name,,{'x' * (MOST_TEXT + 1)}\r\n".encode())

    assert "Shorten it" in table.faults[1, 4]
    assert table.text(1, 4) == ""
