"""Django's own `dumpdata`, without what is derived or never leaves its environment."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import dumpdata

_DERIVED = ["catalog.packagedocument", "catalog.packagerevision"]


class Command(dumpdata.Command):
    """Leaves out documents, which are made again when a dump is loaded, and the history of revisions."""

    def handle(self, *app_labels: str, **options: Any) -> None:
        options["exclude"] = [*options["exclude"], *_DERIVED]
        super().handle(*app_labels, **options)
