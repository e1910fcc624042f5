"""rotate_encryption_keys, and the checks of the keys."""

from __future__ import annotations

from io import StringIO

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from pytest_django import Settings

from providers.checks import check_encryption_keys
from providers.models import Provider
from tests.factories.provider import SECRET, ProviderFactory


def rotate() -> str:
    out = StringIO()
    call_command("rotate_encryption_keys", stdout=out)
    return out.getvalue()


def new_key() -> str:
    return Fernet.generate_key().decode()


@pytest.mark.django_db
def test_after_a_rotation_the_old_key_can_go(settings: Settings) -> None:
    ProviderFactory.create()
    first = new_key()
    settings.FIELD_ENCRYPTION_KEYS = [first, *settings.FIELD_ENCRYPTION_KEYS]

    assert rotate() == "1 secret sealed with the first key.\n"

    settings.FIELD_ENCRYPTION_KEYS = [first]
    assert Provider.objects.get().secret("secret") == SECRET


@pytest.mark.django_db
def test_a_second_rotation_changes_nothing(settings: Settings) -> None:
    ProviderFactory.create()
    settings.FIELD_ENCRYPTION_KEYS = [new_key(), *settings.FIELD_ENCRYPTION_KEYS]
    rotate()
    before = Provider.objects.get()

    assert rotate() == "0 secrets sealed with the first key.\n"

    after = Provider.objects.get()
    assert (after.secrets, after.updated_at) == (before.secrets, before.updated_at)


@pytest.mark.django_db
def test_a_rotation_keeps_the_time_at_which_a_secret_was_set(settings: Settings) -> None:
    provider = ProviderFactory.create()
    settings.FIELD_ENCRYPTION_KEYS = [new_key(), *settings.FIELD_ENCRYPTION_KEYS]

    rotate()

    after = Provider.objects.get()
    assert after.secret_state("secret") == provider.secret_state("secret")
    assert after.updated_at == provider.updated_at


@pytest.mark.django_db
def test_a_rotation_names_what_no_key_opens_and_does_the_rest(settings: Settings) -> None:
    old = settings.FIELD_ENCRYPTION_KEYS
    settings.FIELD_ENCRYPTION_KEYS = [new_key()]
    lost = ProviderFactory.create(provider_name="Lost")
    settings.FIELD_ENCRYPTION_KEYS = old
    kept = ProviderFactory.create(provider_name="Kept")
    first = new_key()
    settings.FIELD_ENCRYPTION_KEYS = [first, *old]

    with pytest.raises(CommandError, match=rf"Lost \({lost.id}\): secret"):
        rotate()

    settings.FIELD_ENCRYPTION_KEYS = [first]
    assert Provider.objects.get(pk=kept.pk).secret("secret") == SECRET


@pytest.mark.parametrize(
    ("keys", "ids"),
    [
        ([], ["providers.E001"]),
        (["short"], ["providers.E002"]),
        (["A" * 43 + "=", "A" * 43 + "="], ["providers.E003"]),
        (["A" * 43 + "="], []),
    ],
)
def test_the_keys_are_checked(settings: Settings, keys: list[str], ids: list[str]) -> None:
    settings.FIELD_ENCRYPTION_KEYS = keys

    assert [message.id for message in check_encryption_keys()] == ids


def test_no_check_shows_a_key(settings: Settings) -> None:
    settings.FIELD_ENCRYPTION_KEYS = ["almost-a-key"]

    assert "almost-a-key" not in str(check_encryption_keys())
