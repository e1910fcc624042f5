"""Rules of clients and tokens hold in the database too."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from integrations.models import ApiClient, ApiToken
from tests.factories.api_client import ApiClientFactory
from tests.factories.api_token import ApiTokenFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["", " ", "-dash", "a\nb", "x" * 101, "nаme in Cyrillic", "a/b"])
def test_refuses_a_name_that_is_not_plain(name: str) -> None:
    with pytest.raises(ValidationError) as caught:
        ApiClientFactory.build(name=name).full_clean()

    assert "name" in caught.value.message_dict


def test_the_database_refuses_a_name_that_is_not_plain() -> None:
    with pytest.raises(IntegrityError, match="apiclient_name_is_plain"):
        ApiClientFactory.create(name="a/b")


@pytest.mark.parametrize(("scopes", "code"), [([], "blank"), (["catalog:everything"], "item_invalid")])
def test_refuses_scopes_that_the_api_does_not_know(scopes: list[str], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        ApiClientFactory.build(scopes=scopes).full_clean()

    assert [error.code for error in caught.value.error_dict["scopes"]] == [code]


def test_the_database_refuses_a_client_without_a_scope() -> None:
    with pytest.raises(IntegrityError, match="apiclient_has_a_scope"):
        ApiClientFactory.create(scopes=[])


def test_two_clients_cannot_have_one_name() -> None:
    ApiClientFactory.create(name="same")

    with pytest.raises(IntegrityError):
        ApiClientFactory.create(name="same")


def test_a_token_expires_after_it_is_made() -> None:
    with pytest.raises(IntegrityError, match="apitoken_expires_after_it_is_made"):
        ApiTokenFactory.create(expires_at=timezone.now() - timedelta(days=1))


def test_tokens_go_with_their_client() -> None:
    token = ApiTokenFactory.create()

    token.client.delete()

    assert not ApiToken.objects.exists()


def test_shows_the_beginning_of_a_token_and_the_name_of_a_client() -> None:
    token = ApiTokenFactory.create()

    assert str(token) == "spc_abcdefgh…"
    assert str(token.client) == ApiClient.objects.get().name
