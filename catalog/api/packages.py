"""`/packages` and `/packages/{id}`: read as stored documents, written by the actions."""

from __future__ import annotations

from django.http import HttpResponse
from rest_framework.request import Request

from catalog import listed
from catalog.actions.delete import delete_package
from catalog.actions.save import Expected, create_package, update_package
from catalog.api import answers, inputs, schemas
from catalog.api.base import READ, REASON, WRITE, PackageView, expected_package, match_tags
from catalog.api.documentation import deleted_by_etag, made, written_by_etag
from catalog.api.dry_runs import Outcome
from catalog.api.filters import PackageFilters
from catalog.listed import ListedPage
from catalog.page_cache import PageCache
from catalog.querysets import PackageDocumentQuerySet
from catalog.stored import StoredDocument, document_of
from integrations.api.conditional import PreconditionRequired
from integrations.api.conditional_schema import UNCHANGED, read_by_etag
from integrations.api.pagination import Keyset
from integrations.api.schema import documented, page_of_documents
from integrations.api.selection import Selection
from integrations.api.views import ListView

KEYSET = Keyset(
    orderings={
        "id": "package_id",
        "name": "name_key",
        "tier": "tier_key",
        "price": "price_key",
        "created_at": "created_at",
        "updated_at": "updated_at",
    },
    key="package_id",
    default="id",
)


# Of this process.
pages: PageCache[ListedPage] = PageCache()


class PackageListView(PackageView, ListView):
    """All packages, and making one."""

    scopes = {"GET": READ, "POST": WRITE}
    query_parameters = {"POST": (REASON,)}
    keyset = KEYSET
    filterset_class = PackageFilters

    @documented(
        summary="List packages",
        description="Storefronts (`offers:read`) see what can be bought; hidden packages by their id only. "
        "Ordered by price, packages without one come first.",
        responses={200: page_of_documents(answers.PackageAnswer), **UNCHANGED},
    )
    @read_by_etag
    def get(self, request: Request) -> HttpResponse:
        asked = (request.scheme, request.get_host(), request.path, request.META.get("QUERY_STRING", ""))
        page = pages.page((*asked, self.offers_only), self._read)
        return self.shown(page.body, etag=page.etag)

    def _read(self, before: ListedPage | None) -> ListedPage:
        return listed.read(
            before.selection if before else self._selection(),
            before=before,
            address=self.request.build_absolute_uri(),
            body_of=self.page_body,
        )

    def _selection(self) -> Selection:
        # Without filters the statement is one of a few, and made once.
        same_as = None if self.is_filtered else ("packages", self.offers_only)
        rows = self.filtered(self._listed())
        return self.selection(rows, columns=listed.columns(offer=self.offers_only), same_as=same_as)

    def _listed(self) -> PackageDocumentQuerySet:
        rows = self.visible()
        return rows.unhidden() if self.offers_only and "id" not in self.query else rows

    @documented(
        summary="Make a package",
        description="One document with its features and providers. Prices need `pricing:write`, "
        "`status`, `hidden` and `retired` need `catalog:publish` as well.",
        request=schemas.PackageSchema,
        responses={201: answers.PackageAnswer},
    )
    @made
    def post(self, request: Request) -> HttpResponse:
        read = inputs.new_package(self.document(), guard=self.guard)
        with self.writing(read.places):
            saved = create_package(changes=read.changes, by=self.caller.actor, reason=self.reason)
        return self.answer_saved(saved, status=201, location=request.build_absolute_uri(request.path))


class PackageDetailView(PackageView):
    """One package."""

    scopes = {"GET": READ, "PATCH": WRITE, "PUT": WRITE, "DELETE": WRITE}
    query_parameters = {"PATCH": (REASON,), "PUT": (REASON,)}

    @documented(
        summary="Read a package",
        responses={200: answers.PackageAnswer, **UNCHANGED},
        problems=[410],
    )
    @read_by_etag
    def get(self, request: Request, package: str) -> HttpResponse:
        found = document_of(self.key, offer=self.offers_only)
        if found is None:
            raise self.missing()
        return self.shown(found.body, etag=found.etag)

    @documented(
        summary="Change a package",
        description="What isn't sent stays. A list replaces the set, an object changes it by key and null "
        "removes (settings, metadata, features by code, providers by id). "
        '`{"status": "active"}` offers the package; each reason in the way is told.',
        request=schemas.PackageSchema,
        responses={200: answers.PackageAnswer},
        problems=[410, 412],
    )
    @written_by_etag
    def patch(self, request: Request, package: str) -> HttpResponse:
        body = self.document()
        read = inputs.changed_package(body, self._current(), guard=self.guard)
        with self.writing(read.places):
            saved = update_package(
                key=self.key,
                changes=read.changes,
                by=self.caller.actor,
                reason=self.reason,
                expected=expected_package(request),
            )
        return self.answer_saved(saved)

    @documented(
        summary="Replace a package",
        description="What isn't sent goes back to its default; lists must be sent. Needs `If-Match`, or "
        "`revision` in the body as it was read.",
        request=schemas.PackageReplacementSchema,
        responses={200: answers.PackageAnswer},
        problems=[410, 412, 428],
    )
    @written_by_etag
    def put(self, request: Request, package: str) -> HttpResponse:
        body, current = self.document(), self._current()
        expected = self._expected_by_put(request, body)
        tags = match_tags(request)
        seen = inputs.seen_by(body, current, tags.strong if tags else frozenset())
        read = inputs.replaced_package(body, current, seen=seen, guard=self.guard)
        with self.writing(read.places):
            saved = update_package(
                key=self.key,
                changes=read.changes,
                by=self.caller.actor,
                reason=self.reason,
                expected=expected,
            )
        return self.answer_saved(saved)

    @documented(
        summary="Delete a package",
        description="Only a package that was never active; retire any other. Its revisions stay readable.",
        responses={204: None},
        problems=[410, 412],
    )
    @deleted_by_etag
    def delete(self, request: Request, package: str) -> HttpResponse:
        with self.writing():
            last = delete_package(key=self.key, by=self.caller.actor, expected=expected_package(request))
        self.outcome = Outcome(last, None)
        return HttpResponse(status=204)

    def _current(self) -> StoredDocument:
        found = document_of(self.key)
        if found is None:
            raise self.missing()
        return found

    def _expected_by_put(self, request: Request, body: dict[str, object]) -> Expected | None:
        if "HTTP_IF_MATCH" in request.META:
            return expected_package(request)
        revision = body.get("revision")
        if not isinstance(revision, int) or isinstance(revision, bool):
            raise PreconditionRequired(
                "Send If-Match with the ETag that you read, or the revision in the body."
            )
        return Expected(revision=revision)
