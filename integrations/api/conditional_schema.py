"""What the API's document says of conditional reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

F = TypeVar("F", bound=Callable[..., Any])

UNCHANGED = {304: OpenApiResponse(description="The client has these bytes already.")}

TAG = '`"…"` as an answer gave it, several of them, or `*`.'
_IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description=f"304 when it is still this: {TAG}"
)


def answered(name: str, statuses: list[int], description: str) -> OpenApiParameter:
    """A header that answers with these statuses always have."""
    return OpenApiParameter(
        name, str, OpenApiParameter.HEADER, response=statuses, description=description, required=True
    )


def read_by_etag(method: F) -> F:
    """A GET with an ETag, that understands `If-None-Match`."""
    etag = answered("ETag", [200, 304], "Of every byte that is answered.")
    decorate: Callable[[F], F] = extend_schema(parameters=[_IF_NONE_MATCH, etag])
    return decorate(method)


def written_by_etag(method: F) -> F:
    """A write that understands `If-Match`."""
    match = OpenApiParameter(
        "If-Match", str, OpenApiParameter.HEADER, description=f"412 unless it is still this: {TAG}"
    )
    decorate: Callable[[F], F] = extend_schema(parameters=[match])
    return decorate(method)
