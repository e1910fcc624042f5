"""Any packages side by side. The address carries everything, so that it can be shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse

from catalog.admin.compare.columns import (
    FEWEST,
    MOST,
    Chosen,
    chosen,
    columns,
    compare_url,
    documents_of,
    found_words,
    grid_url,
)
from catalog.admin.pages import Page
from catalog.comparison.compared import compared
from catalog.comparison.lines import Part
from catalog.finding import find_packages
from features.models import Feature

FOUND = 10
ALL, DIFFERENCES = "all", "differences"
_IN_HEADS = frozenset({"name"})


class ComparePage(Page):
    """`?package=…&package=…&show=differences`, and `?q=` to look for one more."""

    route = "compare/"
    url_name = "catalog_compare"
    title = "Compare"
    template_name = "admin/catalog/compare/compare.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        wanted = chosen(request.GET)
        found = documents_of(wanted.keys)
        keys = list(found)
        show = DIFFERENCES if request.GET.get("show") == DIFFERENCES else ALL
        text = request.GET.get("q", "")
        documents = [document for _, document in found.values()]
        # In the order of the matrix, which its own ordering is.
        matrix = Feature.objects.by_code() if documents else {}
        parts = _parts(documents, matrix, show)
        return self.shown(
            request,
            {
                "columns": columns(found, show=show),
                "parts": parts,
                "show": show,
                "views": _views(keys, show),
                "grid_url": grid_url(keys),
                "notices": _notices(wanted, len(keys)),
                "fewest": FEWEST,
                "most": MOST,
                "is_full": len(keys) >= MOST,
                "q": text,
                "found": _found(text, keys, show),
            },
        )


class PackageSearch(Page):
    """Packages for a box that one types into: `?q=` answers `{"results": [{"id", "name", "words"}]}`."""

    route = "compare/search/"
    url_name = "catalog_package_search"
    title = "Search"
    template_name = ""

    def get(self, request: HttpRequest) -> HttpResponse:
        found = find_packages(request.GET.get("q", ""), limit=FOUND)
        results = [{"id": str(one.key), "name": one.name, "words": found_words(one)} for one in found]
        return JsonResponse({"results": results})


def _parts(documents: Sequence[Any], matrix: Mapping[str, Feature], show: str) -> tuple[Part, ...]:
    if not documents:
        return ()
    return compared(documents, matrix, only_differences=show == DIFFERENCES, without=_IN_HEADS)


def _views(keys: Sequence[UUID], show: str) -> list[dict[str, Any]]:
    labels = ((ALL, "Everything"), (DIFFERENCES, "Only differences"))
    return [
        {"label": label, "url": compare_url(keys, show=name), "is_current": name == show}
        for name, label in labels
    ]


def _notices(wanted: Chosen, there: int) -> list[str]:
    gone = len(wanted.keys) - there
    said = (
        (wanted.unreadable, "no package has such an id; check the address."),
        (gone, "not there any more; somebody deleted it."),
        (wanted.too_many, f"left out: at most {MOST} fit side by side."),
    )
    return [
        f"{count} of the packages: {text}" if count > 1 else f"One package: {text}"
        for count, text in said
        if count
    ]


def _found(text: str, keys: Sequence[UUID], show: str) -> list[dict[str, Any]]:
    if not text.strip():
        return []
    return [
        {
            "name": one.name,
            "words": found_words(one),
            "url": "" if one.key in keys else compare_url([*keys, one.key], show=show),
        }
        for one in find_packages(text, limit=FOUND)
    ]
