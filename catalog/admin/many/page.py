"""The page on which one thing is done to many packages: first looked at, then done, package by package.

Everything that the page knows travels in its form: which packages, and of those that were looked at, what
was shown. So it can be sent again, in pieces or whole, and nothing is done twice or otherwise than shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseRedirect,
    QueryDict,
)
from django.template.response import TemplateResponse
from django.urls import reverse

from catalog.actions.attempt import Act, Kind, Outcome, done, tried
from catalog.actions.save import PackageGone, Saved
from catalog.admin.many.deed import Deed
from catalog.admin.many.deeds import DEEDS
from catalog.admin.many.sheet import Sheet, sheet_of
from catalog.admin.many.stages import Asked, Stage
from catalog.admin.many.steps import Step, StepUnreadable
from catalog.admin.pages import Page
from catalog.models import Package
from integrations.actors import Actor

# So many are looked at or done in one answer; a browser asks for the others piece by piece.
AT_ONCE = 50
_UNREADABLE = "What was to be done to it could not be read. Choose it anew."
_NAMED = ("name", "price", "signup_fee", "currency", "periodicity", "periodicity_type")


class ManyPage(Page):
    route = "many/<slug:deed>/"
    url_name = "catalog_many"
    title = "Many packages"
    template_name = "admin/catalog/many/page.html"
    deed: Deed

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self._choose(request, kwargs["deed"])
        return super().dispatch(request, *args, **kwargs)

    @classmethod
    def opened(cls, site: AdminSite, request: HttpRequest, code: str, keys: Sequence[UUID]) -> HttpResponse:
        """The page about packages that were chosen in the list, with nothing typed yet."""
        page = cls(site=site)
        page.setup(request, deed=code)
        page._choose(request, code)
        return page._look(Asked(list(keys)), QueryDict(), typed=False)

    def get(self, request: HttpRequest, deed: str) -> HttpResponse:
        messages.info(request, "Choose packages in the list first, then what to do with them.")
        return _to_the_list()

    def post(self, request: HttpRequest, deed: str) -> HttpResponse:
        try:
            asked = Asked.read(request.POST)
            if request.POST.get("step") == "run":
                return self._run(asked)
            return self._look(asked, request.POST, typed=True)
        except StepUnreadable:
            messages.error(
                request, "That page could not be read, and nothing of it was done. Choose the packages anew."
            )
            return _to_the_list()

    def _choose(self, request: HttpRequest, code: str) -> None:
        if code not in DEEDS:
            raise Http404("There is no such thing to do.")
        self.deed = DEEDS[code]
        if not request.user.has_perm(f"catalog.{self.deed.permission}_package"):
            raise PermissionDenied

    # --- Looking ---------------------------------------------------------------------------------

    def _look(self, asked: Asked, data: QueryDict, *, typed: bool) -> HttpResponse:
        """What would happen to the first packages."""
        if len(asked.keys) > self.deed.most:
            messages.error(self.request, too_many(self.deed))
            return _to_the_list()
        keys = asked.keys[:AT_ONCE]
        packages = _packages(keys)
        chosen = [packages[key] for key in keys if key in packages]
        options = self.deed.options(data, chosen, keys=asked.keys, typed=typed)
        if options is not None and not options.is_valid():
            return self._page(Stage(asked, options=options, keys=asked.keys))
        found = [(step, tried(self._act(step))) for step in self.deed.steps(chosen, options)]
        # Nothing could be settled for these, so there is no step to try.
        found += [(Step(key), tried(_gone)) for key in keys if key not in packages]
        sheet = sheet_of(found, packages)
        return self._page(Stage(asked, sheet=sheet, options=options, keys=asked.keys, looked=len(keys)))

    # --- Doing -----------------------------------------------------------------------------------

    def _run(self, asked: Asked) -> HttpResponse:
        """Does the first of the steps; the page that follows has the others."""
        if asked.reason_problem and asked.is_part:
            return HttpResponseBadRequest(asked.reason_problem, content_type="text/plain")
        if asked.reason_problem:
            messages.error(self.request, asked.reason_problem)
            return self._look(asked, self.request.POST, typed=True)
        now, later = asked.steps[:AT_ONCE], asked.steps[AT_ONCE:]
        found = [(step, self._done(step, asked.reason)) for step in now]
        sheet = sheet_of(found, _packages([step.key for step in now]))
        self._log(sheet)
        return self._page(
            Stage(asked, is_done=True, sheet=sheet, keys=asked.keys[asked.looked :], steps=later)
        )

    def _done(self, step: Step, reason: str) -> Outcome:
        """A step that no page of ours has sent stops none of the others: they were shown, and are told of."""
        try:
            return done(self._act(step, reason), mark=step.mark)
        except StepUnreadable:
            return Outcome(Kind.IMPOSSIBLE, why=(_UNREADABLE,))

    def _act(self, step: Step, reason: str = "") -> Act:
        by = Actor.operator(self.request.user.get_username())
        return lambda: self.deed.act(step, by=by, reason=reason)

    def _log(self, sheet: Sheet) -> None:
        """Django's own history of each package that was changed or made."""
        rows = [Package(pk=line.stored, name=line.new_name) for line in sheet.possible.lines]
        if rows:
            user = cast("int", self.request.user.pk)
            LogEntry.objects.log_actions(user, rows, self.deed.flag, self.deed.words.logged)

    # --- Showing ---------------------------------------------------------------------------------

    def _page(self, stage: Stage) -> HttpResponse:
        context = {"deed": self.deed, "words": self.deed.words, "stage": stage, "sheet": stage.sheet}
        if stage.asked.is_part:
            response = TemplateResponse(self.request, "admin/catalog/many/sheet.html", context)
            response["X-Part"] = "1"
            return response
        action = reverse("admin:catalog_many", args=[self.deed.code])
        title = f"{self.deed.words.label}: {counted(stage.total)}"
        return self.shown(self.request, {**context, "title": title, "action": action})


def _gone() -> Saved:
    raise PackageGone


def too_many(deed: Deed) -> str:
    return f"Choose at most {deed.most:,} packages at a time for this; nothing was done."


def counted(count: int) -> str:
    return "1 package" if count == 1 else f"{count:,} packages"


def _packages(keys: Sequence[UUID]) -> dict[UUID, Package]:
    return Package.objects.only(*_NAMED).in_bulk(keys)


def _to_the_list() -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:catalog_package_changelist"))
