"""Why somebody does something, as it is typed beside a button and kept in the history."""

from __future__ import annotations

from django.http import QueryDict


def reason_in(data: QueryDict) -> str:
    """The reason that was sent, without NUL, which nobody types and PostgreSQL does not take."""
    return readable(data.get("reason", ""))


def readable(reason: str) -> str:
    return reason.replace("\0", "").strip()
