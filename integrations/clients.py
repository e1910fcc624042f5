"""Clients of the API: how they come to be and get their tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from integrations import tokens
from integrations.models import ApiClient, ApiToken

# What is done with a name that exists: refuse it, give it one more token, or revoke its tokens first.
Existing = Literal["refuse", "add_token", "replace"]


class ClientExists(Exception):
    """There is a client of this name already."""


@dataclass(frozen=True)
class Issued:
    """A client, its new token (told this once) and the token's row."""

    client: ApiClient
    token: str
    row: ApiToken


def create_client(
    *, name: str, scopes: Sequence[str], days: int = tokens.DEFAULT_DAYS, existing: Existing = "refuse"
) -> Issued:
    """A client of that name with exactly these scopes, and a new token; raises ValidationError too.

    With `add_token` a client that exists keeps its tokens and its scopes, of which `scopes` must be a
    repetition or empty; with `replace` its tokens are revoked and its scopes become `scopes`.
    """
    with transaction.atomic():
        client = _client(name, list(dict.fromkeys(scopes)), existing)
        client.full_clean()
        client.save()
        text, row = tokens.issue(client=client, days=days)
    return Issued(client, text, row)


def revoke(rows: QuerySet[ApiToken]) -> int:
    """End these tokens now, for good; how many were not ended before. Holds within half a second."""
    ended = rows.filter(revoked_at=None).update(revoked_at=timezone.now())
    tokens.forget()
    return ended


def _client(name: str, scopes: list[str], existing: Existing) -> ApiClient:
    client = ApiClient.objects.select_for_update().filter(name=name).first()
    if client is None:
        return ApiClient(name=name, scopes=scopes)
    if existing == "refuse":
        raise ClientExists(f"There is a client named {name!r} already.")
    if existing == "replace":
        revoke(client.tokens.all())
        client.scopes = scopes
        client.active = True
    elif scopes and set(scopes) != set(client.scopes):
        raise ClientExists(f"The client {name!r} has other scopes: {', '.join(client.scopes)}.")
    return client
