"""From a file to a preview of what it would change, and from there to the packages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from catalog.actions.save_many import ManyRefused
from catalog.admin.exchange.context import Judged, preview_context
from catalog.admin.exchange.sent import file_in, lines_in
from catalog.admin.grid.met import REFUSALS, met_sentence
from catalog.admin.grid.page import ADD, CHANGE, MOST_REASON, all_rows, problems_of
from catalog.admin.grid.saved import keys_made_before, tell_of_saved, tell_of_saved_before
from catalog.admin.grid.typed import columns_in, type_of_new
from catalog.admin.pages import Page
from catalog.admin.reasons import reason_in
from catalog.exchange.imported import FileProblem, imported
from catalog.exchange.reading import read_table
from catalog.exchange.table import NotATable
from catalog.grid.columns import MOST_COLUMNS, MOST_SHOWN
from catalog.grid.review import Reviewed, review, save
from catalog.grid.rows import Row
from catalog.grid.sheet import Sheet, Typed, typed_sheet, with_new_keys
from catalog.grid.writes import CellProblem, cell_problems
from features.service_types import ServiceType
from integrations.actors import Actor

_BUSY = "Somebody saved one of these packages at the same moment. Nothing was applied; try it again."


class ImportPage(Page):
    """Stores nothing until what was previewed is applied, and reads that as if it had been typed."""

    route = "grid/import/"
    url_name = "catalog_exchange_import"
    title = "Import"
    template_name = "admin/catalog/exchange/upload.html"
    preview_template: ClassVar[str] = "admin/catalog/exchange/preview.html"
    permissions = (CHANGE,)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._upload(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        if "_apply" in request.POST:
            return self._apply(request)
        try:
            rows = all_rows()
            found = imported(read_table(file_in(request)), rows)
        except NotATable as refused:
            return self._upload(request, refused=str(refused))
        sheet = _laid(rows, found.typed, service_type=type_of_new(request.POST))
        return self._preview(request, sheet, found.lines, in_file=found.problems)

    # --- The file ----------------------------------------------------------------------------------

    def _upload(self, request: HttpRequest, *, refused: str = "") -> TemplateResponse:
        asked = request.POST or request.GET
        context = {
            "refused": refused,
            "service_types": ServiceType.choices,
            "service_type": type_of_new(asked),
            "most_columns": MOST_COLUMNS,
        }
        return self.shown(request, context)

    # --- What it would do --------------------------------------------------------------------------

    def _preview(
        self,
        request: HttpRequest,
        sheet: Sheet,
        lines: dict[str, int],
        *,
        in_file: Sequence[FileProblem] = (),
        problems: Sequence[CellProblem] | None = None,
        met: bool = False,
        failed: str = "",
    ) -> TemplateResponse:
        """`met` says that somebody saved one of the packages between the preview and applying it.

        `failed` is why applying it came to nothing; that looking at it again came to nothing is no more news.
        """
        sheet = with_new_keys(sheet)
        problems = problems_of(sheet) if problems is None else problems
        reviewed: list[Reviewed] = []
        if not (problems or in_file or sheet.lost) and sheet.changed:
            try:
                reviewed = review(sheet, by=_operator(request))
            except ManyRefused as refused:
                problems = cell_problems(sheet.changed, refused.problems)
                met = met or bool(refused.stale or refused.gone)
            except REFUSALS as error:
                sentence = met_sentence(error, busy=_BUSY)
                failed = failed or sentence
        if failed:
            messages.error(request, failed)
        found = Judged(sheet, lines, problems, in_file, reviewed, met)
        page = self.shown(request, preview_context(request, found))
        page.template_name = self.preview_template
        return page

    # --- Doing it ----------------------------------------------------------------------------------

    def _apply(self, request: HttpRequest) -> HttpResponse:
        """What was previewed is as little trusted as a file: it is read, judged and compared anew."""
        typed, lines = columns_in(request.POST), lines_in(request.POST)
        sheet = typed_sheet(all_rows(), typed, service_type=type_of_new(request.POST))
        if sheet.is_saved:
            return self._saved_before(request, sheet)
        if _was_met(sheet, typed):
            return self._preview(request, sheet, lines, met=True)
        if sheet.lost or any(column.clashes for column in sheet.columns) or not sheet.changed:
            return self._preview(request, sheet, lines)
        if any(column.is_new for column in sheet.changed) and not request.user.has_perm(ADD):
            raise PermissionDenied
        return self._save(request, sheet, lines)

    def _save(self, request: HttpRequest, sheet: Sheet, lines: dict[str, int]) -> HttpResponse:
        reason = reason_in(request.POST)[:MOST_REASON]
        try:
            saved = save(sheet, by=_operator(request), reason=reason)
        except ManyRefused as refused:
            return self._refused(request, sheet, lines, refused)
        except REFUSALS as error:
            return self._preview(request, sheet, lines, failed=met_sentence(error, busy=_BUSY))
        tell_of_saved(request, sheet, saved)
        return HttpResponseRedirect(_address_of(one.document.package_id for one in saved))

    def _saved_before(self, request: HttpRequest, sheet: Sheet) -> HttpResponse:
        """As after applying: the same was sent again, by a second press or after no answer came."""
        tell_of_saved_before(request, sheet)
        return HttpResponseRedirect(_address_of(keys_made_before(sheet)))

    def _refused(
        self, request: HttpRequest, sheet: Sheet, lines: dict[str, int], refused: ManyRefused
    ) -> HttpResponse:
        if refused.stale or refused.gone:
            typed = columns_in(request.POST)
            again = typed_sheet(sheet.rows, typed, service_type=type_of_new(request.POST))
            if again.is_saved:
                return self._saved_before(request, again)
            return self._preview(request, again, lines, met=True)
        return self._preview(request, sheet, lines, problems=cell_problems(sheet.changed, refused.problems))


def _laid(rows: Mapping[str, Row], typed: Sequence[Typed], *, service_type: str) -> Sheet:
    """New packages are of the service type of those in the file, or else of the one that was chosen."""
    sheet = typed_sheet(rows, typed, service_type=service_type)
    found = sheet.new_type(service_type)
    if found in ("", service_type) or not any(column.is_new for column in sheet.columns):
        return sheet
    return typed_sheet(rows, typed, service_type=found)


def _was_met(sheet: Sheet, typed: Sequence[Typed]) -> bool:
    """Whether somebody saved a package after it was previewed."""
    seen = {one.place: one.revision for one in typed}
    return any(column.column.revision != seen[column.place] for column in sheet.columns if column.is_changed)


def _operator(request: HttpRequest) -> Actor:
    return Actor.operator(request.user.get_username())


def _address_of(packages: Iterable[UUID]) -> str:
    """The grid with what was imported, as far as it fits."""
    keys = [("package", str(key)) for key in packages]
    return f"{reverse('admin:catalog_grid')}?{urlencode(keys[:MOST_SHOWN])}"
