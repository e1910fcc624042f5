"""Removes the answers that were kept for requests that are sent again, once their time is over."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from integrations.idempotency import purge


class Command(BaseCommand):
    help = "Removes the keys of requests, and the answers kept under them, that are older than 24 hours."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Removed {purge()} expired keys.")
