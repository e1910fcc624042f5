import pytest
from pytest_django import Settings

from features.checks import check_platform


def test_accepts_a_version_and_a_licence_type(settings: Settings) -> None:
    settings.PLATFORM_VERSION = "1.10"
    settings.PLATFORM_LICENSE = "community"

    assert check_platform() == []


@pytest.mark.parametrize("version", ["", "latest", "2.0.0.1"])
def test_refuses_a_platform_version_that_is_none(settings: Settings, version: str) -> None:
    settings.PLATFORM_VERSION = version

    assert [error.id for error in check_platform()] == ["features.E001"]


@pytest.mark.parametrize("license_type", ["", "gold", "Enterprise"])
def test_refuses_an_unknown_platform_licence(settings: Settings, license_type: str) -> None:
    settings.PLATFORM_LICENSE = license_type

    assert [error.id for error in check_platform()] == ["features.E002"]
