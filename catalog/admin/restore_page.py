"""An earlier revision made again, after a look at what that would change."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from catalog.actions.restore import restore_package
from catalog.actions.save import Expected, PackageGone, StaleWrite
from catalog.admin.history_page import HistoryPages, found_between, number_in
from catalog.admin.reasons import reason_in
from catalog.admin.revision_rows import revision_row
from catalog.history import Comparison
from catalog.models import Package
from config.rules import Problem, RuleViolation
from integrations.actors import Actor

_CHANGED_MEANWHILE = (
    "Somebody changed the package meanwhile. Look at what would change now, and decide again."
)


class RestorePage(HistoryPages):
    """The history, with the way back."""

    def get_urls(self) -> list[Any]:
        restored = self.admin_site.admin_view(self.restore_view)
        url = path("<uuid:key>/history/<int:number>/restore/", restored, name="catalog_package_restore")
        return [url, *super().get_urls()]

    def restore_view(self, request: HttpRequest, key: UUID, number: int) -> HttpResponse:
        """What restoring would change, to be confirmed; then the new revision, or what stands in the way."""
        context = self.history_context(request, key)
        package = context["package"]
        if package is None:
            raise Http404("The package was deleted; its history can be read only.")
        if not self.has_change_permission(request, package):
            raise PermissionDenied
        found = found_between(key, package.revision, number)
        problems: tuple[Problem, ...] = ()
        if request.method == "POST":
            try:
                return self._restored(request, package, number)
            except RuleViolation as broken:
                problems = broken.problems
            except StaleWrite as stale:
                messages.warning(request, _CHANGED_MEANWHILE)
                found = found_between(key, stale.revision, number)
        return self._confirmation(request, context, found, problems)

    def _restored(self, request: HttpRequest, package: Package, number: int) -> HttpResponse:
        try:
            saved = restore_package(
                key=package.pk,
                number=number,
                by=Actor.operator(request.user.get_username()),
                reason=reason_in(request.POST),
                expected=Expected(revision=number_in(request.POST.get("seen"))),
            )
        except PackageGone as error:
            raise Http404("The package was deleted meanwhile.") from error
        if saved.changed:
            self.log_change(request, package, f"Restored revision {number}.")
            messages.success(
                request, f"Revision {number} is restored, as revision {saved.document.revision}."
            )
        else:
            messages.info(request, f"Nothing was changed: the package is as in revision {number} already.")
        if saved.lost_sale:
            messages.warning(request, "The package can no longer be sold.")
        return HttpResponseRedirect(reverse("admin:catalog_package_history", args=[package.pk]))

    def _confirmation(
        self, request: HttpRequest, context: dict[str, Any], found: Comparison, problems: tuple[Problem, ...]
    ) -> HttpResponse:
        context |= {
            "title": f"Restore revision {found.after.number}",
            "revision": revision_row(found.after, latest=found.before.number),
            "differences": found.differences,
            "seen": found.before.number,
            "problems": problems,
            "reason": request.POST.get("reason", ""),
        }
        return TemplateResponse(request, "admin/catalog/package/restore.html", context)
