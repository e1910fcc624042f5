"""Clients of the API."""

from __future__ import annotations

from factory.declarations import LazyFunction, Sequence
from factory.django import DjangoModelFactory

from integrations.models import ApiClient
from integrations.scopes import SCOPES


class ApiClientFactory(DjangoModelFactory[ApiClient]):
    """A client that may do everything."""

    class Meta:
        model = ApiClient

    name = Sequence(lambda n: f"client {n}")
    scopes = LazyFunction(lambda: list(SCOPES))
