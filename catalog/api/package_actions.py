"""What can be asked and done of one package besides editing it: availability, a copy, its stock."""

from __future__ import annotations

from django.http import HttpResponse
from rest_framework.request import Request

from catalog.actions.duplicate import duplicate_package
from catalog.actions.stock import change_stock
from catalog.api import answers, inputs, schemas
from catalog.api.base import READ, REASON, WRITE, PackageView, expected_package
from catalog.api.documentation import made
from catalog.api.dry_runs import Outcome, StockDryRun, stock_told
from catalog.parts import availability_of
from integrations.api.conditional_schema import UNCHANGED, read_by_etag, written_by_etag
from integrations.api.rendering import json_response
from integrations.api.schema import documented


class AvailabilityView(PackageView):
    """Whether a package can be sold, renewed and shown."""

    scopes = {"GET": READ}

    @documented(
        summary="Tell whether a package can be sold",
        responses={200: schemas.AvailabilitySchema, **UNCHANGED},
        problems=[410],
    )
    @read_by_etag
    def get(self, request: Request, package: str) -> HttpResponse:
        text = availability_of(self.key, offer=self.offers_only)
        if text is None:
            raise self.missing()
        return self.shown(text)


class DuplicateView(PackageView):
    """A draft copy of a package."""

    scopes = {"POST": WRITE}
    query_parameters = {"POST": (REASON,)}

    @documented(
        summary="Copy a package",
        description="The copy is a draft that is not retired, and its stock starts at 0. Without a `name` it is "
        "called after the original, and the body may be left out. The id that a dry run answers is of that "
        "answer only.",
        request=schemas.DuplicateSchema,
        responses={201: answers.PackageAnswer},
        problems=[410, 412],
    )
    @made
    @written_by_etag
    def post(self, request: Request, package: str) -> HttpResponse:
        name, problems = inputs.copy_name(self.document_if_any())
        with self.writing():
            saved = duplicate_package(
                key=self.key,
                name=name,
                by=self.caller.actor,
                reason=self.reason,
                problems=problems,
                expected=expected_package(request),
            )
        location = request.build_absolute_uri(request.path).rsplit("/", 2)[0]
        return self.answer_saved(saved, status=201, location=location)


class StockView(PackageView):
    """What is left of a package."""

    scopes = {"POST": ("stock:write",)}
    dry_run_answer = StockDryRun

    @documented(
        summary="Take from stock, or put back",
        description="Adds `change` (negative: takes) to what is left, in one step. 409 `out_of_stock` when there is "
        "too little and the package may not be oversold. Makes no revision.",
        request=schemas.StockChangeSchema,
        responses={200: answers.StockAnswer},
        problems=[410, 412],
    )
    @written_by_etag
    def post(self, request: Request, package: str) -> HttpResponse:
        change = inputs.stock_change(self.document())
        with self.writing():
            saved = change_stock(
                key=self.key, change=change, by=self.caller.actor, expected=expected_package(request)
            )
        self.outcome = Outcome(saved.before, saved.document)
        return json_response(answers.stock_of(saved.document))

    def told(self) -> bytes:
        # Who may sell and not read learns of a package what a sale tells, and no more.
        return stock_told(self.outcome) if self.offers_only else super().told()
