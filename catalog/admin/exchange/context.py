"""What the preview of an import is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from catalog.admin.exchange.preview import carried, previews, problems_shown
from catalog.admin.exchange.sent import line_texts
from catalog.admin.grid.folds import folded
from catalog.admin.grid.page import ADD
from catalog.admin.grid.typed import type_of_new
from catalog.exchange.imported import FileProblem
from catalog.grid.review import Reviewed
from catalog.grid.sheet import UNDECIDED, Sheet
from catalog.grid.steps import steps_of
from catalog.grid.writes import CellProblem


@dataclass(frozen=True)
class Judged:
    """A file laid over the packages, with all that is wrong with it and, if nothing is, what it would do.

    `lines` says in which line of the file a row stands. `met` says that somebody saved one of the packages
    between the preview and applying it.
    """

    sheet: Sheet
    lines: dict[str, int]
    problems: Sequence[CellProblem]
    in_file: Sequence[FileProblem] = ()
    reviewed: Sequence[Reviewed] = ()
    met: bool = False


def preview_context(request: HttpRequest, found: Judged) -> dict[str, Any]:
    """The preview, and everything that is sent again when it is applied."""
    sheet, changed = found.sheet, found.sheet.changed
    new = [column for column in changed if column.is_new]
    problems = problems_shown(sheet, found.lines, found.problems, found.in_file)
    may_add = not new or request.user.has_perm(ADD)
    return {
        "title": "Preview of the import",
        "problems": problems,
        "packages": previews(sheet, found.lines, found.problems, found.reviewed),
        "steps": folded(sheet, steps_of(sheet)) if changed else (),
        "applied": len(changed),
        "changed": len(changed) - len(new),
        "new": len(new),
        "unchanged": len(sheet.columns) - len(changed),
        "undecided": any(one.detail == UNDECIDED for one in found.problems),
        "may_add": may_add,
        "may_apply": bool(changed) and not problems and may_add,
        "may_mend": bool(changed) and not (found.in_file or sheet.lost),
        "carried": carried(sheet),
        "lines": line_texts(found.lines),
        "service_type": next((c.column.service_type for c in new), type_of_new(request.POST)),
        "reason": request.POST.get("reason", ""),
        "met": found.met,
    }
