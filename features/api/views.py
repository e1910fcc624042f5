"""The feature matrix: read by every client that may, written by none."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from rest_framework.request import Request

from features.api.documents import feature_document
from features.api.filters import FeatureFilters
from features.api.schema import FeatureDocument
from features.models import Feature
from features.platform import running_platform
from integrations.api.conditional_schema import UNCHANGED, read_by_etag
from integrations.api.pagination import Keyset
from integrations.api.parameters import choice
from integrations.api.rendering import to_json
from integrations.api.schema import documented, page_of_documents
from integrations.api.views import ApiView, ListView


class Features(ListView):
    """What this platform's version and licence have."""

    scopes = {"GET": ("features:read",)}
    keyset = Keyset(
        orderings={"position": "place", "code": "code", "name": "name"}, key="code", default="position"
    )
    filterset_class = FeatureFilters
    query_parameters = {
        "GET": (choice("include", "Also what this platform lacks, with the reasons.", ["unavailable"]),)
    }

    @documented(
        summary="List features",
        description="What this platform's version and licence have, in the order of tables unless told.",
        responses={200: page_of_documents(FeatureDocument), **UNCHANGED},
        operation_id="list_features",
    )
    @read_by_etag
    def get(self, request: Request) -> HttpResponse:
        platform = running_platform()
        rows = Feature.objects.all()
        if "include" not in self.query:
            rows = rows.available(version=platform.version, license=platform.license)
        page = self.page(self.filtered(rows))
        documents = [to_json(feature_document(row, platform=platform)) for row in page.rows]
        return self.shown(self.page_body(page, documents))


class FeatureByCode(ApiView):
    """One feature; any code that was ever shipped is found."""

    scopes = {"GET": ("features:read",)}

    @documented(
        summary="Read a feature",
        description="Any code that was ever shipped answers, with whether this platform has it and why not.",
        responses={200: FeatureDocument, **UNCHANGED},
        operation_id="read_feature",
    )
    @read_by_etag
    def get(self, request: Request, code: str) -> HttpResponse:
        row = Feature.objects.filter(code=code).first()
        if row is None:
            raise Http404("No feature has this code.")
        return self.shown(to_json(feature_document(row, platform=running_platform())))
