"""Adjectives for providers; they chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Lower

if TYPE_CHECKING:
    from providers.models import Provider  # noqa: F401 - the name in quotes below


class ProviderQuerySet(models.QuerySet["Provider"]):
    def named(self, name: str) -> ProviderQuerySet:
        """The provider with this name, letter case apart, as the database compares them."""
        return self.alias(lowered=Lower("provider_name")).filter(lowered=Lower(Value(name)))

    def matching(self, text: str) -> ProviderQuerySet:
        """Providers with every word of `text` in their name."""
        return self.filter(*(Q(provider_name__icontains=word) for word in text.split()))
