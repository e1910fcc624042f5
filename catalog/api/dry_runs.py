"""What would come of a write to a package, as it is answered and documented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import Direction, extend_schema_serializer

from catalog.api.answers import PackageAnswer, StockAnswer, stock_of
from catalog.api.schemas import AvailabilitySchema
from catalog.differences import commercial, differences, movement, parsed
from catalog.models import PackageDocument
from config.differences import Difference, listed, removed
from integrations.api.dry_run_schema import DryRunSchema
from integrations.api.fields import StrictBoolean, StrictObject
from integrations.api.rendering import to_json


@dataclass(frozen=True)
class Outcome:
    """The documents of a package before and after a write: None before it is made, and after it is deleted."""

    before: PackageDocument | None
    after: PackageDocument | None


def package_told(outcome: Outcome) -> bytes:
    """What would come of a write, with the whole document."""
    before, after = (parsed(one.text) if one else None for one in (outcome.before, outcome.after))
    found = _differences(before, after)
    return to_json(
        {
            "dry_run": True,
            "document": orjson.Fragment(outcome.after.text) if outcome.after else None,
            "changes": orjson.Fragment(listed(found)),
            # An offer that was not there, or is there no more, is no mere wording.
            "commercial": before is None or after is None or commercial(found),
            "availability": after["availability"] if after else None,
            "errors": [],
        }
    )


def stock_told(outcome: Outcome) -> bytes:
    """What would come of a movement of stock, for who sees nothing of a package but its stock."""
    assert outcome.before is not None
    assert outcome.after is not None
    found = movement(parsed(outcome.before.text), parsed(outcome.after.text))
    return to_json(
        {
            "dry_run": True,
            "document": orjson.Fragment(stock_of(outcome.after)),
            "changes": orjson.Fragment(listed(found)),
            "commercial": commercial(found),
            "availability": None,
            "errors": [],
        }
    )


def _differences(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> tuple[Difference, ...]:
    if before is None:
        return ()  # as in the first revision
    if after is None:
        return (removed("", before, label=before["name"], text=f"{before['name']} deleted"),)
    return (*differences(before, after), *movement(before, after))


# --- The API's document --------------------------------------------------------------------------


class _WithCommercial(DryRunSchema):
    commercial = StrictBoolean(
        help_text="Whether what is sold or for how much is concerned, and not mere wording."
    )
    availability = AvailabilitySchema(allow_null=True)


@extend_schema_serializer(component_name="PackageDryRun")
class PackageDryRun(_WithCommercial):
    """What would come of a write to a package or a part of it."""

    document = PackageAnswer(
        allow_null=True,
        help_text="As it would become; null for a delete. The keys of a new one, and times, are made for this "
        "answer only.",
    )


class _StockDocument(StrictObject):
    """The package, or what is left of it."""


@extend_schema_serializer(component_name="StockDryRun")
class StockDryRun(_WithCommercial):
    """What would come of a movement of stock. A caller who may not read packages sees what is left, and no more."""

    document = _StockDocument()


class _StockDocumented(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    target_class = _StockDocument

    def map_serializer_field(self, auto_schema: AutoSchema, direction: Direction) -> dict[str, Any]:
        either = (PackageAnswer(), StockAnswer())
        return {"oneOf": [auto_schema.resolve_serializer(one, direction).ref for one in either]}
