"""Secrets: kept sealed, moved out of the properties, lost by nobody, shown to nobody."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import connection
from pytest_django import DjangoAssertNumQueries, Settings

from providers.encryption import UnreadableSecret, seal, unseal
from providers.models import Provider
from tests.factories.provider import ProviderFactory
from tests.providers.conftest import SECRET

pytestmark = pytest.mark.django_db


def with_secret() -> Provider:
    properties = {"host_url": "https://bbb.example.com", "secret": SECRET}
    return ProviderFactory.create(properties=properties)


def test_a_sealed_text_opens_to_itself() -> None:
    token = seal("tëxt")

    assert (token != "tëxt", unseal(token)) == (True, "tëxt")


def test_the_database_holds_no_byte_of_a_secret() -> None:
    with_secret()

    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(p)::text FROM providers_provider p")
        stored = cursor.fetchone()[0]

    assert "gAAAA" in stored
    assert SECRET not in stored


def test_a_secret_can_be_used() -> None:
    key = with_secret().pk

    assert Provider.objects.get(pk=key).secret("secret") == SECRET


def test_a_row_never_holds_a_secret_in_the_open() -> None:
    provider = Provider(provider_type="bbb", properties={"secret": SECRET, "host_url": "https://x.example"})

    assert provider.properties == {"host_url": "https://x.example"}
    assert SECRET not in repr(vars(provider))


def test_a_secret_that_is_assigned_later_is_sealed_when_saved() -> None:
    provider = ProviderFactory.create()
    provider.properties = {**provider.properties, "secret": SECRET}

    provider.save()

    stored = Provider.objects.get()
    assert (stored.secret("secret"), "secret" in stored.properties) == (SECRET, False)


@pytest.mark.parametrize("value", [5, ["x"], {"a": 1}, True])
def test_a_secret_that_is_no_text_is_refused_without_repeating_it(value: Any) -> None:
    with pytest.raises(ValidationError) as raised:
        Provider(provider_type="bbb", properties={"secret": value})

    assert raised.value.message_dict == {"properties": ["Give the secret as a text; null clears it."]}


def test_what_the_api_shows_of_a_secret_is_dropped() -> None:
    provider = Provider(provider_type="bbb", properties={"secret": {"set": True, "updated_at": None}})

    assert (provider.properties, provider.secrets) == ({}, {})


def test_reading_a_deferred_row_costs_no_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ProviderFactory.create()

    with django_assert_num_queries(1):
        list(Provider.objects.only("provider_name"))


def test_a_secret_whose_key_is_lost_is_set_but_unreadable(settings: Settings) -> None:
    provider = with_secret()
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]

    state = provider.secret_state("secret")

    assert (state.set, state.readable) == (True, False)
    with pytest.raises(UnreadableSecret):
        provider.secret("secret")


@pytest.mark.parametrize("keys", [[], ["not a key"]])
def test_without_a_usable_key_nothing_is_sealed_and_nothing_crashes(
    settings: Settings, keys: list[str]
) -> None:
    provider = with_secret()
    settings.FIELD_ENCRYPTION_KEYS = keys

    assert provider.secret_state("secret").readable is False
    with pytest.raises(ImproperlyConfigured):
        seal("text")


def test_repr_and_str_show_the_name_alone() -> None:
    assert repr(ProviderFactory.create(provider_name="BBB")) == "<Provider: BBB>"
