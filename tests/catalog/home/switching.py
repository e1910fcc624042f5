"""A provider switched off while packages depend on it, as a fixture or plain SQL does it."""

from __future__ import annotations

from catalog.dependents import ProviderDependents
from integrations.actors import Actor
from providers.models import Provider
from tests.catalog.writes import BY


def switch(provider: Provider, *, on: bool, by: Actor = BY) -> None:
    Provider.objects.filter(pk=provider.pk).update(active=on)
    ProviderDependents().changed([provider.pk], by=by, reason="")
