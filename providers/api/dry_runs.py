"""What would come of a write to a provider, as it is answered and documented."""

from __future__ import annotations

from dataclasses import dataclass

import orjson
from drf_spectacular.utils import extend_schema_serializer

from config.differences import Difference, listed, removed
from integrations.api.dry_run_schema import DryRunSchema
from integrations.api.fields import StrictInteger
from integrations.api.rendering import to_json
from providers.api.documents import provider_document, shown
from providers.api.schemas import ProviderSchema
from providers.differences import differences
from providers.models import Provider


@dataclass(frozen=True)
class Outcome:
    """A provider before and after a write (None before it is made, and after it is deleted).

    `packages` counts those whose documents were made again.
    """

    before: Provider | None
    after: Provider | None
    packages: int = 0


def provider_told(outcome: Outcome) -> bytes:
    """What would come of a write; never a secret."""
    return to_json(
        {
            "dry_run": True,
            "document": provider_document(outcome.after) if outcome.after else None,
            "changes": orjson.Fragment(listed(_differences(outcome.before, outcome.after))),
            "packages": outcome.packages,
            "errors": [],
        }
    )


def _differences(before: Provider | None, after: Provider | None) -> tuple[Difference, ...]:
    if before is None:
        return ()
    if after is None:
        name = before.provider_name
        return (removed("", shown(before), label=name, text=f"{name} deleted"),)
    return differences(before, after)


@extend_schema_serializer(component_name="ProviderDryRun")
class ProviderDryRun(DryRunSchema):
    """What would come of a write to a provider. A secret that is sent counts as changed, whatever was there."""

    document = ProviderSchema(
        allow_null=True,
        help_text="As it would become; null for a delete. The keys of a new one, and times, are made for this "
        "answer only.",
    )
    packages = StrictInteger(help_text="How many packages would be recorded again, because they show it.")
