"""What is wrong with the grid, and where an upgrade in it is none, asked while somebody types."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse

from catalog.admin.grid.folds import folded
from catalog.admin.grid.page import CHANGE, all_rows, problems_of
from catalog.admin.grid.shown import Note, notes
from catalog.admin.grid.typed import columns_in, type_of_new
from catalog.admin.pages import Page
from catalog.grid.sheet import Sheet, typed_sheet
from catalog.grid.steps import steps_of
from catalog.grid.values import text_of


class GridCheck(Page):
    """Answers what the review would, without storing or locking anything: see `answer`."""

    route = "grid/check/"
    url_name = "catalog_grid_check"
    title = "Grid"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> JsonResponse:
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        typed = columns_in(request.POST)
        return JsonResponse(answer(typed_sheet(all_rows(), typed, service_type=type_of_new(request.POST))))


def answer(sheet: Sheet) -> dict[str, object]:
    """`problems` as `{cell, where, detail}`, `steps` as lines of such; `texts` as the cells will show them saved."""
    folds = folded(sheet, steps_of(sheet))
    return {
        "problems": [_told(note) for note in notes(sheet, problems_of(sheet))],
        "steps": [
            {
                "place": fold.place,
                "title": fold.title,
                "notes": [_told(note) for note in fold.notes],
                "is_first": fold in folds.first,
            }
            for fold in folds.all
        ],
        "texts": {
            f"{column.place}/{key}": text_of(sheet.rows[key], column.values)
            for column in sheet.columns
            for key in column.texts
            if key in sheet.rows and key not in column.edits.problems
        },
        "moved": sorted({name for column in sheet.columns if column.moved for name in column.authors}),
    }


def _told(note: Note) -> dict[str, str]:
    return {"cell": note.cell, "where": note.where, "detail": note.detail}
