"""What was promised, kept for ever."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils import timezone

# A reason is so long at most, in characters, at every door where somebody types it.
MAX_REASON = 1000


class PackageRevision(models.Model):
    """One promise: the whole document (stock apart) as it stood after one action.

    Numbers count from 1 for each package. Rows are never changed or deleted, which the database
    refuses by itself; there is no foreign key, because the history outlives the package.
    `changes` is JSON text: an array of `{path, before, after, text}`, one for each difference to the revision
    before, empty for the first. `commercial` is False when all of them are mere wording.
    """

    package_uuid = models.UUIDField()
    number = models.IntegerField()
    text = models.TextField()
    digest = models.CharField(max_length=64)
    recorded_at = models.DateTimeField(default=timezone.now)
    actor_kind = models.CharField(max_length=10)
    actor_name = models.CharField(max_length=200)
    reason = models.TextField(blank=True, default="")
    changes = models.TextField(default="[]")
    commercial = models.BooleanField(default=True)

    class Meta:
        ordering = ["package_uuid", "number"]
        constraints = [
            models.UniqueConstraint(fields=["package_uuid", "number"], name="catalog_revision_number_once"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1), name="catalog_revision_number_from_one"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_change", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="never_truncate",
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                level=pgtrigger.Statement,
                func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.package_uuid} revision {self.number}"
