"""The grid: a whole price list as a table that is typed in, reviewed, and saved at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from catalog.actions.save_many import ManyRefused
from catalog.admin.grid.asked import choice_of
from catalog.admin.grid.context import grid_context, review_context
from catalog.admin.grid.met import REFUSALS, met_sentence
from catalog.admin.grid.saved import (
    address_after,
    keys_made,
    keys_made_before,
    tell_of_made_otherwise,
    tell_of_saved,
    tell_of_saved_before,
)
from catalog.admin.grid.typed import columns_in, type_of_new
from catalog.admin.pages import Page
from catalog.admin.reasons import reason_in
from catalog.grid.choosing import Choice, chosen, completed, in_use
from catalog.grid.columns import MOST_COLUMNS, by_tier, columns_of, unrecorded
from catalog.grid.review import review, save
from catalog.grid.rows import Row, grid_rows
from catalog.grid.sheet import Sheet, Typed, stored_sheet, typed_sheet, with_new_column, with_new_keys
from catalog.grid.writes import CellProblem, cell_problems, rule_problems, write_of
from features.models import Feature
from integrations.actors import Actor

CHANGE, ADD = "catalog.change_package", "catalog.add_package"
MOST_REASON = 1000
_BUSY = "Somebody saved one of these packages at the same moment. Nothing was saved; try it again."


def all_rows() -> dict[str, Row]:
    """Every row of the grid; one statement."""
    return grid_rows(Feature.objects.all())


def problems_of(sheet: Sheet) -> list[CellProblem]:
    """What stands in the way of saving a sheet, cell by cell; nothing is asked when nothing was typed."""
    changed = sheet.changed
    writes = [write_of(column) for column in changed]
    return cell_problems(changed, rule_problems(writes, matrix=sheet.matrix)) if writes else []


class GridPage(Page):
    """Shows packages as they are; takes what was typed back as it came, until it can be saved."""

    route = "grid/"
    url_name = "catalog_grid"
    title = "Grid"
    template_name = "admin/catalog/grid/grid.html"
    review_template: ClassVar[str] = "admin/catalog/grid/review.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        used = in_use()
        choice = completed(choice_of(request.GET), used)
        found = chosen(choice)
        columns = by_tier(columns_of(found.keys).values())
        sheet = stored_sheet(all_rows(), columns)
        if len(columns) < len(found.keys):
            _tell_of_missing(request, found.keys, shown=len(columns))
        if self._may_add(request) and sheet.new_type(choice.service_type):
            sheet = _with_column(sheet, choice)
        context = grid_context(request, sheet, choice=choice, used=used, has_more=found.has_more)
        return self.shown(request, context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """What somebody typed: nothing of it is lost, whatever comes of it."""
        if not request.user.has_perm(CHANGE):
            messages.error(request, "You may look at packages, but not change them. Nothing was saved.")
            return self.get(request)
        typed = columns_in(request.POST)
        sheet = typed_sheet(all_rows(), typed, service_type=type_of_new(request.POST))
        if "_add" in request.POST:
            return self._again(request, _with_column(sheet, choice_of(request.GET)), problems=())
        return self._in_the_way(request, sheet, typed) or self._next(request, sheet)

    def _in_the_way(self, request: HttpRequest, sheet: Sheet, typed: Sequence[Typed]) -> HttpResponse | None:
        """The grid again, when there is something to look at before anything is reviewed or saved."""
        saves = "_save" in request.POST
        if "_edit" in request.POST:
            return self._again(request, sheet)
        if saves and sheet.is_saved:
            return self._saved_before(request, sheet)
        if saves and sheet.made_otherwise:
            tell_of_made_otherwise(request, sheet)
        if sheet.is_contested or (saves and _is_older(sheet, typed)):
            return self._again(request, sheet, contested=True)
        if not sheet.changed:
            messages.info(request, "Nothing was changed, so there is nothing to save.")
            return self._again(request, sheet, problems=())
        if any(column.is_new for column in sheet.changed) and not self._may_add(request):
            messages.error(request, "You may change packages, but not add any. Nothing was saved.")
            return self._again(request, sheet)
        return None

    def _next(self, request: HttpRequest, sheet: Sheet) -> HttpResponse:
        return self._save(request, sheet) if "_save" in request.POST else self._review(request, sheet)

    # --- Reviewing and saving ----------------------------------------------------------------------

    def _review(self, request: HttpRequest, sheet: Sheet) -> HttpResponse:
        sheet = with_new_keys(sheet)
        try:
            reviewed = review(sheet, by=_operator(request))
        except REFUSALS as error:
            return self._refused(request, sheet, error)
        page = self.shown(request, review_context(request, sheet, reviewed))
        page.template_name = self.review_template
        return page

    def _save(self, request: HttpRequest, sheet: Sheet) -> HttpResponse:
        reason = reason_in(request.POST)[:MOST_REASON]
        try:
            saved = save(sheet, by=_operator(request), reason=reason)
        except REFUSALS as error:
            return self._refused(request, sheet, error)
        tell_of_saved(request, sheet, saved)
        return HttpResponseRedirect(address_after(request, keys_made(sheet, saved)))

    def _saved_before(self, request: HttpRequest, sheet: Sheet) -> HttpResponse:
        """As after saving: the same was sent again, by a second press or after no answer came."""
        tell_of_saved_before(request, sheet)
        return HttpResponseRedirect(address_after(request, keys_made_before(sheet)))

    def _refused(self, request: HttpRequest, sheet: Sheet, error: Exception) -> HttpResponse:
        """The grid with everything as it was typed, and what stands in the way."""
        if isinstance(error, ManyRefused):
            if error.stale or error.gone:
                typed = columns_in(request.POST)
                again = typed_sheet(sheet.rows, typed, service_type=type_of_new(request.POST))
                if again.is_saved:
                    return self._saved_before(request, again)
                return self._again(request, again, contested=True)
            return self._again(request, sheet, problems=cell_problems(sheet.changed, error.problems))
        messages.error(request, met_sentence(error, busy=_BUSY))
        return self._again(request, sheet)

    def _again(
        self,
        request: HttpRequest,
        sheet: Sheet,
        *,
        problems: Sequence[CellProblem] | None = None,
        contested: bool = False,
    ) -> TemplateResponse:
        used = in_use()
        context = grid_context(
            request,
            sheet,
            choice=completed(choice_of(request.GET), used),
            used=used,
            problems=problems_of(sheet) if problems is None else problems,
            contested=contested,
        )
        return self.shown(request, context)

    def _may_add(self, request: HttpRequest) -> bool:
        return request.user.has_perm(CHANGE) and request.user.has_perm(ADD)


def _operator(request: HttpRequest) -> Actor:
    return Actor.operator(request.user.get_username())


def _with_column(sheet: Sheet, choice: Choice) -> Sheet:
    """With an empty column at its end, in the currency and with the term that were chosen."""
    if len(sheet.columns) >= MOST_COLUMNS:
        return sheet
    term = str(choice.term) if choice.term else ""
    return with_new_column(
        sheet, service_type=sheet.new_type(choice.service_type), currency=choice.currency, term=term
    )


def _is_older(sheet: Sheet, typed: Sequence[Typed]) -> bool:
    """Whether what was reviewed was made for another revision than there is now."""
    seen = {one.place: one.revision for one in typed}
    return any(column.column.revision != seen[column.place] for column in sheet.changed)


def _tell_of_missing(request: HttpRequest, keys: Sequence[UUID], *, shown: int) -> None:
    names = unrecorded(keys)
    if names:
        messages.error(
            request,
            f"Not shown, because nothing is recorded of them: {', '.join(names)}. "
            "Ask for check_catalog --repair to be run.",
        )
    gone = len(keys) - shown - len(names)
    if gone:
        messages.warning(
            request, f"{gone} of the packages that were asked for {'is' if gone == 1 else 'are'} gone."
        )
