"""The documents of providers: what may be sent, checked and documented from one declaration."""

from __future__ import annotations

from typing import Any

from features.service_types import ServiceType
from integrations.api.fields import (
    Refused,
    StrictBoolean,
    StrictChoice,
    StrictDateTime,
    StrictList,
    StrictObject,
    StrictSerializer,
    StrictString,
)
from providers.rules import MAX_NAME
from providers.types.registry import PROVIDER_TYPES


class RuledChoice(StrictChoice):
    """A text whose choices are documented here and judged by the rules, in the same words as everywhere."""

    def checked(self, value: Any, current: Any = None) -> str:
        if not isinstance(value, str):
            raise Refused("wrong_type", "Give a text.")
        return value


class ProviderSchema(StrictSerializer):
    """A third-party service that does the work."""

    id = StrictString(read_only=True, help_text="`prv_` and its ULID in lower case.")
    uuid = StrictString(read_only=True, help_text="The same key as a UUID (version 7).")
    ulid = StrictString(read_only=True, help_text="The same key as a ULID.")
    provider_name = StrictString(
        max_length=MAX_NAME, allow_blank=True, help_text="Unique; letter case makes no difference."
    )
    active = StrictBoolean(required=False, help_text="True unless said.")
    provider_type = RuledChoice(choices=list(PROVIDER_TYPES), help_text="See `GET /provider-types`.")
    service_type = RuledChoice(choices=ServiceType.choices)
    properties = StrictObject(
        required=False,
        help_text="What its type needs to be reached. A secret goes in as a text (null clears it) and comes "
        'out as `{"set": true, "updated_at": "…"}`, which on input means: keep it.',
    )
    settings = StrictObject(required=False)
    metadata = StrictObject(required=False)
    created_at = StrictDateTime(read_only=True)
    updated_at = StrictDateTime(read_only=True)


class ProviderReplacementSchema(ProviderSchema):
    """A whole provider. What isn't sent goes back to its default; objects must be sent."""

    properties = StrictObject(help_text="Replaces the readable ones; secrets that are not sent are kept.")
    settings = StrictObject()
    metadata = StrictObject()


class HonouredFeatureSchema(StrictSerializer):
    """How a provider is told of a feature of a package."""

    code = StrictString(help_text="The feature's code in the matrix.")
    parameter = StrictString(help_text="The provider's own name for it.")
    written_as = StrictChoice(
        choices=["number", "switch", "listed_when_off"],
        help_text="`number`: the limit. `switch`: one of two words. "
        "`listed_when_off`: `item` is in a list, separated by commas, when it is not included.",
    )
    unlimited = StrictString(
        required=False, allow_null=True, help_text="How no limit is written; null: the parameter is left out."
    )
    on = StrictString(required=False)
    off = StrictString(required=False)
    item = StrictString(required=False)


class CallerEnforcesSchema(StrictSerializer):
    """What the provider can't hold by itself."""

    code = StrictString(help_text="The feature's code in the matrix.")
    why = StrictString()


class ProviderTypeSchema(StrictSerializer):
    """A kind of provider."""

    code = StrictString()
    name = StrictString()
    description = StrictString()
    service_types = StrictList(child=StrictChoice(choices=ServiceType.choices))
    properties_schema = StrictObject(help_text="A JSON Schema (2020-12); secret properties are `writeOnly`.")
    secrets = StrictList(child=StrictString(), help_text="The names of the secret properties.")
    features = StrictList(child=HonouredFeatureSchema())
    caller_enforces = StrictList(child=CallerEnforcesSchema())
