"""Seals every secret with the first of the keys, so that the others can go."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from providers.encryption import UnreadableSecret, reseal
from providers.models import Provider


class Command(BaseCommand):
    help = (
        "Seals every secret with the first key of FIELD_ENCRYPTION_KEYS. Can be run again at any time; "
        "fails with a list when a secret can't be read with any of the keys."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        resealed, lost = 0, list[str]()
        for key in Provider.objects.order_by("pk").values_list("pk", flat=True):
            done, unreadable = _rotate(key)
            resealed, lost = resealed + done, lost + unreadable
        self.stdout.write(f"{resealed} secret{'s' if resealed != 1 else ''} sealed with the first key.")
        if lost:
            raise CommandError("No key opens these; set them again: " + ", ".join(lost))


def _rotate(key: UUID) -> tuple[int, list[str]]:
    """How many secrets of a provider were sealed anew, and those that no key opens, by name."""
    with transaction.atomic():
        provider = Provider.objects.select_for_update(no_key=True).filter(pk=key).first()
        if provider is None:
            return 0, []
        renewed, unreadable = dict(provider.secrets), []
        for name, entry in provider.secrets.items():
            try:
                renewed[name] = {**entry, "token": reseal(entry["token"])}
            except UnreadableSecret:
                unreadable.append(f"{provider.provider_name} ({provider.id}): {name}")
        done = sum(renewed[name] != provider.secrets[name] for name in renewed)
        if done:
            # Not a change that anybody sees, so the time of the last change stays.
            Provider.objects.filter(pk=key).update(secrets=renewed)
        return done, unreadable
