"""Answers that were kept."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from factory.declarations import LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from integrations.models import IdempotencyKey
from tests.factories.api_client import ApiClientFactory


class IdempotencyKeyFactory(DjangoModelFactory[IdempotencyKey]):
    """A 204 that is kept for one more hour, to a request that nobody sends."""

    class Meta:
        model = IdempotencyKey

    client = SubFactory(ApiClientFactory)
    key = Sequence(lambda n: f"key-{n}")
    fingerprint = "0" * 64
    status = 204
    headers = LazyFunction(dict)
    body = b""
    expires_at = LazyFunction(lambda: timezone.now() + timedelta(hours=1))
