"""The history of a package: who did what, when and why, and any two of its revisions compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from catalog.admin.compare.page import ALL
from catalog.admin.list_page import PackageListPage
from catalog.admin.revision_rows import kind_badge, revision_page, revision_row
from catalog.comparison.compared import compared
from catalog.differences import commercial, parsed
from catalog.history import LAST_NUMBER, Comparison, RevisionUnknown, compare, latest_revision
from catalog.models import Package
from config.differences import Difference
from config.identity import parse_identity
from features.models import Feature

_PAGES = "admin/catalog/package"
_CHANGED_MEANWHILE = (
    "Somebody changed the package meanwhile. Look at what would change now, and decide again."
)


class HistoryPages(PackageListPage):
    """The pages behind the History button; they stay readable when the package is deleted."""

    def get_urls(self) -> list[Any]:
        compared = self.admin_site.admin_view(self.compare_view)
        url = path("<uuid:key>/history/compare/", compared, name="catalog_package_compare")
        return [url, *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        key = parse_identity(unquote(object_id), prefix=Package.id_prefix)
        if key is None:
            raise Http404("There is no such package.")
        context = self.history_context(request, key)
        before = number_in(request.GET.get("before"))
        context["page"] = revision_page(key, before=before, latest=context["latest"].number)
        return TemplateResponse(request, f"{_PAGES}/history.html", {**context, **(extra_context or {})})

    def compare_view(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """What changed from `?from=` to `?to=`, side by side; with `?show=all` also what did not."""
        context = self.history_context(request, key)
        numbers = [number_in(request.GET.get(name)) for name in ("from", "to")]
        if numbers[0] is None or numbers[1] is None:
            messages.warning(request, "Choose two revisions to compare.")
            return HttpResponseRedirect(context["history_url"])
        found = found_between(key, numbers[0], numbers[1])
        latest = context["latest"].number
        context |= {
            "title": f"Revisions {found.before.number} and {found.after.number}",
            "sides": [revision_row(one, latest=latest) for one in (found.before, found.after)],
            "differences": found.differences,
            "badge": kind_badge(commercial=commercial(found.differences)),
            **side_by_side(found, show=request.GET.get("show", "")),
        }
        return TemplateResponse(request, f"{_PAGES}/compare.html", context)

    def history_context(self, request: HttpRequest, key: UUID) -> dict[str, Any]:
        """What the three pages have in common; 404 for a package that never was, 403 for who may not look."""
        package = Package.objects.filter(pk=key).first()
        if not self.has_view_or_change_permission(request, package):
            raise PermissionDenied
        try:
            latest = latest_revision(key)
        except RevisionUnknown as error:
            raise Http404("There never was such a package.") from error
        name = package.name if package else parsed(latest.text)["name"]
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "History",
            "subtitle": name,
            "name": name,
            "package": package,
            "latest": latest,
            "may_restore": package is not None and self.has_change_permission(request, package),
            "history_url": reverse("admin:catalog_package_history", args=[key]),
            "compare_url": reverse("admin:catalog_package_compare", args=[key]),
        }


def found_between(key: UUID, number: int, to: int) -> Comparison:
    """Two revisions that a page names; 404 for one that never was."""
    try:
        return compare(key, number, to=to)
    except RevisionUnknown as error:
        raise Http404("There is no such revision of this package.") from error


def side_by_side(found: Comparison, *, show: str) -> dict[str, Any]:
    """Two revisions line by line; `asides` has the differences that are no line."""
    before, after = found.before, found.after
    everything = show == ALL
    documents = [parsed(before.text), parsed(after.text)]
    address = f"?from={before.number}&to={after.number}"
    return {
        "parts": compared(documents, Feature.objects.by_code(), only_differences=not everything),
        "asides": [one.text for one in found.differences if _is_aside(one, documents)],
        "views": [
            {"label": "Only differences", "url": address, "is_current": not everything},
            {"label": "Everything", "url": f"{address}&show={ALL}", "is_current": everything},
        ],
    }


# What a number of 0 leaves without a meaning.
_OF_NUMBERS = {
    "/trial_interval": "trial_period",
    "/trial_mode": "trial_period",
    "/grace_interval": "grace_period",
    "/periodicity_type": "periodicity",
}


def _is_aside(difference: Difference, documents: Sequence[Mapping[str, Any]]) -> bool:
    """Whether no line shows it: the order of rows that have lines of their own, or a unit of nothing."""
    if difference.path in _OF_NUMBERS:
        return not any(document.get(_OF_NUMBERS[difference.path]) for document in documents)
    return isinstance(difference.before, list) and difference.path.count("/") == 1


def number_in(text: str | None) -> int | None:
    """A revision's number as it is sent; None for what is none."""
    if text is None or not (text.isascii() and text.isdigit()) or len(text) > len(str(LAST_NUMBER)):
        return None
    return min(int(text), LAST_NUMBER)
