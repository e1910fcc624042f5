"""The bytes of a request: of the right type, no more than allowed, read once."""

from __future__ import annotations

from typing import IO, Any, cast

from django.http import HttpRequest
from django.http.request import UnreadablePostError

from integrations.api.errors import ApiProblem
from integrations.api.parsing import MAX_BYTES, BodyTooLarge, MalformedBody

MOST_DISCARDED = 4_000_000
_PIECE = 65_536
_KEPT = "_integrations_body"


class WrongMediaType(ApiProblem):
    status = 415
    code = "unsupported_media_type"
    title = "The type of the body is not supported."

    def __init__(self) -> None:
        super().__init__(
            "Send JSON in UTF-8, with the header Content-Type: application/json.",
            headers={"Accept": "application/json"},
        )


def read_body(request: HttpRequest) -> bytes:
    """The whole body of `request`, at most MAX_BYTES; the same bytes when asked again."""
    kept: bytes | None = getattr(request, _KEPT, None)
    if kept is None:
        kept = _read(request)
        setattr(request, _KEPT, kept)
    return kept


def require_json(request: HttpRequest) -> None:
    """Refuse with 415 unless the body says that it is JSON (also `+json`) in UTF-8."""
    media_type = (request.content_type or "").lower()
    is_json = media_type == "application/json" or (
        media_type.startswith("application/") and media_type.endswith("+json")
    )
    charset = (request.content_params or {}).get("charset", "utf-8").strip('"').lower()
    if not is_json or charset not in ("utf-8", "utf8"):
        raise WrongMediaType


def discard_body(request: HttpRequest) -> None:
    """Read what is left of a body that nobody wanted, up to a bound.

    A server closes a connection that still holds an unread body, and the next request of a client
    that keeps its connections would be lost.
    """
    try:
        left = MOST_DISCARDED
        stream = _stream(request)
        while left > 0 and (part := stream.read(min(left, _PIECE))):
            left -= len(part)
    except (UnreadablePostError, OSError):
        return  # the client is gone, or never meant it


def _read(request: HttpRequest) -> bytes:
    if not _is_chunked(request) and _declared_length(request) > MAX_BYTES:
        raise BodyTooLarge
    try:
        body = _read_up_to(_stream(request), MAX_BYTES + 1)
    except (UnreadablePostError, OSError) as error:
        raise MalformedBody("The body ended before it was complete.") from error
    if len(body) > MAX_BYTES:
        raise BodyTooLarge
    if not _is_chunked(request) and len(body) < _declared_length(request):
        raise MalformedBody("The body ended before it was complete.")
    return body


def _is_chunked(request: HttpRequest) -> bool:
    return "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower()


def _stream(request: HttpRequest) -> IO[bytes]:
    # Django takes a body without a Content-Length for an empty one; the server knows where it ends.
    source: Any = request.META.get("wsgi.input") if _is_chunked(request) else request
    return cast("IO[bytes]", source)


def _declared_length(request: HttpRequest) -> int:
    declared = request.META.get("CONTENT_LENGTH") or "0"
    if not (declared.isascii() and declared.isdigit() and len(declared) < 20):
        raise MalformedBody("The header Content-Length is no length.")
    return int(declared)


def _read_up_to(stream: IO[bytes], size: int) -> bytes:
    parts: list[bytes] = []
    while size > 0 and (part := stream.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
