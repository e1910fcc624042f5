"""What the documentation says a feature is. Answers are made by `documents`; a test compares the two."""

from __future__ import annotations

from features.choices import AggregationType, FeatureGroup, FeatureKind, License, PeriodicityType
from features.service_types import ServiceType
from integrations.api.fields import (
    StrictBoolean,
    StrictChoice,
    StrictInteger,
    StrictList,
    StrictObject,
    StrictSerializer,
    StrictString,
)


class UnavailableReason(StrictSerializer):
    """Why the running platform lacks a feature."""

    code = StrictChoice(choices=["not_in_version", "not_in_license"])
    detail = StrictString(help_text="The same for people.")


class FeatureDocument(StrictSerializer):
    """A resource that can be set, consumed and charged for. The platform owns the list."""

    code = StrictString(max_length=63, help_text="The identity of the feature, for ever.")
    name = StrictString(max_length=200)
    description = StrictString(allow_blank=True)
    kind = StrictChoice(
        choices=FeatureKind.choices,
        help_text="What a package can say about it; follows from `consumable` and `quota`.",
    )
    consumable = StrictBoolean(help_text="Use of the resource draws it down.")
    quota = StrictBoolean(help_text="Use of the resource is limited.")
    aggregation_type = StrictChoice(
        choices=AggregationType.choices, help_text="How single events of use become one amount."
    )
    field_suffix = StrictString(
        max_length=63,
        allow_blank=True,
        help_text="The unit of measure, and the suffix of the event property that is aggregated over. "
        "May be empty with `count_agg`.",
    )
    periodicity = StrictInteger(
        min_value=0, help_text="Every how many of `periodicity_type` a consumable resets; 0 = never."
    )
    periodicity_type = StrictChoice(choices=PeriodicityType.choices)
    service_types = StrictList(
        child=StrictChoice(choices=ServiceType.choices), help_text="What it applies to; empty = all of them."
    )
    licenses = StrictList(
        child=StrictChoice(choices=License.choices), help_text="Who has it; empty = every licence type."
    )
    since = StrictString(help_text="The platform version that introduced it.")
    deprecated = StrictBoolean(help_text="No longer offered for new use; packages that have it keep it.")
    group = StrictChoice(choices=FeatureGroup.choices, help_text="Its section in tables.")
    position = StrictInteger(min_value=0, help_text="Its place in the section.")
    feature_settings = StrictObject()
    feature_metadata = StrictObject()
    available = StrictBoolean(help_text="Whether the running platform's version and licence have it.")
    unavailable_reasons = StrictList(child=UnavailableReason(), help_text="Empty when it is available.")
