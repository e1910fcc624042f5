"""`/packages/{id}/features` and `/packages/{id}/quotas`: one feature of a package at a time."""

from __future__ import annotations

from django.http import HttpResponse
from rest_framework.request import Request

from catalog.api import answers, feature_inputs, schemas
from catalog.api.base import READ, REASON, WRITE
from catalog.api.documentation import made, part_deleted, part_put, part_written
from catalog.api.parts import PartsView
from catalog.changes import PackageChanges
from config.json_rules import escape
from integrations.api.conditional_schema import UNCHANGED, read_by_etag
from integrations.api.schema import documented, page_of_documents


class FeatureListView(PartsView):
    """The features of a package."""

    part = "features"
    scopes = {"GET": READ, "POST": WRITE}
    query_parameters = {"POST": (REASON,)}

    @documented(
        summary="List a package's features",
        description="In the order of the feature matrix; always one page.",
        responses={200: page_of_documents(answers.FeatureAnswer), **UNCHANGED},
        problems=[410],
    )
    @read_by_etag
    def get(self, request: Request, package: str) -> HttpResponse:
        return self.answer_list(self.parts())

    @documented(
        summary="Add a feature to a package",
        description="`value` is a whole number or true (unlimited, or simply included). "
        "`unit_price` needs `pricing:write`.",
        request=schemas.PackageFeatureSchema,
        responses={201: answers.FeatureAnswer},
        problems=[410],
    )
    @made
    def post(self, request: Request, package: str) -> HttpResponse:
        body = self.document()
        self.parts()
        code, change, problems = feature_inputs.new_feature(body)
        changes = PackageChanges(features={code: change}, problems=problems, guard=self.guard)
        saved = self.write(changes, code, places={f"/features/{escape(code)}": ""})
        return self.answer_written(saved, code, location=self.location(request, code))


class FeatureDetailView(PartsView):
    """One feature of a package."""

    part = "features"
    scopes = {"GET": READ, "PUT": WRITE, "PATCH": WRITE, "DELETE": WRITE}
    query_parameters = dict.fromkeys(("PUT", "PATCH", "DELETE"), (REASON,))

    @documented(
        summary="Read a feature of a package",
        responses={200: answers.FeatureAnswer, **UNCHANGED},
        problems=[410],
    )
    @read_by_etag
    def get(self, request: Request, package: str, code: str) -> HttpResponse:
        return self.answer(self.found(code))

    @documented(
        summary="Add or replace a feature of a package",
        description="201 when the package did not have it. A `unit_price` that isn't sent is removed.",
        request=schemas.PackageFeatureReplacementSchema,
        responses={200: answers.FeatureAnswer, 201: answers.FeatureAnswer},
        problems=[410, 412],
    )
    @part_put
    def put(self, request: Request, package: str, code: str) -> HttpResponse:
        body = self.document()
        current = {part.key: part for part in self.parts()}.get(code)
        read = feature_inputs.replaced_feature(body, code, current)
        return self._write(read, code)

    @documented(
        summary="Change a feature of a package",
        request=schemas.PackageFeatureSchema,
        responses={200: answers.FeatureAnswer},
        problems=[410, 412],
    )
    @part_written
    def patch(self, request: Request, package: str, code: str) -> HttpResponse:
        body = self.document()
        return self._write(feature_inputs.changed_feature(body, code, self.found(code)), code)

    @documented(
        summary="Remove a feature from a package",
        responses={204: None},
        problems=[410, 412],
    )
    @part_deleted
    def delete(self, request: Request, package: str, code: str) -> HttpResponse:
        self.found(code)
        self.write(PackageChanges(features={code: None}, guard=self.guard), code, places={})
        return HttpResponse(status=204)

    def _write(self, read: feature_inputs.ReadFeature, code: str) -> HttpResponse:
        changes = PackageChanges(features={code: read.change}, problems=read.problems, guard=self.guard)
        saved = self.write(changes, code, places={f"/features/{escape(code)}": ""})
        return self.answer_written(saved, code)


class QuotaListView(PartsView):
    """The features of a package whose use is limited."""

    part = "features"
    scopes = {"GET": READ}

    @documented(
        summary="List a package's quotas",
        description="Its features whose use is limited; always one page.",
        responses={200: page_of_documents(answers.FeatureAnswer), **UNCHANGED},
        problems=[410],
    )
    @read_by_etag
    def get(self, request: Request, package: str) -> HttpResponse:
        return self.answer_list([part for part in self.parts() if part.quota])
