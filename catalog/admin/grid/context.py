"""What the two pages of the grid are made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict

from catalog.admin.grid.asked import filters_of, spelled
from catalog.admin.grid.folds import folded
from catalog.admin.grid.shown import cell_id, notes, shown_columns, shown_groups
from catalog.admin.grid.typed import PICK, column_text, type_of_new
from catalog.grid.choosing import Choice, InUse
from catalog.grid.columns import MOST_COLUMNS, MOST_SHOWN
from catalog.grid.review import Reviewed
from catalog.grid.sheet import Sheet, SheetColumn
from catalog.grid.steps import steps_of
from catalog.grid.writes import CellProblem
from features.service_types import service_type_label

# As in the page's script: more are marked in the table only.
MOST_LISTED = 30


@dataclass(frozen=True)
class Clash:
    """A cell that both changed; `name` is what it is sent as, `pick` what the choice is sent as."""

    name: str
    label: str
    mine: str
    theirs: str

    @property
    def cell(self) -> str:
        return cell_id(self.name)

    @property
    def pick(self) -> str:
        return f"{PICK}{self.name}"


@dataclass(frozen=True)
class Contest:
    """A package that somebody else saved, with what is different now, row by row."""

    name: str
    authors: str
    lines: tuple[tuple[str, str, str], ...]
    clashes: tuple[Clash, ...]


@dataclass(frozen=True)
class LostColumn:
    """A package that is gone, and what was typed over it: label and text."""

    lines: tuple[tuple[str, str], ...]


def grid_context(
    request: HttpRequest,
    sheet: Sheet,
    *,
    choice: Choice,
    used: InUse,
    has_more: bool = False,
    problems: Sequence[CellProblem] = (),
    contested: bool = False,
) -> dict[str, Any]:
    """The table, what is wrong with it, and what else could be chosen."""
    steps = steps_of(sheet)
    new_type = sheet.new_type(type_of_new(request.POST) if request.POST else choice.service_type)
    may_change = request.user.has_perm("catalog.change_package")
    groups = shown_groups(sheet, problems, steps, locked=not may_change)
    return {
        "columns": shown_columns(sheet),
        "groups": groups,
        "closed_rows": sum(len(group.rows) for group in groups if group.is_closed),
        "problems": notes(sheet, problems),
        "steps": folded(sheet, steps),
        "contested": contested,
        "contests": _contests(sheet) if contested else (),
        "lost": _lost(sheet),
        "changes": sum(len(c.edits.values) + len(c.edits.problems) for c in sheet.changed),
        "changed": len(sheet.changed),
        "filters": filters_of(choice, used),
        "choice": choice,
        "spelled": spelled(choice),
        "next_page": _address(request.GET, choice.page + 1) if has_more and not choice.keys else "",
        "previous_page": _address(request.GET, choice.page - 1) if choice.page > 1 else "",
        "is_cut": has_more and bool(choice.keys),
        "service_type": new_type,
        "type_label": service_type_label(new_type) if new_type else "",
        "may_change": may_change,
        "may_add": may_change and request.user.has_perm("catalog.add_package") and bool(new_type),
        "most_shown": MOST_SHOWN,
        "most_columns": MOST_COLUMNS,
        "most_listed": MOST_LISTED,
        "address": request.get_full_path(),
        "reason": request.POST.get("reason", ""),
    }


def review_context(request: HttpRequest, sheet: Sheet, reviewed: Sequence[Reviewed]) -> dict[str, Any]:
    """What saving would do, and everything that was typed, to be sent again."""
    return {
        "title": "Review the changes",
        "reviewed": reviewed,
        "columns": [column_text(column) for column in sheet.columns],
        "texts": [
            (f"{column.place}/{key}", text) for column in sheet.columns for key, text in column.texts.items()
        ],
        "steps": folded(sheet, steps_of(sheet)),
        "service_type": type_of_new(request.POST),
        "reason": request.POST.get("reason", ""),
        "address": request.get_full_path(),
    }


def _contests(sheet: Sheet) -> list[Contest]:
    return [
        Contest(
            column.column.name,
            ", ".join(column.authors),
            tuple((sheet.rows[key].label, moved.was, moved.now) for key, moved in column.moved.items()),
            tuple(_clashes(sheet, column)),
        )
        for column in sheet.columns
        if column.clashes or (column.authors and (column.is_changed or column.moved))
    ]


def _clashes(sheet: Sheet, column: SheetColumn) -> Iterator[Clash]:
    for key, moved in column.clashes.items():
        yield Clash(f"{column.place}/{key}", sheet.rows[key].label, column.texts[key], moved.now)


def _lost(sheet: Sheet) -> list[LostColumn]:
    return [
        LostColumn(
            tuple((sheet.rows[key].label, text) for key, text in one.texts.items() if key in sheet.rows)
        )
        for one in sheet.lost
    ]


def _address(query: QueryDict, page: int) -> str:
    changed = query.copy()
    changed["page"] = str(page)
    return f"?{changed.urlencode()}"
