"""JSON out: exact decimals, times in UTC with a Z, one media type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

import orjson
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.text import compress_string
from rest_framework.renderers import BaseRenderer

JSON = "application/json"


def to_json(value: Any) -> bytes:
    """`value` as JSON in UTF-8; Decimals as plain numbers with the digits they have."""
    return orjson.dumps(value, default=_plain, option=orjson.OPT_UTC_Z)


def render_page(results: Iterable[bytes], *, next: str | None, previous: str | None) -> bytes:
    """A page of a list around documents that are JSON already."""
    head = to_json({"next": next, "previous": previous})
    return b"".join((head[:-1], b',"results":[', b",".join(results), b"]}"))


class Body:
    """Bytes that are answered again and again; compressed once, when somebody first wants them so."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    @cached_property
    def gzipped(self) -> bytes:
        return compress_string(self.content)


def kept_response(body: Body, *, headers: Mapping[str, str]) -> HttpResponse:
    """An answer whose body is JSON already and is kept; the middleware takes its compressed form from there."""
    response = json_response(body.content, headers=headers)
    response.kept_body = body  # type: ignore[attr-defined]
    return response


def json_response(
    body: bytes, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """An answer whose body is JSON already."""
    return HttpResponse(body, status=status, content_type=JSON, headers=headers)


class OrjsonRenderer(BaseRenderer):
    """The renderer of every API view."""

    media_type = JSON
    format = "json"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return b"" if data is None else to_json(data)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return orjson.Fragment(format(value, "f"))
    if isinstance(value, Promise | frozenset | set):
        return str(value) if isinstance(value, Promise) else sorted(value)
    raise TypeError(f"{type(value).__name__} is no JSON")
