"""What the OpenAPI document says of `Idempotency-Key`."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter

from integrations.api import idempotency

_KEY = OpenApiParameter(
    idempotency.HEADER,
    {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    OpenApiParameter.HEADER,
    description="A new one for each request that you mean, the same when you send it again: then you get the "
    "answer that was given, and nothing is done twice. A 2xx is kept for 24 hours; after anything else the "
    "request can be sent again under its key. A dry run does not use it up.",
)
_REPLAYED = OpenApiParameter(
    idempotency.REPLAYED,
    {"type": "string", "enum": ["true"]},
    OpenApiParameter.HEADER,
    response=[200, 201, 204],
    description="This was answered before, to the same request under its `Idempotency-Key`.",
)
_RETRY_AFTER = OpenApiParameter(
    "Retry-After",
    int,
    OpenApiParameter.HEADER,
    response=[409],
    description="In so many seconds, when the same can succeed then.",
)
_ALSO = {
    409: f"; `{idempotency.InFlight.code}`: a request with this `Idempotency-Key` is not finished.",
    422: f"; `{idempotency.Reused.code}`: the `Idempotency-Key` was sent with another request.",
}


def is_repeatable(view: Any, method: str) -> bool:
    """Whether `method` of `view` heeds the header."""
    return method in idempotency.METHODS and isinstance(view, idempotency.RepeatableView)


def header_parameters(view: Any, method: str) -> list[OpenApiParameter]:
    """The headers that a request may have, and those of its answers."""
    return [_KEY, _REPLAYED, _RETRY_AFTER] if is_repeatable(view, method) else []


def added_meaning(view: Any, method: str, status: int) -> str:
    """What `status` means besides its name, because of the header."""
    return _ALSO.get(status, "") if is_repeatable(view, method) else ""
