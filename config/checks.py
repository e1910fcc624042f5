"""Wrong settings are found before the first request, each with an id and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connections

# Connections that are not the server's: PostgreSQL's own reserve, commands, a person with psql.
_RESERVE = 10
_SHORTEST_KEY = 32


@register(Tags.security)
def check_secret_key(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Tokens and sessions are only as good as the key that they are hashed with."""
    try:
        if len(settings.SECRET_KEY) >= _SHORTEST_KEY:
            return []
    except ImproperlyConfigured:
        pass  # Django's own word for an empty one says less than ours.
    return [
        Error(
            f"SECRET_KEY is missing or shorter than {_SHORTEST_KEY} characters.",
            hint="Set SECRET_KEY to a long random text, and keep it: tokens are checked with it.",
            id="config.E001",
        )
    ]


@register(Tags.security)
def check_allowed_hosts(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Without a host that is allowed every request would be refused."""
    if settings.ALLOWED_HOSTS:
        return []
    return [
        Error(
            "ALLOWED_HOSTS is empty: no request would be answered.",
            hint="Set ALLOWED_HOSTS to the names under which this service is reached, with commas between.",
            id="config.E002",
        )
    ]


@register(Tags.database)
def check_connections(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Each blocking thread of the server keeps a connection of its own."""
    needed = settings.SERVER_WORKERS * settings.SERVER_THREADS
    found: list[CheckMessage] = []
    for alias in databases or []:
        allowed = _max_connections(alias)
        if allowed is not None and needed > allowed - _RESERVE:
            found.append(
                Error(
                    f"{needed} server threads need as many connections; {alias} allows {allowed}.",
                    hint="Lower SERVER_WORKERS or SERVER_THREADS, or raise max_connections of PostgreSQL.",
                    id="config.E003",
                )
            )
    return found


def _max_connections(alias: str) -> int | None:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SHOW max_connections")
            row = cursor.fetchone()
    except OperationalError:
        # That the database is away is told by whatever needs it, and by /readyz.
        return None
    return int(row[0]) if row else None
