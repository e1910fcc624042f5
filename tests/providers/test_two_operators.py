"""Two operators with one provider open: who saves second is told, and loses nothing."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from integrations.actors import Actor
from providers import actions
from providers.changes import ProviderChanges
from providers.models import Provider
from providers.versions import OVERWRITTEN, SEEN, version_of
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db

SENT = {
    "provider_name": "Mine",
    "service_type": "meet",
    "active": "on",
    "property_host_url": "https://bbb.example.com/",
    "settings-rows": "0",
    "metadata-rows": "0",
}


@pytest.fixture
def operator(admin_client: Client, settings: Settings) -> Client:
    settings.SECURE_SSL_REDIRECT = False
    return admin_client


def url(provider: Provider) -> str:
    return f"/admin/providers/provider/{provider.pk}/change/"


def renamed(provider: Provider, name: str) -> str:
    """Somebody else's save; the version that was there before."""
    seen = version_of(provider)
    actions.update(key=provider.pk, changes=ProviderChanges(provider_name=name), by=Actor.operator("other"))
    provider.refresh_from_db()
    return seen


def test_the_second_is_told_what_is_stored_now_and_what_was_typed(operator: Client) -> None:
    provider = ProviderFactory.create(provider_name="Old", provider_type="bbb")
    seen = renamed(provider, "Theirs")

    content = operator.post(url(provider), {**SENT, SEEN: seen}).content.decode()

    provider.refresh_from_db()
    assert provider.provider_name == "Theirs"
    assert "Somebody else saved Theirs while you had it open" in content
    assert "<td>Mine</td>" in content
    assert "<td>Theirs</td>" in content
    assert 'value="Mine"' in content


def test_a_second_try_without_the_tick_is_refused_again(operator: Client) -> None:
    provider = ProviderFactory.create(provider_type="bbb")
    seen = renamed(provider, "Theirs")
    content = operator.post(url(provider), {**SENT, SEEN: seen}).content.decode()

    assert f'name="seen" value="{seen}"' in content


def test_the_second_may_save_over_it_knowingly(operator: Client) -> None:
    provider = ProviderFactory.create(provider_type="bbb")
    seen = renamed(provider, "Theirs")

    response = operator.post(url(provider), {**SENT, SEEN: seen, OVERWRITTEN: version_of(provider)})

    provider.refresh_from_db()
    assert (response.status_code, provider.provider_name) == (302, "Mine")


def test_a_tick_does_not_cover_what_is_saved_after_it(operator: Client) -> None:
    provider = ProviderFactory.create(provider_type="bbb")
    seen = renamed(provider, "Theirs")
    ticked = version_of(provider)
    renamed(provider, "Theirs again")

    operator.post(url(provider), {**SENT, SEEN: seen, OVERWRITTEN: ticked})

    provider.refresh_from_db()
    assert provider.provider_name == "Theirs again"


def test_without_a_save_in_between_nothing_is_asked(operator: Client) -> None:
    provider = ProviderFactory.create(provider_type="bbb")

    response = operator.post(url(provider), {**SENT, SEEN: version_of(provider)})

    assert response.status_code == 302
