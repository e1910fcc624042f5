"""Rows of tokens whose text nobody knows; `issue` makes tokens that can be used."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.utils import timezone
from factory.declarations import LazyFunction, SubFactory
from factory.django import DjangoModelFactory

from integrations.models import ApiToken
from tests.factories.api_client import ApiClientFactory


class ApiTokenFactory(DjangoModelFactory[ApiToken]):
    """A token that is good for a day."""

    class Meta:
        model = ApiToken

    client = SubFactory(ApiClientFactory)
    digest = LazyFunction(lambda: secrets.token_bytes(32))
    shown_prefix = "spc_abcdefgh"
    expires_at = LazyFunction(lambda: timezone.now() + timedelta(days=1))
