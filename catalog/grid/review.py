"""What saving the grid would do, package by package, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from catalog.actions.save import Saved
from catalog.actions.save_many import save_packages
from catalog.availability import SENTENCES
from catalog.difference_words import amount
from catalog.differences import commercial, differences, parsed
from catalog.grid.rows import Holds, Row
from catalog.grid.sheet import Sheet, SheetColumn
from catalog.grid.values import Values, text_of
from catalog.grid.writes import write_of
from config.differences import Difference
from config.taken_back import taken_back
from features.units import unit_text
from integrations.actors import Actor


@dataclass(frozen=True)
class Line:
    """What a new package would say in one row."""

    label: str
    text: str


@dataclass(frozen=True)
class Reviewed:
    """What would become of one package: `differences` of one that is there, `lines` of a new one.

    `reasons` say why it can't be sold then; `lost_sale` that this save would be the cause.
    """

    place: str
    name: str
    revision: int
    is_new: bool
    is_commercial: bool
    differences: tuple[Difference, ...]
    lines: tuple[Line, ...]
    reasons: tuple[str, ...]
    lost_sale: bool


def review(sheet: Sheet, *, by: Actor) -> list[Reviewed]:
    """What saving the changed columns would do; everything is taken back.

    Raises ManyRefused, with places among `sheet.changed`.
    """
    changed = sheet.changed
    saved = taken_back(lambda: save_packages([write_of(column) for column in changed], by=by))
    return [_reviewed(sheet, column, one) for column, one in zip(changed, saved, strict=True)]


def save(sheet: Sheet, *, by: Actor, reason: str) -> Sequence[Saved]:
    """Stores the changed columns, all or none, each with one revision; raises ManyRefused as `review` does."""
    return save_packages([write_of(column) for column in sheet.changed], by=by, reason=reason)


def _reviewed(sheet: Sheet, column: SheetColumn, saved: Saved) -> Reviewed:
    document, before = saved.document, saved.before
    found = differences(parsed(before.text), parsed(document.text)) if before else ()
    return Reviewed(
        place=column.place,
        name=column.column.name or column.name,
        revision=document.revision,
        is_new=column.is_new,
        is_commercial=column.is_new or commercial(found),
        differences=found,
        lines=tuple(_lines(sheet, column)) if column.is_new else (),
        reasons=tuple(SENTENCES[code] for code in document.reasons if code in SENTENCES),
        lost_sale=saved.lost_sale,
    )


def _lines(sheet: Sheet, column: SheetColumn) -> list[Line]:
    said = ((row.label, _said(row, column.values)) for row in sheet.rows.values() if row.key != "currency")
    return [Line(label, text) for label, text in said if text]


def _said(row: Row, values: Values) -> str:
    """The value of a row with its unit."""
    text, value = text_of(row, values), values.get(row.key)
    if isinstance(value, Decimal) and text:
        return str(amount(value, str(values["currency"])))
    if row.holds is Holds.COUNT and text and row.feature:
        unit = unit_text(row.feature.field_suffix, value)
        return "unlimited" if value is True else f"{text} {unit}".rstrip()
    return text
