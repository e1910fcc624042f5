"""Requests that may be sent again: what was answered is kept under the key that the client gave it.

    with transaction.atomic():
        answer = earlier_answer(attempt)      # None: it is ours to make, nobody else's until we commit
        if answer is None:
            ...the effect...
            keep(attempt, Answer(...))

The effect, the key and the answer are in one transaction: all of them are there, or none is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b

from django.db import connection
from django.utils import timezone

from integrations.models import IdempotencyKey

KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class Attempt:
    """A request that a client sends under a key; requests are the same when their fingerprints are."""

    client_id: int
    key: str
    fingerprint: str


@dataclass(frozen=True)
class Answer:
    """What is told again to whoever sends the request again."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class KeyInFlight(Exception):
    """The same key is being worked on in another transaction."""


class KeyReused(Exception):
    """The key was given to another request before."""


def earlier_answer(attempt: Attempt) -> Answer | None:
    """What was answered before; None reserves the key until the transaction ends. Never waits.

    Raises KeyInFlight or KeyReused. Must be called in a transaction, before anything is done.
    """
    reserved = _reserve(attempt)
    # Asked after the lock was tried: who held it and has committed since is seen here.
    row = IdempotencyKey.objects.filter(
        client_id=attempt.client_id, key=attempt.key, expires_at__gt=timezone.now()
    ).first()
    if row is None:
        if not reserved:
            raise KeyInFlight
        return None
    if row.fingerprint != attempt.fingerprint:
        raise KeyReused
    return Answer(row.status, row.headers, bytes(row.body))


def keep(attempt: Attempt, answer: Answer) -> None:
    """Stores the answer in place of one that expired."""
    row = IdempotencyKey(
        client_id=attempt.client_id,
        key=attempt.key,
        fingerprint=attempt.fingerprint,
        status=answer.status,
        headers=dict(answer.headers),
        body=answer.body,
        expires_at=timezone.now() + KEPT_FOR,
    )
    IdempotencyKey.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["client", "key"],
        update_fields=["fingerprint", "status", "headers", "body", "expires_at"],
    )


def purge() -> int:
    """Removes what has expired; how many there were."""
    deleted, _ = IdempotencyKey.objects.filter(expires_at__lte=timezone.now()).delete()
    return deleted


def _reserve(attempt: Attempt) -> bool:
    """Takes the lock of the key, which ends with the transaction, however it ends."""
    name = f"{attempt.client_id}:{attempt.key}".encode()
    number = int.from_bytes(blake2b(name, digest_size=8, person=b"idempotency").digest(), "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        (reserved,) = cursor.fetchone()
    return bool(reserved)
