"""What the tests of the API share: endpoints of their own, and a client with a token."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from integrations import tokens
from tests.factories.api_client import ApiClientFactory


@pytest.fixture(autouse=True)
def _nothing_known() -> Iterator[None]:
    tokens.forget()
    yield
    tokens.forget()


@pytest.fixture
def endpoints(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.integrations.api.endpoints"
    settings.SECURE_SSL_REDIRECT = False


@pytest.fixture
def api(db: None, endpoints: None) -> Client:
    """A client with a token for everything, against the endpoints of these tests."""
    text, _ = tokens.issue(client=ApiClientFactory.create(name="tester"))
    return Client(headers={"Authorization": f"Bearer {text}"}, raise_request_exception=False)
