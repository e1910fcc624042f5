"""Conditional requests (RFC 9110, 13): ETags in `If-Match` and `If-None-Match`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b

from django.http import HttpRequest, HttpResponse

from config.rules import Problem
from integrations.api.errors import ApiProblem

_ETAG = re.compile(r'\s*(W/)?("[\x21\x23-\x7e\x80-\xff]*")\s*(,|$)')


class PreconditionRequired(ApiProblem):
    """428: a write that replaces everything has to say what it was made for."""

    status = 428
    code = "precondition_required"
    title = "Say which version this replaces."


class PreconditionFailed(ApiProblem):
    """412: somebody else changed it meanwhile; the answer says what is there now."""

    status = 412
    code = "precondition_failed"
    title = "It was changed meanwhile."


@dataclass(frozen=True)
class EntityTags:
    """The ETags of a header; `anything` is the lone asterisk. Weak ones match nothing but are weak."""

    strong: frozenset[str] = frozenset()
    weak: frozenset[str] = frozenset()
    anything: bool = False


def entity_tags(header: str | None, *, name: str) -> EntityTags | None:
    """What `If-Match` or `If-None-Match` (its `name`) holds; None without one, 400 for nonsense."""
    if header is None:
        return None
    if header.strip() == "*":
        return EntityTags(anything=True)
    strong: set[str] = set()
    weak: set[str] = set()
    position = 0
    while position < len(header):
        found = _ETAG.match(header, position)
        if found is None:
            break
        (weak if found[1] else strong).add(found[2])
        position = found.end()
    if position < len(header) or not (strong or weak):
        detail = f"{name} takes ETags in quotes, as an answer gave them, or *."
        raise ApiProblem(detail, problems=[Problem("", "invalid_header", detail)])
    return EntityTags(frozenset(strong), frozenset(weak))


def etag_of(content: bytes) -> str:
    """A strong ETag: of every byte that is answered."""
    return f'"{blake2b(content, digest_size=16).hexdigest()}"'


def is_unchanged(request: HttpRequest, etag: str) -> bool:
    """Whether the client has these very bytes already (`If-None-Match` compares weakly)."""
    tags = entity_tags(request.META.get("HTTP_IF_NONE_MATCH"), name="If-None-Match")
    return tags is not None and (tags.anything or etag in tags.strong | tags.weak)


def not_modified(etag: str) -> HttpResponse:
    """304: use what you have."""
    return HttpResponse(status=304, headers={"ETag": etag})
