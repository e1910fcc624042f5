"""Tables as XLSX: texts are texts, numbers are numbers, and what a spreadsheet made of them is told by cell."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from catalog.exchange.lines import Cell, Kind, Line
from catalog.exchange.table import Table
from catalog.exchange.workbook_reading import read_workbook
from catalog.exchange.workbook_writing import write_xlsx
from tests.catalog.exchange.files import SHEET, part, saved, with_part, workbook

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


def written(*cells: Cell, kind: Kind = Kind.TEXT) -> bytes:
    return write_xlsx([Line(cells, kind)])


def opened(data: bytes) -> Worksheet:
    return load_workbook(io.BytesIO(data)).worksheets[0]


def first(value: Any, *, number_format: str = "") -> Table:
    """What is read of a cell with this value."""

    def format_it(sheet: Worksheet) -> None:
        sheet["A1"].number_format = number_format or sheet["A1"].number_format

    return read_workbook(workbook([value], change=format_it))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "#N/A", "2024-01-01", "1e5", "0012"])
def test_every_text_is_a_text(text: str) -> None:
    data = written("name", "Name", "", text)

    cell = opened(data)["D1"]
    assert (cell.data_type, cell.value) == ("s", text)
    assert b"<f>" not in part(data, SHEET)


def test_numbers_are_numbers_with_the_decimals_that_they_are_shown_with() -> None:
    sheet = opened(written("price", "Price", "", Decimal("14.90"), Decimal("1200"), 7, kind=Kind.NUMBER))

    assert [(sheet[at].value, sheet[at].number_format) for at in ("D1", "E1", "F1")] == [
        (14.9, "0.00"),
        (1200, "0"),
        (7, "0"),
    ]


def test_heads_stay_in_sight() -> None:
    sheet = opened(written("id", "Package", "", "pkg_1", kind=Kind.HEAD))

    assert sheet.freeze_panes == "D4"
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["D"].width == 20


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TEXTS | st.sampled_from(["_x0041_", "_x005F_x0041_", "\x01", "\r\n", "\uffff"]), max_size=12))
def test_every_text_is_read_as_it_was_written(texts: list[str]) -> None:
    table = read_workbook(written("id", *texts))

    assert table.texts == {(1, at): text for at, text in enumerate(["id", *texts], 1) if text.strip()}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (14.899999999999999, "14.9"),
        (14.9, "14.9"),
        (0.1 + 0.2, "0.3"),
        (5.0, "5"),
        (1e15, "1000000000000000"),
        (1.299, "1.2990"),
        (1299, "1299"),
        (True, "TRUE"),
        (False, "FALSE"),
        ("14,90", "14,90"),
    ],
)
def test_a_value_is_read_as_it_would_be_typed(value: object, text: str) -> None:
    assert first(value).text(1, 1) == text


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("=A2*2", "Has a formula"),
        ("=cmd|' /C calc'!A0", "Has a formula"),
        (date(2026, 1, 2), "made a date"),
        (datetime(2026, 1, 2, 3, 4), "made a date"),
        (time(3, 4), "made a date"),
        ("#N/A", "an error"),
    ],
)
def test_what_has_no_value_is_told_by_its_cell(value: object, sentence: str) -> None:
    table = first(value)

    assert sentence in table.faults[1, 1]
    assert table.text(1, 1) == ""


def test_a_number_that_is_shown_as_a_date_is_told_by_its_cell() -> None:
    assert "made a date" in first(45000, number_format="d-mmm").faults[1, 1]


def test_a_formula_is_told_also_where_its_value_is_kept() -> None:
    data = workbook([5])
    text = part(data, SHEET).replace(b"<v>5</v>", b"<f>2+3</f><v>5</v>")

    assert "Has a formula" in read_workbook(with_part(data, SHEET, text)).faults[1, 1]


def test_merged_cells_of_packages_are_told() -> None:
    data = workbook(["price", "Price", "", 5, None], change=lambda sheet: sheet.merge_cells("D1:E1"))

    assert "D1 to E1 are merged" in read_workbook(data).faults[1, 4]


def test_the_sheet_of_the_export_is_read_wherever_it_stands() -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = "notes"
    book.create_sheet("Packages")["A1"] = "id"

    assert read_workbook(saved(book)).text(1, 1) == "id"


def test_a_hidden_sheet_is_not_read() -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = "hidden"
    book.worksheets[0].sheet_state = "hidden"
    book.create_sheet("Prices")["A1"] = "id"

    assert read_workbook(saved(book)).text(1, 1) == "id"
