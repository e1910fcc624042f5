"""The OpenAPI 3.1 document, from the same declarations that the views work by.

    @documented(summary="Take or return stock", request=StockChange, responses={200: Left}, problems=[410])
    def post(self, request: Request, package: str) -> HttpResponse: ...

    @documented(summary="List features", responses={200: page_of_documents(FeatureOut)})
    def get(self, request: Request) -> HttpResponse: ...

Query parameters come from the view (`query_parameters`, filters, keyset), scopes from `scopes`, answers of
dry runs from `dry_run_answer`, and the problems that any such operation can answer with are added to those
that are named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from http import HTTPStatus
from typing import Any, TypeVar

from drf_spectacular.drainage import get_override
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import (
    Direction,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_serializer,
    inline_serializer,
)
from rest_framework import serializers

from integrations.api.errors import PROBLEM_JSON
from integrations.api.fields import StrictInteger, StrictList, StrictSerializer, StrictString
from integrations.api.idempotency_schema import added_meaning, header_parameters
from integrations.api.parameters import MOST_REPEATS, Parameter
from integrations.api.rendering import JSON
from integrations.scopes import SCOPES

F = TypeVar("F", bound=Callable[..., Any])

_ANY_REQUEST = (400, 406, 500)
_WITH_TOKEN = (401, 403, 503)
_CHANGES = (409, 422)
_WITH_BODY = (413, 415)


@extend_schema_serializer(component_name="ProblemItem")
class ProblemErrorSchema(StrictSerializer):
    """One thing that is wrong with the input."""

    pointer = StrictString(
        allow_blank=True, help_text="A JSON pointer into the body, or `?` and a query parameter's name."
    )
    code = StrictString(help_text="The rule, for programs; never changes.")
    detail = StrictString(help_text="What to do, for people.")


@extend_schema_serializer(component_name="Problem")
class ProblemSchema(StrictSerializer):
    """Every 4xx and 5xx: an RFC 9457 problem."""

    type = StrictString(help_text="`urn:problem-type:service-package-catalog:` and a code.")
    title = StrictString()
    status = StrictInteger(min_value=400, max_value=599)
    detail = StrictString()
    request_id = StrictString(help_text="The X-Request-ID of the answer; name it when you ask for help.")
    errors = StrictList(  # type: ignore[assignment]
        child=ProblemErrorSchema(), required=False, help_text="All that is wrong at once."
    )


def documented(
    *,
    summary: str,
    responses: Mapping[Any, Any],
    request: Any = None,
    description: str = "",
    problems: Iterable[int] = (),
    operation_id: str | None = None,
) -> Callable[[F], F]:
    """Says what a method of a view takes and answers; `problems` are the 4xx that are its own."""
    answers = {**responses, **dict.fromkeys(problems, PROBLEM)}
    decorate: Callable[[F], F] = extend_schema(
        summary=summary,
        description=description or None,
        operation_id=operation_id,
        request=request,
        responses={_with_type(status): answer for status, answer in answers.items()},
    )
    return decorate


@cache
def page_of_documents(item: type[serializers.Serializer[Any]]) -> Any:
    """The envelope of a list whose results are `item`s."""
    return inline_serializer(
        name=f"{get_override(item, 'component_name', item.__name__)}Page",
        fields={
            "next": serializers.URLField(allow_null=True, help_text="The page after this one."),
            "previous": serializers.URLField(allow_null=True, help_text="The page before this one."),
            "results": item(many=True),
        },
    )


PROBLEM = OpenApiResponse(ProblemSchema)
_RETRY_AFTER = OpenApiParameter(
    "Retry-After",
    int,
    OpenApiParameter.HEADER,
    response=[503],
    required=True,
    description="In so many seconds.",
)
_CHALLENGE = OpenApiParameter(
    "WWW-Authenticate", str, OpenApiParameter.HEADER, response=[401], required=True, description="RFC 6750."
)
_PROBLEM_BODY = {"content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


def _with_type(status: Any) -> Any:
    return (status, PROBLEM_JSON) if isinstance(status, int) and status >= 400 else status


class ApiSchema(AutoSchema):
    """What drf-spectacular can't know of our views."""

    def get_override_parameters(self) -> list[Any]:
        read = getattr(self.view, "parameters_of", None)
        query = [_documented_parameter(one) for one in read(self.method)] if read else []
        headers = [*header_parameters(self.view, self.method), _RETRY_AFTER, _CHALLENGE]
        return [*self._path_parameters(), *query, *headers]

    def _path_parameters(self) -> list[OpenApiParameter]:
        said: Mapping[str, str] = getattr(self.view, "path_parameters", {})
        return [
            OpenApiParameter(name, str, OpenApiParameter.PATH, description=text)
            for name, text in said.items()
            if f"{{{name}}}" in self.path
        ]

    def get_filter_backends(self) -> list[Any]:
        return []

    def get_operation_id(self) -> str:
        name: str = super().get_operation_id()
        return name.removesuffix("retrieve") + "list" if self._answers_list() else name

    def _answers_list(self) -> bool:
        answers = self.get_response_serializers()
        answer = answers.get(200) if isinstance(answers, dict) else None
        fields = getattr(answer, "fields", None)  # of an instance; a class only promises them
        return self.method == "GET" and isinstance(fields, Mapping) and "results" in fields

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        operation = super().get_operation(*args, **kwargs)
        scopes = self._scopes()
        if operation and scopes:
            # Here and not in `get_description`, which a description of a method's own takes the place of.
            needs = f"Scope: {' or '.join(f'`{scope}`' for scope in scopes)}."
            operation["description"] = "\n\n".join(filter(None, (operation.get("description"), needs)))
        return operation

    def get_auth(self) -> list[dict[str, list[str]]]:
        auth: list[dict[str, list[str]]] = super().get_auth()
        return auth if self.view.authentication_classes else []

    def _map_serializer_field(
        self, field: Any, direction: Direction, bypass_extensions: bool = False
    ) -> dict[str, Any]:
        if direction == "request" and field.read_only and isinstance(field.parent, StrictSerializer):
            return {"readOnly": True}
        found: dict[str, Any] = super()._map_serializer_field(field, direction, bypass_extensions)  # type: ignore[no-untyped-call]
        return found

    def _postprocess_serializer_schema(
        self, schema: dict[str, Any], serializer: Any, direction: Direction
    ) -> dict[str, Any]:
        if direction == "request" and isinstance(serializer, StrictSerializer):
            # What is read only may be sent as it was read; what is unknown may not be sent.
            shown = {name for name, field in serializer.fields.items() if field.read_only}
            required = [name for name in schema.pop("required", []) if name not in shown]
            return {**schema, **({"required": required} if required else {}), "additionalProperties": False}
        found: dict[str, Any] = super()._postprocess_serializer_schema(schema, serializer, direction)  # type: ignore[no-untyped-call]
        return found

    def _get_response_bodies(self, direction: Direction = "response") -> dict[str, Any]:
        self.resolve_serializer(ProblemSchema, "response")
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        for status in self._usual_problems():
            headers = self._get_response_headers_for_code(str(status), direction)
            bodies.setdefault(str(status), {**({"headers": headers} if headers else {}), **_PROBLEM_BODY})
        answer = self._dry_run_answer()
        if answer is not None:
            tried = self._get_response_for_code(answer, "200", direction=direction)  # type: ignore[no-untyped-call]
            bodies["200"] = _with_dry_run(bodies.get("200"), tried)
        for code, body in bodies.items():
            said = HTTPStatus(int(code)).phrase + added_meaning(self.view, self.method, int(code))
            bodies[code] = {**body, "description": body.get("description") or said}
        return dict(sorted(bodies.items()))

    def _usual_problems(self) -> Iterable[int]:
        yield from _ANY_REQUEST
        if self.view.authentication_classes:
            yield from _WITH_TOKEN
        if "{" in self.path:
            yield 404
        if self.method != "GET":
            yield from _CHANGES
        if self.get_request_serializer() is not None:
            yield from _WITH_BODY

    def _dry_run_answer(self) -> Any:
        offers = getattr(self.view, "dry_run_parameters", None)
        return getattr(self.view, "dry_run_answer", None) if offers and offers(self.method) else None

    def _scopes(self) -> tuple[str, ...]:
        found: tuple[str, ...] = getattr(self.view, "scopes", {}).get(self.method, ())
        return found


_TOKEN = "The token of a named client, which carries its scopes:\n\n" + "\n".join(
    f"- `{scope}`: {what}" for scope, what in SCOPES.items()
)


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the document describes our tokens."""

    target_class = "integrations.api.authentication.BearerAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "description": _TOKEN}


def plain_choices(result: Any, **_: Any) -> Any:
    """Hook of drf-spectacular: take its private marks off choices, which stay where they are used."""
    if isinstance(result, dict):
        result.pop("x-spec-enum-id", None)
        for value in result.values():
            plain_choices(value)
    elif isinstance(result, list):
        for value in result:
            plain_choices(value)
    return result


def _with_dry_run(written: dict[str, Any] | None, tried: dict[str, Any]) -> dict[str, Any]:
    """The body of a 200 that is `tried` in a dry run, and `written` (if that is a 200 as well) otherwise."""
    schemas = [body["content"][JSON]["schema"] for body in (written, tried) if body]
    schema = {"oneOf": schemas} if len(schemas) > 1 else schemas[0]
    description = "OK; with `dry_run`, what would come of it"
    return {**tried, "content": {JSON: {"schema": schema}}, "description": description}


def _documented_parameter(one: Parameter) -> OpenApiParameter:
    schema = dict(one.schema)
    if one.repeatable:
        schema = {"type": "array", "items": schema, "maxItems": MOST_REPEATS}
    return OpenApiParameter(one.name, schema, OpenApiParameter.QUERY, description=one.description)
