"""System checks of the settings that say which platform this is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from features.choices import License
from features.versions import parse_version


def check_platform(**kwargs: Any) -> list[CheckMessage]:
    """Errors for a `PLATFORM_VERSION` that is no version and a `PLATFORM_LICENSE` that doesn't exist."""
    return [*_version_errors(settings.PLATFORM_VERSION), *_license_errors(settings.PLATFORM_LICENSE)]


def _version_errors(version: str) -> list[CheckMessage]:
    try:
        parse_version(version)
    except ValueError as error:
        return [Error(f"PLATFORM_VERSION: {error}", id="features.E001")]
    return []


def _license_errors(license_type: str) -> list[CheckMessage]:
    if license_type in License.values:
        return []
    hint = f"Use one of {', '.join(License.values)}."
    return [Error(f"PLATFORM_LICENSE: {license_type!r} is no licence type.", hint=hint, id="features.E002")]
