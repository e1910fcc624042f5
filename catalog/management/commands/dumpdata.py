"""Django's own `dumpdata`, without what is derived or never leaves its environment."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import dumpdata

_DERIVED = ["catalog.packagedocument", "catalog.packagerevision", "catalog.feedentry", "catalog.feedhead"]
# Answers to clients of this place, for a day; and how far its operators have read.
_PASSING = ["integrations.idempotencykey", "catalog.visit"]


class Command(dumpdata.Command):
    """Leaves out documents, which are made again when a dump is loaded, the history, the feed,
    kept answers and visits."""

    def handle(self, *app_labels: str, **options: Any) -> None:
        options["exclude"] = [*options["exclude"], *_DERIVED, *_PASSING]
        super().handle(*app_labels, **options)
