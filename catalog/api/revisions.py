"""`/packages/{id}/revisions`: what was promised, and when, by whom and why. Readable for ever."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import orjson
from django.http import Http404, HttpResponse
from rest_framework.request import Request

from catalog.actions.restore import restore_package
from catalog.api import answers, inputs, schemas
from catalog.api.base import REASON, WRITE, PackageView, expected_package
from catalog.api.documentation import written_by_etag
from catalog.differences import commercial
from catalog.history import LAST_NUMBER, Comparison, RevisionUnknown, compare, revision_of
from catalog.models import PackageRevision
from config.differences import listed
from config.rules import Problem
from integrations.api.conditional_schema import UNCHANGED, read_by_etag
from integrations.api.pagination import Keyset
from integrations.api.parameters import bad_query, whole_number
from integrations.api.rendering import to_json
from integrations.api.schema import documented, page_of_documents
from integrations.api.views import ListView

_READ = ("catalog:read",)
_TO = whole_number(
    "to",
    "The number of the revision to compare with; the newest one when left out.",
    least=1,
    most=LAST_NUMBER,
)


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
        return self.shown(self.page_body(page, [to_json(_summary(row)) for row in page.rows]))


class RevisionDetailView(PackageView):
    """One promise, as it was made."""

    scopes = {"GET": _READ}

    @documented(
        summary="Read a revision of a package",
        description="`document` is the package as it was promised; a count of stock is no promise.",
        responses={200: answers.RevisionAnswer, **UNCHANGED},
    )
    @read_by_etag
    def get(self, request: Request, package: str, number: int) -> HttpResponse:
        with revisions_read():
            row = revision_of(self.key, number)
        return self.shown(to_json({**_summary(row), "document": orjson.Fragment(row.text)}))


class RevisionDiffView(PackageView):
    """What changed between two promises."""

    scopes = {"GET": _READ}
    query_parameters = {"GET": (_TO,)}

    @documented(
        summary="Compare two revisions of a package",
        description="What the revision `to` promises differently from this one, in words and as data. "
        "Any two can be compared, also of a package that was deleted.",
        responses={200: answers.RevisionDiffAnswer, **UNCHANGED},
    )
    @read_by_etag
    def get(self, request: Request, package: str, number: int) -> HttpResponse:
        with revisions_read():
            found = compare(self.key, number, to=self.query.get("to"))
        return self.shown(to_json(_comparison(found)))


class RevisionRestoreView(PackageView):
    """Makes an earlier promise again."""

    scopes = {"POST": WRITE}
    query_parameters = {"POST": (REASON,)}

    @documented(
        summary="Restore a revision of a package",
        description="Makes the package what it was, as a new revision; the count of stock stays. Where a "
        "provider is gone, or a feature is not offered any more or means something else, everything "
        "that stands in the way is told (422) and nothing is done. Prices need `pricing:write`, `status`, "
        "`hidden` and `retired` need `catalog:publish`, where they would change. The body may be left out; "
        "a reason stands in it or in the query, not in both.",
        request=schemas.RestoreSchema,
        responses={200: answers.PackageAnswer},
        problems=[410, 412],
    )
    @written_by_etag
    def post(self, request: Request, package: str, number: int) -> HttpResponse:
        body = self.document_if_any()
        reason = inputs.reason(body)
        if "reason" in body and self.reason:
            raise bad_query([Problem("?reason", "repeated", "The body has a reason as well; send one.")])
        with revisions_read(), self.writing():
            saved = restore_package(
                key=self.key,
                number=number,
                by=self.caller.actor,
                reason=reason or self.reason,
                expected=expected_package(request),
                guard=self.guard,
            )
        return self.answer_saved(saved)


@contextmanager
def revisions_read() -> Iterator[None]:
    """Answers 404 for a revision that never was."""
    try:
        yield
    except RevisionUnknown as error:
        raise Http404("There is no such revision of this package.") from error


def _summary(row: PackageRevision) -> dict[str, object]:
    return {
        "number": row.number,
        "recorded_at": row.recorded_at,
        "by": {"kind": row.actor_kind, "name": row.actor_name},
        "reason": row.reason,
        "commercial": row.commercial,
        "changes": orjson.Fragment(row.changes),
    }


def _comparison(found: Comparison) -> dict[str, object]:
    return {
        "from": found.before.number,
        "to": found.after.number,
        "commercial": commercial(found.differences),
        "changes": orjson.Fragment(listed(found.differences)),
    }
