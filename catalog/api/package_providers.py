"""`/packages/{id}/providers`: one provider of a package at a time."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from rest_framework.request import Request

from catalog.api import answers, provider_inputs, schemas
from catalog.api.base import READ, REASON, WRITE
from catalog.api.documentation import made, part_deleted, part_put, part_written
from catalog.api.parts import PartsView
from catalog.changes import PackageChanges
from config.identity import id_of, parse_identity
from integrations.api.conditional_schema import UNCHANGED, read_by_etag
from integrations.api.schema import documented, page_of_documents
from providers.models import Provider


class ProviderListView(PartsView):
    """The providers of a package."""

    part = "providers"
    scopes = {"GET": READ, "POST": WRITE}
    query_parameters = {"POST": (REASON,)}

    @documented(
        summary="List a package's providers",
        description="The default first; always one page. Storefronts see no settings and metadata.",
        responses={200: page_of_documents(answers.ProviderAnswer), **UNCHANGED},
        problems=[410],
    )
    @read_by_etag
    def get(self, request: Request, package: str) -> HttpResponse:
        return self.answer_list(self.parts())

    @documented(
        summary="Attach a provider to a package",
        description="With `default` true it takes over from the one before, in one step.",
        request=schemas.PackageProviderSchema,
        responses={201: answers.ProviderAnswer},
        problems=[410],
    )
    @made
    def post(self, request: Request, package: str) -> HttpResponse:
        body = self.document()
        self.parts()
        read = provider_inputs.new_provider(body)
        spelled = id_of(read.key, prefix=Provider.id_prefix)
        changes = PackageChanges(providers={read.key: read.change}, problems=read.problems, guard=self.guard)
        saved = self.write(changes, spelled, places={f"/providers/{spelled}": ""})
        return self.answer_written(saved, spelled, location=self.location(request, spelled))


class ProviderDetailView(PartsView):
    """One provider of a package."""

    part = "providers"
    scopes = {"GET": READ, "PUT": WRITE, "PATCH": WRITE, "DELETE": WRITE}
    query_parameters = dict.fromkeys(("PUT", "PATCH", "DELETE"), (REASON,))

    @property
    def provider_key(self) -> UUID:
        key = parse_identity(self.kwargs["provider"], prefix=Provider.id_prefix)
        if key is None:
            raise Http404("There is no such provider.")
        return key

    @property
    def spelled(self) -> str:
        return id_of(self.provider_key, prefix=Provider.id_prefix)

    @documented(
        summary="Read a provider of a package",
        responses={200: answers.ProviderAnswer, **UNCHANGED},
        problems=[410],
    )
    @read_by_etag
    def get(self, request: Request, package: str, provider: str) -> HttpResponse:
        return self.answer(self.found(self.spelled))

    @documented(
        summary="Attach a provider, or replace how it is attached",
        description="201 when it was not attached. What isn't sent goes back to its default.",
        request=schemas.PackageProviderReplacementSchema,
        responses={200: answers.ProviderAnswer, 201: answers.ProviderAnswer},
        problems=[410, 412],
    )
    @part_put
    def put(self, request: Request, package: str, provider: str) -> HttpResponse:
        body = self.document()
        current = {part.key: part for part in self.parts()}.get(self.spelled)
        read = provider_inputs.replaced_provider(body, self.provider_key, current)
        return self._write(read)

    @documented(
        summary="Change how a provider is attached",
        description="`settings` and `metadata` change by key; null removes.",
        request=schemas.PackageProviderSchema,
        responses={200: answers.ProviderAnswer},
        problems=[410, 412],
    )
    @part_written
    def patch(self, request: Request, package: str, provider: str) -> HttpResponse:
        body = self.document()
        read = provider_inputs.changed_provider(body, self.provider_key, self.found(self.spelled))
        return self._write(read)

    @documented(
        summary="Detach a provider from a package",
        responses={204: None},
        problems=[410, 412],
    )
    @part_deleted
    def delete(self, request: Request, package: str, provider: str) -> HttpResponse:
        self.found(self.spelled)
        changes = PackageChanges(providers={self.provider_key: None}, guard=self.guard)
        self.write(changes, self.spelled, places={})
        return HttpResponse(status=204)

    def _write(self, read: provider_inputs.ReadProvider) -> HttpResponse:
        changes = PackageChanges(
            providers={self.provider_key: read.change}, problems=read.problems, guard=self.guard
        )
        saved = self.write(changes, self.spelled, places={f"/providers/{self.spelled}": ""})
        return self.answer_written(saved, self.spelled)
