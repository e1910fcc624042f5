"""The change feed, as it is read: every change in the order in which it became visible, none skipped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import OuterRef, Subquery

from catalog.document import completed
from catalog.models import FeedEntry, PackageRevision

Mark = tuple[int, datetime]


@dataclass(frozen=True)
class Stretch:
    """Entries of the feed in their order; `more` says whether others follow."""

    entries: Sequence[FeedEntry]
    more: bool


def head() -> int:
    """The position of the newest entry that is visible; 0 while there is none.

    It moves with every change that readers can see, and never back.
    """
    found = mark()
    return found[0] if found else 0


def mark() -> Mark | None:
    """The head and when it moved there: while this stands, readers see what they saw. None: nothing happened yet.

    The time tells apart databases that are put in each other's place, a restored one for example.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT position, moved_at FROM catalog_feedhead")
        row: Mark | None = cursor.fetchone()
    return row


def entries_after(position: int, *, limit: int, commercial: bool = False) -> Stretch:
    """At most `limit` entries behind `position`; with `commercial`, those that are more than wording."""
    rows = FeedEntry.objects.filter(position__gt=position).order_by("position")
    if commercial:
        rows = rows.filter(commercial=True)
    found = list(rows[: limit + 1])
    return Stretch(found[:limit], more=len(found) > limit)


def documents_of(entries: Sequence[FeedEntry]) -> dict[int, str]:
    """The document of each entry that has one, by position, as it was then; one statement for all."""
    standing = {entry.position: entry.standing for entry in entries if entry.standing}
    # By the key of each: two lists of keys and numbers would read every pair of them.
    promise = PackageRevision.objects.filter(
        package_uuid=OuterRef("package_uuid"), number=OuterRef("revision")
    )
    rows = FeedEntry.objects.filter(position__in=standing.keys()).order_by("position")
    return {
        position: completed(text, standing[position])
        for position, text in rows.values_list("position", Subquery(promise.values("text")))
        if text is not None
    }
