"""The grid as a browser sends it, with scripts or without."""

from __future__ import annotations

import re
from collections.abc import Iterable
from uuid import UUID

from django.http import QueryDict

from catalog.grid.columns import MOST_COLUMNS
from catalog.grid.sheet import Pick, SheetColumn, Typed
from catalog.models import Package
from config.identity import parse_identity
from features.service_types import ServiceType

# One hidden box for each column: where it stands and, of a package that is there, its key and revision, or
# of one that was reviewed before it is made, the key that it will get.
COLUMN = re.compile(
    r"(?P<place>\d{1,3})(?: (?P<key>[0-9a-f-]{36}) (?P<revision>\d{1,9})| new (?P<new_key>[0-9a-f-]{36}))?",
    re.ASCII,
)
PICK = "pick/"
_LONGEST = 2000


def columns_in(data: QueryDict) -> list[Typed]:
    """What was typed, column by column; what is no column of the grid is left out."""
    texts: dict[str, dict[str, str]] = {}
    for name in data:
        place, _, row = name.partition("/")
        texts.setdefault(place, {})[row] = str(data.get(name, ""))[:_LONGEST].replace("\0", "")
    asked = data.getlist("asked")
    found = [COLUMN.fullmatch(text) for text in data.getlist("column")]
    typed = {
        match["place"]: Typed(
            place=match["place"],
            key=_key(match["key"]),
            revision=int(match["revision"]) if match["revision"] else None,
            texts=texts.get(match["place"], {}),
            picks=_picks(match["place"], asked, data),
            new_key=_key(match["new_key"]),
        )
        for match in found
        if match
    }
    return _once(typed.values())


def _key(text: str | None) -> UUID | None:
    return parse_identity(text or "", prefix=Package.id_prefix)


def _once(typed: Iterable[Typed]) -> list[Typed]:
    """A package stands in one column, whatever was sent."""
    seen = {one.key or one.new_key or one.place: one for one in typed}
    return list(seen.values())[:MOST_COLUMNS]


def _picks(place: str, asked: Iterable[str], data: QueryDict) -> dict[str, Pick]:
    names = [name for name in asked if name.startswith(f"{place}/")]
    return {name.partition("/")[2]: _pick(data.get(f"{PICK}{name}")) for name in names}


def _pick(text: str | None) -> Pick:
    if text == "mine":
        return "mine"
    return "theirs" if text == "theirs" else ""


def type_of_new(data: QueryDict) -> str:
    """The service type of the columns that are new."""
    asked = data.get("service_type", "")
    return asked if asked in ServiceType.values else ServiceType.MEET.value


def column_text(column: SheetColumn) -> str:
    """The hidden box of a column; a new one that was reviewed has the key that it will get, to be made once."""
    if column.column.key:
        return f"{column.place} {column.column.key} {column.column.revision}"
    return f"{column.place} new {column.new_key}" if column.new_key else column.place
