import pytest
from pytest_django import Settings

from features.platform import Platform, not_offered_reasons, running_platform, unavailable_reasons
from tests.factories.feature import FeatureFactory


def test_the_settings_say_which_platform_runs(settings: Settings) -> None:
    settings.PLATFORM_VERSION = "1.1"
    settings.PLATFORM_LICENSE = "community"

    assert running_platform() == Platform(version="1.1", license="community")


def test_gives_no_reason_for_what_the_platform_has() -> None:
    feature = FeatureFactory.build(since="1.1", licenses=["standard"])

    assert unavailable_reasons(feature, platform=Platform("2.0", "standard")) == ()


def test_gives_every_reason_at_once() -> None:
    feature = FeatureFactory.build(since="2.0", licenses=["standard", "enterprise"])

    reasons = unavailable_reasons(feature, platform=Platform("1.1", "community"))

    assert [reason.code for reason in reasons] == ["not_in_version", "not_in_license"]
    assert reasons[0].detail == "Came with version 2.0; this is 1.1."
    assert reasons[1].detail == "Comes with the licences Standard, Enterprise; this one is Community."


@pytest.mark.parametrize("deprecated", [True, False])
def test_a_deprecated_feature_is_there_and_not_offered(deprecated: bool) -> None:
    feature = FeatureFactory.build(deprecated=deprecated)
    platform = Platform("2.0", "standard")

    assert unavailable_reasons(feature, platform=platform) == ()
    codes = [reason.code for reason in not_offered_reasons(feature, platform=platform)]
    assert codes == (["deprecated"] if deprecated else [])
