"""What became visible to readers, in the order in which it did."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class FeedKind(models.TextChoices):
    CREATED = "created", "a package is there, or there again"
    UPDATED = "updated", "a package has changed"
    STOCK = "stock", "the count of stock of a package has moved, and nothing else"
    DELETED = "deleted", "a package is gone"
    FEATURES_CHANGED = "features_changed", "the feature matrix has changed"
    PROVIDER_CHANGED = "provider_changed", "a provider was made, changed or deleted"


# Runs when a transaction commits, once for each row that it put in; the first run numbers all of them.
# Numbers come from one row that stays locked until the commit is done, so their order is the order of
# commits: nobody can see a number before every smaller one. A sequence would not do that.
# The first run is that of the smallest id: looking from there on spares a walk through what others have put
# in and not committed, and what was numbered while an old snapshot (a backup) keeps it from being cleared.
_NUMBER = """
    IF NOT EXISTS (SELECT FROM catalog_feedentry WHERE id = NEW.id AND position IS NULL) THEN
        RETURN NULL;
    END IF;
    SELECT count(*) INTO many FROM catalog_feedentry WHERE id >= NEW.id AND position IS NULL;
    INSERT INTO catalog_feedhead AS head (id, position, moved_at) VALUES (1, many, clock_timestamp())
        ON CONFLICT (id) DO UPDATE SET position = head.position + many, moved_at = clock_timestamp()
        RETURNING head.position - many INTO last;
    UPDATE catalog_feedentry AS entry SET position = last + pending.place
        FROM (
            SELECT id, row_number() OVER (ORDER BY id) AS place FROM catalog_feedentry
            WHERE id >= NEW.id AND position IS NULL
        ) AS pending
        WHERE pending.id = entry.id;
    RETURN NULL;
"""


class FeedHead(models.Model):
    """The position that was given last: one row, or none while nothing happened.

    It is written by the database alone, as the last thing of a transaction.
    """

    position = models.BigIntegerField()
    moved_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="catalog_feedhead_one_row")]

    def __str__(self) -> str:
        return f"the feed at {self.position}"


class FeedEntry(models.Model):
    """One change that readers can see; `position` is given by the database when the transaction commits.

    `paths` are JSON pointers as in `Difference.path`; the empty one is the whole. `standing` is JSON text:
    what the package's document said then besides the promise of `revision` (see `catalog.document`), empty
    where there was none. Kept for ever, like the revisions.
    """

    position = models.BigIntegerField(null=True, unique=True)
    kind = models.CharField(max_length=20, choices=FeedKind.choices)
    package_uuid = models.UUIDField(null=True)
    provider_uuid = models.UUIDField(null=True)
    revision = models.IntegerField(null=True)
    commercial = models.BooleanField()
    recorded_at = models.DateTimeField(default=timezone.now)
    actor_kind = models.CharField(max_length=10)
    actor_name = models.CharField(max_length=200)
    paths = ArrayField(models.TextField())
    standing = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["position"]
        indexes = [
            # The rows that a transaction has put in and not numbered yet.
            models.Index(F("id"), name="catalog_feed_pending", condition=Q(position=None)),
            # GET /changes?commercial=true
            models.Index(F("position"), name="catalog_feed_commercial", condition=Q(commercial=True)),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="number",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                condition=pgtrigger.Q(new__position__isnull=True),
                declare=[("many", "bigint"), ("last", "bigint")],
                func=_NUMBER,
            ),
            pgtrigger.Protect(
                name="never_change",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__position__isnull=False),
            ),
            pgtrigger.Trigger(
                name="never_truncate",
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                level=pgtrigger.Statement,
                func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.kind}"
