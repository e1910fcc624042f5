"""Files that are not opened, or turn out to be no table: each is a sentence, and costs next to nothing."""

from __future__ import annotations

import io
import re
import tracemalloc
import zipfile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

from catalog.exchange.parts import MOST_PARTS
from catalog.exchange.reading import read_table
from catalog.exchange.table import NotATable, Table
from tests.catalog.exchange.files import SHEET, part, saying, with_part, workbook

GOOD = workbook(["id", "Package", "", "x"], ["name", "Name", "", "Basic"])
STYLES = b"<s>" + b"<xf/>" * 70_000 + b"</s>"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4


def refusal(data: bytes) -> str:
    with pytest.raises(NotATable) as refused:
        read_table(data)
    return str(refused.value)


def archive(*parts: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts:
            made.writestr(name, text)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (PNG, "neither an XLSX file nor a CSV"),
        (b"name\0,price", "no table"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "locked with a password"),
        (b"PK\x03\x04" + bytes(100), "damaged"),
        (archive(("hello.txt", b"hello")), "no workbook"),
        (archive(("content.xml", b"<x/>"), ("mimetype", b"x")), "OpenDocument"),
        (archive(("xl/workbook.bin", b"x")), "binary workbook"),
        (archive(("[Content_Types].xml", b"<x/>")), "damaged"),
        (archive(*((f"xl/media/{number}", b"") for number in range(MOST_PARTS + 1))), "201 parts"),
        (with_part(GOOD, "xl/vbaProject.bin", b"x"), "macros"),
        (with_part(GOOD, "xl/externalLinks/externalLink1.xml", b"<x/>"), "linked to other files"),
        (with_part(GOOD, "xl/connections.xml", b"<x/>"), "data from elsewhere"),
        (with_part(GOOD, "xl/embeddings/oleObject1.bin", b"x"), "embedded"),
        (with_part(GOOD, "xl/activeX/activeX1.xml", b"x"), "programmed controls"),
        (with_part(GOOD, "../../etc/passwd", b"x"), "no workbook"),
        (with_part(GOOD, "xl/worksheets/nested.xml", b"<a>" * 40 + b"</a>" * 40), "far more in it"),
        (with_part(GOOD, "xl/styles.xml", STYLES, method=zipfile.ZIP_STORED), "far more in it"),
        (with_part(GOOD, "xl/sharedStrings.xml", b"not xml"), "damaged"),
        (with_part(GOOD, "xl/styles.xml", b"x" * 100, method=zipfile.ZIP_BZIP2), "damaged"),
        (GOOD[: len(GOOD) // 2], "damaged"),
    ],
)  # fmt: skip
def test_what_is_no_price_list_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    assert sentence in refusal(data)


def test_a_file_with_a_password_is_refused() -> None:
    locked = bytearray(GOOD)
    place = locked.find(b"PK\x01\x02")
    locked[place + 8] |= 1

    assert "locked with a password" in refusal(bytes(locked))


@pytest.mark.parametrize(
    "text",
    [
        b'<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>',
        b'<!DOCTYPE x [<!ENTITY passwd SYSTEM "file:///etc/passwd">]><worksheet>&passwd;</worksheet>',
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><worksheet/>',
    ],
)
def test_entities_are_refused(text: bytes) -> None:
    assert "damaged" in refusal(with_part(GOOD, SHEET, text))


@pytest.mark.parametrize("name", [SHEET, "xl/sharedStrings.xml", "xl/styles.xml", "xl/media/image1.png"])
def test_a_bomb_is_refused_before_it_is_unpacked(name: str) -> None:
    bomb = with_part(GOOD, name, bytes(20_000_000))

    tracemalloc.start()
    sentence = refusal(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert "far larger than any price list" in sentence
    assert peak < 3_000_000


def test_a_bomb_whose_directory_lies_is_not_unpacked_either() -> None:
    bomb = saying(with_part(GOOD, SHEET, bytes(20_000_000)), 5_000)

    tracemalloc.start()
    refusal(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 3_000_000


def test_a_sheet_as_large_as_is_opened_at_all_takes_little_memory() -> None:
    empty = b"<row>" + b"<c/>" * 58_000 + b"</row>"
    text = re.sub(rb"</sheetData>", empty + b"</sheetData>", part(GOOD, SHEET))
    data = with_part(GOOD, SHEET, text, method=zipfile.ZIP_STORED)

    tracemalloc.start()
    read_table(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 60_000_000


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ('<row r="5000"><c r="A5000"><v>1</v></c></row>', "down to line 5000"),
        ('<row r="1"><c r="ZZ1"><v>1</v></c></row>', "to column ZZ"),
        ('<row r="99999999999999"><c><v>1</v></c></row>', "no price list has more than"),
        ('<row r="0"><c><v>1</v></c></row>', "damaged"),
        ('<row r="x"/>', "damaged"),
        ('<row r="2"/><row r="1"/>', "damaged"),
        ('<row r="1"><c r="B1"/><c r="A1"/></row>', "damaged"),
        ('<row r="1"><c r="B7"><v>1</v></c></row>', "damaged"),
        ('<row r="1"><c t="s"><v>77</v></c></row>', "damaged"),
        ('<row r="1"><c><v>much</v></c></row>', "damaged"),
    ],
)
def test_a_sheet_that_is_too_large_or_broken_is_refused(cell: str, sentence: str) -> None:
    text = re.sub(rb"<row.*</row>", cell.encode(), part(GOOD, SHEET), flags=re.DOTALL)

    assert sentence in refusal(with_part(GOOD, SHEET, text))


def test_the_size_that_a_sheet_says_it_has_is_not_believed() -> None:
    text = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', part(GOOD, SHEET))

    assert read_table(with_part(GOOD, SHEET, text)).text(2, 4) == "Basic"


def test_what_people_add_to_a_workbook_does_no_harm() -> None:
    def more(sheet: object) -> None:
        sheet["A1"].comment = Comment("Ask Priya", "Olivia")  # type: ignore[index]
        sheet.parent.create_sheet("Notes")["A1"] = "=1+1"  # type: ignore[attr-defined]
        sheet.auto_filter.ref = "A1:D2"  # type: ignore[attr-defined]

    data = workbook(["id", "Package", "", ""], ["name", "Name", "", "Basic"], change=more)

    assert read_table(data).text(2, 4) == "Basic"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("id,Package,,\r\n" * 201, "down to line 201"),
        ("id" + "," * 90 + "x", "to column"),
        ('id,"Package', "quotation marks do not match"),
        ('id,"Pack"age",x', "quotation marks do not match"),
        ("id," + "x" * 200_000, "quotation marks do not match"),
    ],
)
def test_a_csv_that_is_too_large_or_broken_is_refused(text: str, sentence: str) -> None:
    assert sentence in refusal(text.encode())


def read_or_refused(data: bytes) -> Table | NotATable:
    try:
        return read_table(data)
    except NotATable as refused:
        return refused


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400))
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf")
@example(b"\xfe\xff\x00")
@example(b"PK\x05\x06" + bytes(18))
def test_any_bytes_are_a_table_or_a_sentence(data: bytes) -> None:
    assert read_or_refused(data)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_damaged_workbook_is_a_table_or_a_sentence(data: st.DataObject) -> None:
    broken = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 6))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(broken)))

    assert read_or_refused(bytes(broken))
    assert read_or_refused(bytes(broken[:cut]))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from([SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"]),
    st.data(),
)
def test_a_workbook_with_damaged_insides_is_a_table_or_a_sentence(name: str, data: st.DataObject) -> None:
    text = bytearray(part(GOOD, name))
    start = data.draw(st.integers(0, len(text) - 1))
    length = data.draw(st.integers(0, 40))
    text[start : start + length] = data.draw(
        st.binary(max_size=20) | st.sampled_from([b"", b"NaN", b'"', b"-1"])
    )

    assert read_or_refused(with_part(GOOD, name, bytes(text)))
