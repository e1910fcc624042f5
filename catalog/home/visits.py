"""Since when changes are news to an operator: since the visit before this one, told by the position in the feed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

# Who comes back after so long a pause begins a new visit: what was shown in the one before is known.
PAUSE = timedelta(minutes=30)

# Two windows of one operator may begin the first visit at once. A database that was restored from a backup
# may have gone back behind what was seen.
_VISITED = """
    INSERT INTO catalog_visit AS visit (user_id, since, shown, seen_at)
    SELECT %(user)s, 0, COALESCE((SELECT position FROM catalog_feedhead), 0), %(at)s
    ON CONFLICT (user_id) DO UPDATE SET
        since = LEAST(
            EXCLUDED.shown,
            CASE
                WHEN visit.seen_at < EXCLUDED.seen_at - make_interval(secs => %(pause)s) THEN visit.shown
                ELSE visit.since
            END
        ),
        shown = EXCLUDED.shown,
        seen_at = EXCLUDED.seen_at
    RETURNING since, shown
"""
_SEEN = "UPDATE catalog_visit SET since = GREATEST(since, LEAST(%s, shown)) WHERE user_id = %s"


@dataclass(frozen=True)
class Span:
    """What is news: behind `since`, up to `head`. `since` 0 is everything there ever was."""

    since: int
    head: int


def visited(user: int, *, at: datetime) -> Span:
    """The home page is shown to an operator at this moment: what is news now. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_VISITED, {"user": user, "at": at, "pause": PAUSE.total_seconds()})
        return Span(*cursor.fetchone())


def mark_seen(user: int, *, up_to: int) -> None:
    """An operator has read what a page told up to this position; what came later stays news."""
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, [up_to, user])
