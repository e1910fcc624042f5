"""What an import page is sent: a file, or what was previewed of one."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict

from catalog.exchange.table import NotATable

# Where a row stands in the file: "7 price".
_LINE = re.compile(r"(?P<line>\d{1,4}) (?P<row>\S{1,200})", re.ASCII)


def file_in(request: HttpRequest) -> bytes:
    """The bytes of the file that was chosen; raises NotATable when there is none, or one that is too large."""
    sent = request.FILES.get("file")
    if isinstance(sent, UploadedFile):
        return bytes(sent.read())
    most = settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    if _length(request) > most:
        raise NotATable(
            f"The file is larger than {most // 1_000_000} MB, and no price list is, so it was not read. "
            "Copy the table into a new workbook and save that."
        )
    raise NotATable("Choose the file first.")


def _length(request: HttpRequest) -> int:
    text = str(request.META.get("CONTENT_LENGTH") or "")
    return int(text) if text.isascii() and text.isdigit() else 0


def lines_in(data: QueryDict) -> dict[str, int]:
    """Where the rows stood in the file that was previewed."""
    found = (_LINE.fullmatch(text) for text in data.getlist("line"))
    return {match["row"]: int(match["line"]) for match in found if match}


def line_texts(lines: Mapping[str, int]) -> list[str]:
    """The same, to be sent again."""
    return [f"{line} {row}" for row, line in lines.items()]
