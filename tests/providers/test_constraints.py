"""What the database itself refuses, whoever writes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from config.identity import uuid7
from providers.models import Provider
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db

_SOUND: dict[str, Any] = {
    "provider_name": "Raw",
    "active": True,
    "provider_type": "bbb",
    "service_type": "meet",
    "properties": "{}",
    "secrets": "{}",
    "settings": "{}",
    "metadata": "{}",
}


def insert(**values: Any) -> None:
    row = {**_SOUND, "uuid": str(uuid7()), **values}
    columns, marks = ", ".join(row), ", ".join(["%s"] * len(row))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO providers_provider ({columns}, created_at, updated_at) VALUES ({marks}, now(), now())",
            list(row.values()),
        )


def test_a_sound_row_is_taken() -> None:
    insert()

    assert Provider.objects.get().provider_name == "Raw"


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("providers_provider_uuid7", {"uuid": "8d3f2a4e-1111-4111-8111-111111111111"}),
        ("providers_provider_name_given", {"provider_name": " \t"}),
        ("providers_provider_service_type_known", {"service_type": "meeting"}),
        ("providers_provider_type_format", {"provider_type": "BBB"}),
        ("providers_provider_type_format", {"provider_type": "b\u0431b"}),
        ("providers_provider_properties_object", {"properties": "[]"}),
        ("providers_provider_secrets_object", {"secrets": "[]"}),
        ("providers_provider_settings_object", {"settings": '"text"'}),
        ("providers_provider_metadata_object", {"metadata": "null"}),
        ("providers_provider_properties_hold_no_secret", {"properties": '{"secret": "open"}'}),
        ("providers_provider_properties_hold_no_secret", {"properties": '{"password": "open"}'}),
        ("providers_provider_secrets_sealed", {"secrets": '{"secret": "open"}'}),
        ("providers_provider_secrets_sealed", {"secrets": '{"secret": {"token": "open"}}'}),
        ("providers_provider_secrets_sealed", {"secrets": '{"secret": {"value": "open"}}'}),
        ("providers_provider_secrets_sealed", {"secrets": '{"secret": {"token": ["gAAAA"]}}'}),
    ],
)
def test_a_broken_row_is_refused(constraint: str, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        insert(**values)


@pytest.mark.parametrize("name", ["raw", "RAW"])
def test_a_second_name_is_refused_whatever_its_case(name: str) -> None:
    insert()

    with pytest.raises(IntegrityError, match="providers_provider_name_once"):
        insert(provider_name=name)


def test_letter_case_is_that_of_every_alphabet() -> None:
    insert(provider_name="São Ñandú")

    with pytest.raises(IntegrityError, match="providers_provider_name_once"):
        insert(provider_name="SÃO ÑANDÚ")


def test_packages_can_point_at_a_provider_and_its_service_type() -> None:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "providers_provider")

    named = found["providers_provider_uuid_service_type"]
    assert (named["columns"], named["unique"]) == (["uuid", "service_type"], True)


def update(provider: Provider, **values: Any) -> None:
    sets = ", ".join(f"{column} = %s" for column in values)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE providers_provider SET {sets} WHERE uuid = %s", [*values.values(), provider.pk]
        )


def test_a_secret_that_a_write_does_not_mention_stays() -> None:
    provider = ProviderFactory.create()

    update(provider, secrets="{}")

    assert Provider.objects.get().secret("secret") == "only-for-tests"


def test_a_secret_that_is_given_null_goes() -> None:
    provider = ProviderFactory.create()

    update(provider, secrets=json.dumps({"secret": None}))

    assert Provider.objects.get().secrets == {}


def test_the_time_of_making_never_changes() -> None:
    provider = ProviderFactory.create()

    update(provider, created_at="2001-01-01T00:00:00Z")

    assert Provider.objects.get().created_at == provider.created_at
