"""Plain values of features and releases, as short as a test needs them."""

from __future__ import annotations

from typing import Any

from features.entries import FeatureEntry, NewValue
from features.releases.files import Amendment, Release

SWITCH = FeatureEntry(
    code="polls",
    name="Polls",
    description="Presenters can poll the audience.",
    group="conversation",
    position=50,
    aggregation_type="count_agg",
    field_suffix="",
    consumable=False,
    quota=False,
    periodicity_type="monthly",
    periodicity=0,
    service_types=("meet",),
    licenses=("standard",),
    since="1.0",
    release="1.0",
)


def shipping(*entries: FeatureEntry) -> tuple[Release, ...]:
    """The shipped releases, when there is one that adds these features."""
    return (Release(version="1.0", source="1.0.json", add=entries),)


def changing(code: str, *, new_value: NewValue | None = None, version: str = "2.1", **values: Any) -> Release:
    """A release that changes one feature."""
    amendment = Amendment(values=values, new_value=new_value)
    return Release(version=version, source="extra.json", change={code: amendment})


def adding(*entries: FeatureEntry, version: str = "2.1") -> Release:
    """A release that adds features."""
    return Release(version=version, source="extra.json", add=entries)


def deprecating(*codes: str, version: str = "2.1") -> Release:
    """A release that deprecates features."""
    return Release(version=version, source="extra.json", deprecate=codes)


def removing(*codes: str, version: str = "2.1") -> Release:
    """A release that takes features away."""
    return Release(version=version, source="extra.json", remove=codes)
