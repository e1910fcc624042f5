"""What is looked at before a workbook is opened: what its archive holds, and how large that would become."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from catalog.exchange.table import NotATable

DAMAGED = "The file is damaged, or no workbook. Open it in a spreadsheet and save it as XLSX again."
MOST_PARTS = 200
MOST_PART = 4_000_000
MOST_OPENED = 8_000_000
# Tables shrink to a tenth or a thirtieth of their size, what is made to be large to a thousandth.
MOST_RATIO = 200
_SMALL = 100_000
_CHUNK = 65_536
_ENCRYPTED = 0x1

# Everything that a table can be read from; nothing else is ever unpacked.
_OPENED = re.compile(
    r"\[Content_Types\]\.xml|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|xl/sharedStrings\.xml|xl/styles\.xml"
    r"|xl/worksheets/[\w. -]+\.xml",
    re.ASCII,
)
_KNOWN = re.compile(
    r"_rels/.*|docProps/.*|docMetadata/.*|customXml/.*|xl/_rels/.*|xl/calcChain\.xml|xl/metadata\.xml"
    r"|xl/(worksheets|theme|printerSettings|drawings|media|charts|tables|persons|threadedComments|richData"
    r"|comments|pivotTables|pivotCache|slicers|slicerCaches|featurePropertyBag)/.*|xl/comments\d*\.xml",
    re.ASCII,
)
_REFUSED = (
    ("vbaProject", "The workbook has macros. Save it as “Excel Workbook (.xlsx)”, which has none."),
    ("macrosheets/", "The workbook has macros. Save it as “Excel Workbook (.xlsx)”, which has none."),
    ("externalLinks/", "The workbook is linked to other files. Replace the links by their values."),
    ("connections.xml", "The workbook takes data from elsewhere. Replace what it takes by the values."),
    ("queryTables/", "The workbook takes data from elsewhere. Replace what it takes by the values."),
    ("embeddings/", "Other files are embedded in the workbook. Remove them."),
    ("activeX/", "The workbook has programmed controls. Remove them."),
    ("ctrlProps/", "The workbook has programmed controls. Remove them."),
    ("content.xml", "This is an OpenDocument file. Save it as XLSX or as CSV."),
    ("workbook.bin", "This is a binary workbook (.xlsb). Save it as “Excel Workbook (.xlsx)”."),
)


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a workbook that a table is read from, unpacked; raises NotATable.

    The archive's directory is judged first. While parts are unpacked their real size counts, whatever the
    directory says.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _judge(entries)
            return _unpacked(archive, [one for one in entries if _OPENED.fullmatch(one.filename)])
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise NotATable(DAMAGED) from None


def _judge(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_PARTS:
        raise NotATable(f"The file holds {len(entries)} parts, and a table has no more than {MOST_PARTS}.")
    if len({entry.filename.casefold() for entry in entries}) < len(entries):
        raise NotATable(DAMAGED)
    for entry in entries:
        _judge_part(entry)
    whole = sum(entry.file_size for entry in entries if _OPENED.fullmatch(entry.filename))
    if whole > MOST_OPENED:
        raise _too_large()


def _judge_part(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    if entry.flag_bits & _ENCRYPTED:
        raise NotATable("The file is locked with a password. Save it without one.")
    for part, sentence in _REFUSED:
        if part in name:
            raise NotATable(sentence)
    if not (_OPENED.fullmatch(name) or _KNOWN.fullmatch(name)):
        raise NotATable(
            "The file is no workbook, or has something in it that no table needs. Save it as XLSX."
        )
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NotATable(DAMAGED)
    ratio = entry.file_size / max(entry.compress_size, 1)
    if entry.file_size > MOST_PART or (entry.file_size > _SMALL and ratio > MOST_RATIO):
        raise _too_large()


def _unpacked(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    left = MOST_OPENED
    parts = {}
    for entry in entries:
        parts[entry.filename] = _read(archive, entry, min(left, MOST_PART))
        left -= len(parts[entry.filename])
    return parts


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """In pieces: asked for all at once, a part is unpacked beyond what its entry says."""
    read = bytearray()
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            read += chunk
            if len(read) > most:
                raise _too_large()
    return bytes(read)


def _too_large() -> NotATable:
    return NotATable(
        "Unpacked, the file would be far larger than any price list, so it was not opened. "
        "Copy the table into a new workbook and save that."
    )
