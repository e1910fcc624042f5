"""The running platform, and which features it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from features.choices import License

if TYPE_CHECKING:
    from features.models import Feature


@dataclass(frozen=True)
class Platform:
    """A version and a licence type, which decide what of the matrix there is."""

    version: str
    license: str


@dataclass(frozen=True)
class Reason:
    """Why not: a code for programs and a sentence for people."""

    code: str
    detail: str


def running_platform() -> Platform:
    """The platform of this process, from the settings; the system checks hold its values valid."""
    return Platform(version=settings.PLATFORM_VERSION, license=settings.PLATFORM_LICENSE)


def unavailable_reasons(feature: Feature, *, platform: Platform) -> tuple[Reason, ...]:
    """Why this platform lacks the feature; empty when it has it (a deprecated one too)."""
    reasons = []
    if not feature.existed_in(platform.version):
        reasons.append(
            Reason("not_in_version", f"Came with version {feature.since}; this is {platform.version}.")
        )
    if not feature.licensed_to(platform.license):
        labels = ", ".join(License(name).label for name in feature.licenses)
        mine = License(platform.license).label
        reasons.append(Reason("not_in_license", f"Comes with the licences {labels}; this one is {mine}."))
    return tuple(reasons)


def not_offered_reasons(feature: Feature, *, platform: Platform) -> tuple[Reason, ...]:
    """Why no package can be given the feature any more, or yet; what a package has, it keeps."""
    reasons = unavailable_reasons(feature, platform=platform)
    if feature.deprecated:
        reasons += (Reason("deprecated", "Is no longer offered for new use."),)
    return reasons
