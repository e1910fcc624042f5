"""The OpenAPI document as JSON or YAML, and the page that shows it. Both are open to everybody."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from integrations.api.parameters import choice
from integrations.api.rendering import to_json
from integrations.api.schema import documented
from integrations.api.views import ApiView

OPENAPI_JSON = "application/vnd.oai.openapi+json"
OPENAPI_YAML = "application/vnd.oai.openapi"


class _AsItIs(BaseRenderer):
    charset = None

    def render(self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None) -> bytes:
        return data if isinstance(data, bytes) else b""


class _Json(_AsItIs):
    media_type = "application/json"
    format = "json"


class _OpenApiJson(_AsItIs):
    media_type = OPENAPI_JSON
    format = "openapi-json"


class _OpenApiYaml(_AsItIs):
    media_type = OPENAPI_YAML
    format = "yaml"


class _Yaml(_AsItIs):
    media_type = "application/yaml"
    format = "plain-yaml"


class Schema(ApiView):
    """This document."""

    authentication_classes = []
    permission_classes = []
    renderer_classes = [_Json, _OpenApiJson, _OpenApiYaml, _Yaml]
    query_parameters = {"GET": (choice("format", "Goes before the Accept header.", ["json", "yaml"]),)}

    @documented(
        summary="This document",
        responses={
            (200, "application/json"): OpenApiTypes.OBJECT,
            (200, OPENAPI_JSON): OpenApiTypes.OBJECT,
            (200, OPENAPI_YAML): OpenApiTypes.STR,
            (200, "application/yaml"): OpenApiTypes.STR,
        },
    )
    def get(self, request: Request) -> Response:
        asked = self.query.get("format")
        in_yaml = asked == "yaml" if asked else "yaml" in request.accepted_renderer.format
        content_type = request.accepted_renderer.media_type
        if asked:
            content_type = OPENAPI_YAML if in_yaml else "application/json"
        return Response(_document(in_yaml=in_yaml), content_type=content_type)


class Docs(SpectacularSwaggerSplitView):
    """The page for people: no inline script or style, so that it works under a strict policy."""

    authentication_classes: list[Any] = []
    permission_classes: list[Any] = []
    template_name = "api/docs.html"
    template_name_js = "api/docs.js"
    url_name = "api-schema"

    @documented(summary="The page that shows this document", responses={(200, "text/html"): OpenApiTypes.STR})
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return cast("Response", super().get(request, *args, **kwargs))  # type: ignore[no-untyped-call]


@cache
def _document(*, in_yaml: bool) -> bytes:
    """The same for everybody and until the process ends, so made once."""
    document = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    if in_yaml:
        return bytes(OpenApiYamlRenderer().render(document))  # type: ignore[no-untyped-call]
    return to_json(document)
