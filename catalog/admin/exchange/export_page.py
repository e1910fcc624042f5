"""The packages of the grid as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from catalog.admin.grid.asked import choice_of
from catalog.admin.grid.page import all_rows
from catalog.admin.grid.shown import shown_groups
from catalog.admin.pages import Page
from catalog.exchange.csv_file import write_csv
from catalog.exchange.lines import Group, Line, lines_of
from catalog.exchange.workbook_writing import write_xlsx
from catalog.grid.choosing import Choice, chosen, completed, in_use
from catalog.grid.columns import Column, by_tier, columns_of
from catalog.grid.sheet import Sheet, stored_sheet

_KINDS: dict[str, tuple[str, Callable[[Iterable[Line]], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", write_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
}


class ExportPage(Page):
    """Answers a file with the packages that the grid shows at the same address."""

    route = "grid/export.<str:kind>"
    url_name = "catalog_exchange_export"
    title = "Export"
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        if kind not in _KINDS:
            raise Http404
        content_type, write = _KINDS[kind]
        choice = completed(choice_of(request.GET), in_use())
        columns = by_tier(columns_of(chosen(choice).keys).values())
        name = f"price-list-{timezone.localdate():%Y-%m-%d}.{kind}"
        return HttpResponse(
            write(lines_of(columns, _groups(columns, choice))),
            content_type=content_type,
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
        )


def _groups(columns: Sequence[Column], choice: Choice) -> list[Group]:
    """The rows as the grid groups them; what none of the packages can have is left out."""
    sheet = _sheet(columns, choice)
    return [
        Group(group.label, [(row.row, row.unit) for row in group.rows])
        for group in shown_groups(sheet, (), (), locked=True)
        if not group.is_closed
    ]


def _sheet(columns: Sequence[Column], choice: Choice) -> Sheet:
    """Where there are no packages, the rows are those of one that could be made."""
    return stored_sheet(all_rows(), columns or [Column(choice.service_type)])
