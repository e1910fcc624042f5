"""What the API's document says of operations on packages: preconditions, and headers of answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

F = TypeVar("F", bound=Callable[..., Any])

UNCHANGED = {304: OpenApiResponse(description="The client has these bytes already.")}

_TAG = '`"…"` as an answer gave it, several of them, or `*`.'
_IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description=f"304 when it is still this: {_TAG}"
)
_IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description=f"412 unless it is still this: {_TAG} A movement of stock is no change.",
)


# What a write of a feature or provider answers when it made its package one that can't be sold.
NOT_SELLABLE = "Package-Not-Sellable"
_NOT_SELLABLE = OpenApiParameter(
    NOT_SELLABLE,
    str,
    OpenApiParameter.HEADER,
    response=[200, 201, 204],
    description="Only when this write ended the sale of an active package: the codes of the reasons.",
)


def _answered(name: str, statuses: list[int], description: str) -> OpenApiParameter:
    return OpenApiParameter(
        name, str, OpenApiParameter.HEADER, response=statuses, description=description, required=True
    )


def read_by_etag(method: F) -> F:
    """A GET with an ETag, that understands `If-None-Match`."""
    etag = _answered("ETag", [200, 304], "Of every byte that is answered.")
    decorate: Callable[[F], F] = extend_schema(parameters=[_IF_NONE_MATCH, etag])
    return decorate(method)


def written_by_etag(method: F) -> F:
    """A write that understands `If-Match`, and answers the ETag of what is there now."""
    added = _answered("ETag", [201], "Of what is there now.")
    # Required where nothing else is answered: there is nothing to match after a dry run.
    changed = OpenApiParameter(
        "ETag",
        str,
        OpenApiParameter.HEADER,
        response=[200],
        description="Of what is there now; not of a dry run.",
    )
    decorate: Callable[[F], F] = extend_schema(parameters=[_IF_MATCH, added, changed])
    return decorate(method)


def deleted_by_etag(method: F) -> F:
    """A DELETE that understands `If-Match`."""
    decorate: Callable[[F], F] = extend_schema(parameters=[_IF_MATCH])
    return decorate(method)


def part_written(method: F) -> F:
    """A write of a feature or provider of a package, which may end the package's sale."""
    decorate: Callable[[F], F] = extend_schema(parameters=[_NOT_SELLABLE])
    return decorate(written_by_etag(method))


def part_deleted(method: F) -> F:
    """The same of a DELETE."""
    decorate: Callable[[F], F] = extend_schema(parameters=[_NOT_SELLABLE])
    return decorate(deleted_by_etag(method))


def made(method: F) -> F:
    """A POST that makes something: where it is, and its ETag."""
    etag = _answered("ETag", [201], "Of what was made.")
    location = _answered("Location", [201], "Where it is.")
    decorate: Callable[[F], F] = extend_schema(parameters=[location, etag])
    return decorate(method)
