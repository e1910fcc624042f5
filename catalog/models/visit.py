"""How far an operator has been told what changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Visit(models.Model):
    """The present or last visit of an operator to the home page, in positions of the change feed.

    What lies behind `since` is news in this visit; up to `shown` the operator has been shown it by `seen_at`.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    since = models.BigIntegerField()
    shown = models.BigIntegerField()
    seen_at = models.DateTimeField()

    class Meta:
        # Nobody else reads it, and it is written by looking at the page.
        default_permissions = ()

    def __str__(self) -> str:
        return f"user {self.user_id} since {self.since}"
