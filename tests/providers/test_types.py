"""The declarations of provider types: each is whole and true to the matrix."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator

from features.releases.files import shipped_releases
from features.service_types import ServiceType
from providers.types.declaration import SECRET_NAMES, Limit, Listed, ProviderType, Switch
from providers.types.registry import PROVIDER_TYPES, provider_type, secret_names

every_type = pytest.mark.parametrize("declared", PROVIDER_TYPES.values(), ids=lambda one: one.code)


@every_type
def test_its_properties_are_a_json_schema_that_admits_no_others(declared: ProviderType) -> None:
    Draft202012Validator.check_schema(dict(declared.schema))

    assert declared.schema["additionalProperties"] is False
    assert set(declared.required) <= set(declared.properties)


@every_type
def test_every_property_is_a_text_with_a_title_and_a_description(declared: ProviderType) -> None:
    for schema in declared.properties.values():
        assert schema["type"] == "string"
        assert schema["title"]
        assert schema["description"]


@every_type
def test_its_secrets_have_names_that_the_database_keeps_sealed(declared: ProviderType) -> None:
    assert declared.secrets
    assert set(declared.secrets) == set(declared.properties) & set(SECRET_NAMES)


@every_type
def test_it_speaks_of_features_that_the_matrix_has(declared: ProviderType) -> None:
    shipped = {entry.code: entry for release in shipped_releases() for entry in release.add}

    for code in (*declared.honours, *declared.caller_enforces):
        applies_to = shipped[code].service_types
        assert not applies_to or set(applies_to) & set(declared.service_types), code


@every_type
def test_a_feature_is_written_as_its_kind_can_be(declared: ProviderType) -> None:
    shipped = {entry.code: entry for release in shipped_releases() for entry in release.add}

    for code, writing in declared.honours.items():
        if isinstance(writing, Limit):
            assert shipped[code].kind in ("limit", "allowance"), code


def test_every_service_type_is_served_by_some_type() -> None:
    served = {service for declared in PROVIDER_TYPES.values() for service in declared.service_types}

    assert served == set(ServiceType.values)


def test_bigbluebutton_is_told_in_its_own_words() -> None:
    honours = PROVIDER_TYPES["bbb"].honours

    assert honours["max_duration"] == Limit("duration", unlimited="0")
    assert honours["max_participants"] == Limit("maxParticipants", unlimited="0")
    assert honours["recording"] == Switch("record", on="true", off="false")
    assert honours["breakout_rooms"] == Listed("disabledFeatures", "breakoutRooms")


def test_scalelite_is_told_what_bigbluebutton_is() -> None:
    assert PROVIDER_TYPES["scalelite"].honours == PROVIDER_TYPES["bbb"].honours


def test_an_unknown_type_has_no_declaration_and_no_secrets() -> None:
    assert (provider_type("zoom"), secret_names("zoom")) == (None, ())
