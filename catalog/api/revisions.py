"""`/packages/{id}/revisions`: what was promised, and when, by whom and why. Readable for ever."""

from __future__ import annotations

import orjson
from django.http import Http404, HttpResponse
from rest_framework.request import Request

from catalog.api import answers
from catalog.api.base import PackageView
from catalog.api.documentation import UNCHANGED, read_by_etag
from catalog.models import PackageRevision
from integrations.api.pagination import Keyset
from integrations.api.rendering import to_json
from integrations.api.schema import documented, page_of_documents
from integrations.api.views import ListView

_READ = ("catalog:read",)
_LAST_NUMBER = 2**31 - 1


class RevisionListView(PackageView, ListView):
    """The history of a package, of one that was deleted as well."""

    scopes = {"GET": _READ}
    keyset = Keyset(orderings={"number": "number"}, key="number", default="number")

    @documented(
        summary="List a package's revisions",
        description="Without their documents; also of a package that was deleted.",
        responses={200: page_of_documents(answers.RevisionSummaryAnswer), **UNCHANGED},
    )
    @read_by_etag
    def get(self, request: Request, package: str) -> HttpResponse:
        rows = PackageRevision.objects.filter(package_uuid=self.key)
        page = self.page(rows.defer("text"))
        if not page.rows and not rows.exists():
            raise Http404("There never was such a package.")
        return self.shown(self.page_response(page, [to_json(_summary(row)) for row in page.rows]).content)


class RevisionDetailView(PackageView):
    """One promise, as it was made."""

    scopes = {"GET": _READ}

    @documented(
        summary="Read a revision of a package",
        description="`document` is the package as it was promised; a count of stock is no promise.",
        responses={200: answers.RevisionAnswer, **UNCHANGED},
        problems=[410],
    )
    @read_by_etag
    def get(self, request: Request, package: str, number: int) -> HttpResponse:
        rows = PackageRevision.objects.filter(package_uuid=self.key, number=number)
        row = rows.first() if number <= _LAST_NUMBER else None
        if row is None:
            raise Http404("There is no such revision of this package.")
        return self.shown(to_json({**_summary(row), "document": orjson.Fragment(row.text)}))


def _summary(row: PackageRevision) -> dict[str, object]:
    return {
        "number": row.number,
        "recorded_at": row.recorded_at,
        "by": {"kind": row.actor_kind, "name": row.actor_name},
        "reason": row.reason,
    }
