"""The documents of packages as they are answered: every field is always there, unless it says otherwise."""

from __future__ import annotations

from typing import Any, ClassVar, get_args

import orjson
from drf_spectacular.utils import extend_schema_serializer

from catalog.api import schemas
from catalog.models import Package, PackageDocument
from config.identity import id_of
from integrations.actors import ActorKind
from integrations.api.dry_run_schema import ChangeSchema
from integrations.api.fields import (
    StrictBoolean,
    StrictChoice,
    StrictDateTime,
    StrictInteger,
    StrictList,
    StrictSerializer,
    StrictString,
)


class Answer(StrictSerializer):
    """A document that is answered. `sometimes` names the fields that may be absent."""

    sometimes: ClassVar[frozenset[str]] = frozenset()

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        for name, field in fields.items():
            field.required = name not in self.sometimes
        return fields


@extend_schema_serializer(component_name="PackageFeature")
class FeatureAnswer(Answer, schemas.PackageFeatureSchema):
    """A feature of a package."""


@extend_schema_serializer(component_name="PackageProvider")
class ProviderAnswer(Answer, schemas.PackageProviderSchema):
    """A provider of a package. Storefronts (`offers:read`) see no `settings` and `metadata`."""

    sometimes = frozenset({"settings", "metadata"})


@extend_schema_serializer(component_name="Notification")
class NotificationAnswer(Answer, schemas.NotificationSchema):
    """Of which event the customer is told, and how."""

    sometimes = frozenset({"days_before", "threshold_percent"})


class _WithLists(Answer):
    """Lists stand in answers as lists only, with all that is read of their entries."""

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {
            "notification_preferences": StrictList(child=NotificationAnswer()),
            "package_settings": StrictList(child=schemas.PairSchema()),
            "package_metadata": StrictList(child=schemas.PairSchema()),
            "providers": StrictList(child=ProviderAnswer()),
            "features": StrictList(child=FeatureAnswer()),
        }


@extend_schema_serializer(component_name="Package")
class PackageAnswer(_WithLists, schemas.PackageSchema):
    """A package with its features and providers."""


@extend_schema_serializer(component_name="Promise")
class PromiseAnswer(_WithLists, schemas.PromiseSchema):
    """What is promised of a package: all but its count of stock, and whether it can be sold."""


@extend_schema_serializer(component_name="Stock")
class StockAnswer(Answer):
    """What is left of a package after a movement of its stock."""

    id = StrictString()
    stock_qty = StrictInteger()
    sellable = StrictBoolean()


@extend_schema_serializer(component_name="Actor")
class ActorAnswer(Answer):
    """Who did it: an operator, an API client by name, or a command."""

    kind = StrictChoice(choices=[(kind, kind) for kind in get_args(ActorKind)])
    name = StrictString()


def _commercial() -> StrictBoolean:
    return StrictBoolean(help_text="Whether what is sold or for how much is concerned, and not mere wording.")


@extend_schema_serializer(component_name="RevisionSummary")
class RevisionSummaryAnswer(Answer):
    """One promise: its number, when it was made, by whom and why, and what it changed."""

    number = StrictInteger()
    recorded_at = StrictDateTime()
    by = ActorAnswer()
    reason = StrictString()
    commercial = _commercial()
    changes = StrictList(child=ChangeSchema(), help_text="Since the revision before; none for the first.")


@extend_schema_serializer(component_name="Revision")
class RevisionAnswer(RevisionSummaryAnswer):
    """One promise with its document."""

    document = PromiseAnswer()


@extend_schema_serializer(component_name="RevisionDiff")
class RevisionDiffAnswer(Answer):
    """What the revision `to` promises differently from the revision `from`."""

    to = StrictInteger()
    commercial = _commercial()
    changes = StrictList(child=ChangeSchema())

    def get_fields(self) -> dict[str, Any]:
        # A word that Python keeps for itself.
        return {"from": StrictInteger(required=True), **super().get_fields()}


def stock_of(document: PackageDocument) -> bytes:
    """The answer to a movement of stock."""
    shown = orjson.loads(document.text)
    return orjson.dumps(
        {
            "id": id_of(document.pk, prefix=Package.id_prefix),
            "stock_qty": shown["stock_qty"],
            "sellable": document.sellable,
        }
    )
