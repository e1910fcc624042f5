"""A sheet as its page shows it: rows in groups, and of each cell what there is to say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from catalog.admin.grid.boxes import boxes
from catalog.admin.grid.typed import column_text
from catalog.admin.wording import badge, period_text
from catalog.grid.merging import Moved
from catalog.grid.rows import Row, why_closed
from catalog.grid.sheet import Sheet, SheetColumn
from catalog.grid.values import text_of
from catalog.grid.writes import CellProblem
from catalog.models.package import Status
from features.choices import FeatureKind
from features.platform import Platform, running_platform
from features.units import unit_text

_FIELDS = "fields"
_CLOSED = "closed"
_GROUPS = {
    _FIELDS: ("Package", ""),
    FeatureKind.LIMIT: ("Limits", "A ceiling that is checked: a number or ∞"),
    FeatureKind.ALLOWANCE: ("Allowances", "An amount that is used: a number or ∞"),
    FeatureKind.SWITCH: ("Included or not", "A tick"),
    FeatureKind.USAGE: ("Measured and charged by use", "A tick"),
    _CLOSED: ("Not for these packages", ""),
}


@dataclass(frozen=True)
class ShownCell:
    """A box; `was` is what is stored, `closed` why nothing can be typed, `moved` what others made of it."""

    place: str
    name: str
    text: str
    was: str
    is_changed: bool = False
    closed: str = ""
    problems: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    clash: Moved | None = None
    moved: Moved | None = None

    @property
    def id(self) -> str:
        return cell_id(self.name)

    @property
    def has_notes(self) -> bool:
        return bool(self.problems or self.steps or self.clash or self.moved)

    @property
    def state(self) -> str:
        """The classes of the cell."""
        states = {
            "is-changed": self.is_changed,
            "has-problem": self.problems,
            "has-step": self.steps,
            "has-moved": self.moved,
            "has-clash": self.clash,
        }
        return " ".join(name for name, applies in states.items() if applies)


@dataclass(frozen=True)
class ShownRow:
    """A row; `closed` when one sentence says why none of the packages can have it."""

    row: Row
    number: int
    unit: str
    cells: tuple[ShownCell, ...]
    boxes: SafeString
    is_equal: bool
    closed: str

    @property
    def holds(self) -> str:
        return self.row.holds.value


@dataclass(frozen=True)
class ShownGroup:
    label: str
    note: str
    is_closed: bool
    rows: tuple[ShownRow, ...]


@dataclass(frozen=True)
class ShownColumn:
    """The head of a column; `sent` is its hidden box, `about` tells packages of one name apart."""

    place: str
    sent: str
    name: str
    url: str
    badge: SafeString
    about: str
    is_new: bool


@dataclass(frozen=True)
class Note:
    """A problem or a false step in the list beside the grid, with the cell that it leads to."""

    cell: str
    where: str
    detail: str


def cell_id(name: str) -> str:
    return f"cell-{name.replace('/', '-')}"


def shown_columns(sheet: Sheet) -> list[ShownColumn]:
    return [_column(column) for column in sheet.columns]


def _column(column: SheetColumn) -> ShownColumn:
    stored, document = column.column, column.column.document
    url = reverse("admin:catalog_package_change", args=[stored.key]) if stored.key else ""
    return ShownColumn(
        place=column.place,
        sent=column_text(column),
        name=stored.name or column.name,
        url=url,
        badge=_state(document),
        about=str(stored.values["currency"]),
        is_new=column.is_new,
    )


def _state(document: Mapping[str, Any]) -> SafeString:
    if not document:
        return badge("draft", "New", "Saved as a draft once something is typed")
    if document["retired"]:
        return badge("retired", "Retired")
    return badge(document["status"], str(Status(document["status"]).label))


def shown_groups(
    sheet: Sheet, problems: Iterable[CellProblem], steps: Iterable[CellProblem], *, locked: bool
) -> list[ShownGroup]:
    """Every row in its group; those that none of the packages can have stand in the last.

    `locked` for who may only look.
    """
    platform = running_platform()
    told, stepped = _by_cell(problems), _by_cell(steps)
    groups: dict[str, list[ShownRow]] = {name: [] for name in _GROUPS}
    for number, row in enumerate(sheet.rows.values()):
        closed = _closed(row, sheet.columns, platform)
        cells = tuple(_cell(row, column, closed, told, stepped) for column in sheet.columns)
        groups[_group(row, cells)].append(_row(row, number, cells, sheet.columns, locked=locked))
    return [
        ShownGroup(*_GROUPS[name], is_closed=name == _CLOSED, rows=tuple(rows))
        for name, rows in groups.items()
        if rows
    ]


def _by_cell(found: Iterable[CellProblem]) -> Mapping[str, list[str]]:
    by_cell: dict[str, list[str]] = defaultdict(list)
    for problem in found:
        by_cell[f"{problem.place}/{problem.row}"].append(problem.detail)
    return by_cell


def _group(row: Row, cells: Sequence[ShownCell]) -> str:
    if row.feature is None:
        return _FIELDS
    return _CLOSED if all(cell.closed for cell in cells) else str(row.feature.kind)


def _row(
    row: Row, number: int, cells: tuple[ShownCell, ...], columns: Sequence[SheetColumn], *, locked: bool
) -> ShownRow:
    texts = {cell.text for cell, column in zip(cells, columns, strict=True) if not _says_nothing(column)}
    reasons = {cell.closed for cell in cells}
    return ShownRow(
        row=row,
        number=number,
        unit=_unit(row),
        cells=cells,
        boxes=boxes(cells, row=number, locked=locked),
        is_equal=len(texts) <= 1,
        closed=next(iter(reasons)) if len(reasons) == 1 else "",
    )


def _says_nothing(column: SheetColumn) -> bool:
    return column.is_new and column.is_blank


def _unit(row: Row) -> str:
    if row.feature is None:
        return ""
    return " ".join(filter(None, (unit_text(row.feature.field_suffix), period_text(row.feature))))


def _closed(row: Row, columns: Sequence[SheetColumn], platform: Platform) -> dict[str, str]:
    """Why packages of each service type can't be given the row's feature."""
    types = {column.column.service_type for column in columns}
    return {name: why_closed(row, name, platform=platform) for name in types}


def _cell(
    row: Row,
    column: SheetColumn,
    closed: Mapping[str, str],
    told: Mapping[str, list[str]],
    stepped: Mapping[str, list[str]],
) -> ShownCell:
    name, was = f"{column.place}/{row.key}", text_of(row, column.column.values)
    text = column.texts.get(row.key, was)
    has = column.column.has(row.key) or bool(text)
    return ShownCell(
        place=column.place,
        name=name,
        text=text,
        was=was,
        is_changed=text != was and not _says_nothing(column),
        closed="" if has else closed[column.column.service_type],
        problems=tuple(told.get(name, ())),
        steps=tuple(stepped.get(name, ())),
        clash=column.clashes.get(row.key),
        moved=column.moved.get(row.key),
    )


def notes(sheet: Sheet, found: Iterable[CellProblem]) -> list[Note]:
    """Problems or false steps as a list, in the order of the columns."""
    names = {column.place: column.name for column in sheet.columns}
    order = {place: number for number, place in enumerate(names)}
    return [
        Note(
            cell_id(f"{problem.place}/{problem.row}") if problem.row in sheet.rows else "",
            _where(names.get(problem.place, ""), sheet.rows.get(problem.row)),
            problem.detail,
        )
        for problem in sorted(found, key=lambda problem: order.get(problem.place, 0))
    ]


def _where(name: str, row: Row | None) -> str:
    return f"{name}, {row.label}" if row else name
