"""A feature as readers of the API see it."""

from __future__ import annotations

from typing import Any

from features.models import Feature
from features.platform import Platform, unavailable_reasons

COLUMNS = (
    "code",
    "name",
    "description",
    "kind",
    "consumable",
    "quota",
    "aggregation_type",
    "field_suffix",
    "periodicity",
    "periodicity_type",
    "service_types",
    "licenses",
    "since",
    "deprecated",
    "group",
    "position",
    "feature_settings",
    "feature_metadata",
)


def feature_document(feature: Feature, *, platform: Platform) -> dict[str, Any]:
    """The document of a feature, ready for JSON; `available` is what this platform has."""
    reasons = unavailable_reasons(feature, platform=platform)
    return {
        **{column: getattr(feature, column) for column in COLUMNS},
        "available": not reasons,
        "unavailable_reasons": [{"code": reason.code, "detail": reason.detail} for reason in reasons],
    }
