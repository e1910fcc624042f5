"""`/providers`, `/providers/{id}` and `/provider-types`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from rest_framework.request import Request

from config.identity import parse_identity
from integrations.api.conditional import (
    EntityTags,
    PreconditionFailed,
    PreconditionRequired,
    entity_tags,
    etag_of,
)
from integrations.api.conditional_schema import UNCHANGED, read_by_etag, written_by_etag
from integrations.api.errors import ApiProblem
from integrations.api.pagination import Keyset
from integrations.api.rendering import json_response, render_page, to_json
from integrations.api.schema import documented, page_of_documents
from integrations.api.views import ApiView, ListView
from providers import actions
from providers.api import inputs
from providers.api.documents import provider_document, provider_etag, shown, type_document
from providers.api.dry_runs import Outcome, ProviderDryRun, provider_told
from providers.api.filters import ProviderFilters
from providers.api.schemas import ProviderReplacementSchema, ProviderSchema, ProviderTypeSchema
from providers.models import Provider
from providers.types.registry import PROVIDER_TYPES

READ, WRITE = ("providers:read",), ("providers:write",)


class Conflict(ApiProblem):
    """409: the provider is needed where it is."""

    status = 409
    code = "provider_in_use"
    title = "Packages still have this provider."


class ProviderView(ApiView):
    """Providers; a write leaves its `outcome`, which is what a dry run tells of."""

    dry_run_answer = ProviderDryRun
    outcome: Outcome

    def told(self) -> bytes:
        return provider_told(self.outcome)


class Providers(ProviderView, ListView):
    """All providers, and making one."""

    scopes = {"GET": READ, "POST": WRITE}
    keyset = Keyset(
        orderings={
            "id": "uuid",
            "provider_name": "provider_name",
            "created_at": "created_at",
            "updated_at": "updated_at",
        },
        key="uuid",
        default="provider_name",
    )
    filterset_class = ProviderFilters

    @documented(summary="List providers", responses={200: page_of_documents(ProviderSchema), **UNCHANGED})
    @read_by_etag
    def get(self, request: Request) -> HttpResponse:
        page = self.page(self.filtered(Provider.objects.all()))
        return self.shown(self.page_body(page, [to_json(provider_document(row)) for row in page.rows]))

    @documented(
        summary="Make a provider",
        description="Secrets stand among the properties; they go in and never come out.",
        request=ProviderSchema,
        responses={201: ProviderSchema},
    )
    def post(self, request: Request) -> HttpResponse:
        changes = inputs.new_provider(self.document())
        provider = actions.create(changes=changes, by=self.caller.actor)
        self.outcome = Outcome(None, provider)
        location = f"{request.build_absolute_uri(request.path)}/{provider.id}"
        return _answer(provider, status=201, headers={"Location": location})


class ProviderDetail(ProviderView):
    """One provider, by any spelling of its key."""

    scopes = {"GET": READ, "PATCH": WRITE, "PUT": WRITE, "DELETE": WRITE}

    @documented(summary="Read a provider", responses={200: ProviderSchema, **UNCHANGED})
    @read_by_etag
    def get(self, request: Request, provider: str) -> HttpResponse:
        return self.shown(to_json(provider_document(self._current())))

    @documented(
        summary="Change a provider",
        description="What isn't sent stays. Objects are changed by key, and null removes one; secrets that are "
        "not sent are kept, and null clears one. A provider that is the default of any package can't be "
        "switched off.",
        request=ProviderSchema,
        responses={200: ProviderSchema},
        problems=[412],
    )
    @written_by_etag
    def patch(self, request: Request, provider: str) -> HttpResponse:
        return self._change(inputs.changed_provider, self.document())

    @documented(
        summary="Replace a provider",
        description="What isn't sent goes back to its default; objects must be sent, and secrets that are not "
        "sent are kept. Needs `If-Match`, or `updated_at` in the body as it was read.",
        request=ProviderReplacementSchema,
        responses={200: ProviderSchema},
        problems=[412, 428],
    )
    @written_by_etag
    def put(self, request: Request, provider: str) -> HttpResponse:
        body = self.document()
        if self._tags() is None:
            self._expect_what_was_read(body.get("updated_at"))
        return self._change(inputs.replaced_provider, body)

    @documented(
        summary="Delete a provider",
        description="Refused (409) while it is attached to any package.",
        responses={204: None},
        problems=[412],
    )
    @written_by_etag
    def delete(self, request: Request, provider: str) -> HttpResponse:
        with self._writing():
            last = actions.delete(key=self._key, by=self.caller.actor, guard=self._guard)
        self.outcome = Outcome(last, None)
        return HttpResponse(status=204)

    def _change(self, read: Any, body: dict[str, Any]) -> HttpResponse:
        current = self._current()
        self._guard(current)
        changes = read(body, current)
        with self._writing():
            saved = actions.update(
                key=self._key,
                changes=replace(changes, seal_again=self.is_dry_run),
                by=self.caller.actor,
                guard=lambda before: self._unmoved(before, current),
            )
        self.outcome = Outcome(saved.before, saved.provider, saved.packages)
        return _answer(saved.provider)

    def _expect_what_was_read(self, updated_at: Any) -> None:
        if not isinstance(updated_at, str):
            detail = "Send If-Match with the ETag that you read, or updated_at in the body."
            raise PreconditionRequired(detail)
        current = self._current()
        if shown(current)["updated_at"] != updated_at:
            raise _stale(current)

    def _unmoved(self, before: Provider, seen: Provider) -> None:
        # What was judged is what is locked now, where the client said what it has seen.
        named = self._tags() is not None or self.request.method == "PUT"
        if named and provider_etag(before) != provider_etag(seen):
            raise _stale(before)

    def _guard(self, before: Provider) -> None:
        tags = self._tags()
        if tags is not None and not tags.anything and provider_etag(before) not in tags.strong:
            raise _stale(before)

    def _tags(self) -> EntityTags | None:
        return entity_tags(self.request.META.get("HTTP_IF_MATCH"), name="If-Match")

    @property
    def _key(self) -> UUID:
        key = parse_identity(self.kwargs["provider"], prefix=Provider.id_prefix)
        if key is None:
            raise _missing()
        return key

    def _current(self) -> Provider:
        found = Provider.objects.filter(pk=self._key).first()
        if found is None:
            raise _missing()
        return found

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except actions.ProviderGone as error:
            raise _missing() from error
        except actions.ProviderInUse as error:
            raise Conflict(error.problems[0].detail, problems=error.problems) from error


class ProviderTypes(ApiView):
    """The types of providers that the platform knows; few enough for one page."""

    scopes = {"GET": READ}

    @documented(
        summary="List provider types", responses={200: page_of_documents(ProviderTypeSchema), **UNCHANGED}
    )
    @read_by_etag
    def get(self, request: Request) -> HttpResponse:
        documents = [to_json(type_document(declared)) for declared in PROVIDER_TYPES.values()]
        return self.shown(render_page(documents, next=None, previous=None))


def _answer(provider: Provider, *, status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
    body = to_json(provider_document(provider))
    return json_response(body, status=status, headers={"ETag": etag_of(body), **(headers or {})})


def _missing() -> Http404:
    return Http404("There is no such provider.")


def _stale(provider: Provider) -> PreconditionFailed:
    return PreconditionFailed(
        "The provider was changed after you read it. Read it again, and decide.",
        headers={"ETag": provider_etag(provider)},
    )
