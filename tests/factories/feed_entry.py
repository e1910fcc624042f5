"""Entries of the change feed: never made by hand, always what an action told."""

from __future__ import annotations

from typing import Any

from django.db import connection
from factory.django import DjangoModelFactory

from catalog.models import FeedEntry
from tests.factories.package import PackageFactory


class FeedEntryFactory(DjangoModelFactory[FeedEntry]):
    """The entry of a new package, numbered; takes what `PackageFactory` takes."""

    class Meta:
        model = FeedEntry

    @classmethod
    def _create(cls, model_class: type[FeedEntry], *args: Any, **values: Any) -> FeedEntry:
        package = PackageFactory.create(**values)
        connection.check_constraints()
        return model_class.objects.get(package_uuid=package.pk)
