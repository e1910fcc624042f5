"""Tokens: how they are made, what is kept of them, and who a token speaks for.

A token is `spc_` and 320 random bits. Only an HMAC-SHA256 of it is stored, under a key that is
derived from SECRET_KEY, so a copy of the database alone can neither use nor recognise a token.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

import structlog
from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils import timezone

from integrations.actors import Actor
from integrations.models import ApiClient, ApiToken

PREFIX = "spc_"
SHOWN = 12
DEFAULT_DAYS = 365
MAX_DAYS = 3650
# How long a process may act on what it knows of a token, in seconds.
TRUSTED_FOR = 0.5
_USE_IS_WRITTEN_EVERY = timedelta(minutes=1)
_KNOWN_AT_MOST = 1000

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Caller:
    """Who sends a request; it is `request.user` and `request.auth` of an API view."""

    client_id: int
    name: str
    scopes: frozenset[str]

    is_authenticated = True

    @property
    def actor(self) -> Actor:
        """The `by=` of what this caller does."""
        return Actor.api_client(self.name)


@dataclass(frozen=True)
class _Known:
    caller: Caller
    expires_at: datetime
    until: float


_known: dict[bytes, _Known] = {}


def issue(*, client: ApiClient, days: int = DEFAULT_DAYS) -> tuple[str, ApiToken]:
    """A new token for `client`, and its row; the text can't be had again. `days` is 1 to 3650."""
    if not 1 <= days <= MAX_DAYS:
        raise ValueError(f"A token lives 1 to {MAX_DAYS} days.")
    text = PREFIX + secrets.token_urlsafe(40)
    now = timezone.now()
    row = ApiToken.objects.create(
        client=client,
        digest=_digest(text),
        shown_prefix=text[:SHOWN],
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    return text, row


def authenticate(text: str) -> Caller | None:
    """Who bears this token; None when it is unknown, expired or revoked, or its client inactive."""
    digest = _digest(text)
    known = _known.get(digest)
    if known is None or known.until <= time.monotonic():
        known = _look_up(digest)
    return known.caller if known and timezone.now() < known.expires_at else None


def forget() -> None:
    """Drop what this process knows of tokens, so that the next request asks the database."""
    _known.clear()


def _look_up(digest: bytes) -> _Known | None:
    # Half a second counts from before the question: the answer may be old when it arrives.
    until = time.monotonic() + TRUSTED_FOR
    row = (
        ApiToken.objects.select_related("client")
        .filter(digest=digest, revoked_at=None, client__active=True)
        .first()
    )
    if row is None:
        _known.pop(digest, None)
        return None
    known = _Known(
        Caller(row.client.pk, row.client.name, frozenset(row.client.scopes)), row.expires_at, until
    )
    if len(_known) >= _KNOWN_AT_MOST:
        _known.clear()
    _known[digest] = known
    _note_use(row)
    return known


def _note_use(row: ApiToken) -> None:
    now = timezone.now()
    if row.expires_at <= now or (row.last_used_at and row.last_used_at > now - _USE_IS_WRITTEN_EVERY):
        return
    stale = Q(last_used_at=None) | Q(last_used_at__lte=now - _USE_IS_WRITTEN_EVERY)
    # A row that somebody else holds is left alone: a request never waits for this.
    free = ApiToken.objects.filter(stale, pk=row.pk).select_for_update(skip_locked=True, no_key=True)
    try:
        with transaction.atomic():
            ApiToken.objects.filter(pk__in=free.values("pk")).update(last_used_at=now)
    except DatabaseError as error:
        log.warning("token_use_not_noted", client=row.client.name, error=type(error).__name__)


def _digest(text: str) -> bytes:
    return hmac.digest(_key(settings.SECRET_KEY), text.encode(), "sha256")


@lru_cache(maxsize=2)
def _key(secret: str) -> bytes:
    return hashlib.sha256(b"integrations.tokens:" + secret.encode()).digest()
