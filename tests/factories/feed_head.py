"""The head of the change feed, which the database moves."""

from __future__ import annotations

from typing import Any

from factory.django import DjangoModelFactory

from catalog.models import FeedHead
from tests.factories.feed_entry import FeedEntryFactory


class FeedHeadFactory(DjangoModelFactory[FeedHead]):
    """The head after one more entry, that of a new package."""

    class Meta:
        model = FeedHead

    @classmethod
    def _create(cls, model_class: type[FeedHead], *args: Any, **values: Any) -> FeedHead:
        FeedEntryFactory.create(**values)
        return model_class.objects.get()
