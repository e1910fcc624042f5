"""The change feed in as few words as a test wants to read."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection

from catalog import feed
from catalog.models import FeedEntry

Said = tuple[str, int | None, bool, list[str]]


def entries(after: int = 0) -> list[FeedEntry]:
    """The feed behind a position; what the test's own transaction told is numbered as its commit would."""
    connection.check_constraints()
    return list(FeedEntry.objects.filter(position__gt=after).order_by("position"))


def told_by(action: Callable[[], object]) -> list[FeedEntry]:
    """The entries that an action tells."""
    connection.check_constraints()
    before = feed.head()
    action()
    return entries(before)


def said(entry: FeedEntry) -> Said:
    """Kind, revision, whether it is commercial, and paths."""
    return entry.kind, entry.revision, entry.commercial, entry.paths
