"""What the API's document says of operations on packages: preconditions, and headers of answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from drf_spectacular.utils import OpenApiParameter, extend_schema

from integrations.api.conditional_schema import TAG, answered

F = TypeVar("F", bound=Callable[..., Any])

_IF_ABSENT = OpenApiParameter(
    "If-None-Match",
    str,
    OpenApiParameter.HEADER,
    description="`*`: 412 when the package has it already. Nothing else is looked at.",
)
_IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description=f"412 unless it is still this: {TAG} A movement of stock is no change.",
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


def written_by_etag(method: F) -> F:
    """A write that understands `If-Match`, and answers the ETag of what is there now."""
    added = answered("ETag", [201], "Of what is there now.")
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


def part_put(method: F) -> F:
    """A PUT of a feature or provider of a package, which may be meant for one that isn't there yet."""
    decorate: Callable[[F], F] = extend_schema(parameters=[_IF_ABSENT])
    return decorate(part_written(method))


def part_deleted(method: F) -> F:
    """The same of a DELETE."""
    decorate: Callable[[F], F] = extend_schema(parameters=[_NOT_SELLABLE])
    return decorate(deleted_by_etag(method))


def made(method: F) -> F:
    """A POST that makes something: where it is, and its ETag."""
    etag = answered("ETag", [201], "Of what was made.")
    location = answered("Location", [201], "Where it is.")
    decorate: Callable[[F], F] = extend_schema(parameters=[location, etag])
    return decorate(method)
