"""Visits of operators to the home page."""

from __future__ import annotations

from django.utils import timezone
from factory.declarations import LazyFunction, SubFactory
from factory.django import DjangoModelFactory

from catalog.models import Visit
from tests.factories.user import UserFactory


class VisitFactory(DjangoModelFactory[Visit]):
    """A first visit, just now, to a catalog in which nothing happened."""

    class Meta:
        model = Visit

    user = SubFactory(UserFactory)
    since = 0
    shown = 0
    seen_at = LazyFunction(timezone.now)
