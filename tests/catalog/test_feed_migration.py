"""The feed of a catalog that was there before it: its migration tells of every package."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection

from catalog import feed
from catalog.actions.stock import change_stock
from catalog.models import FeedEntry, PackageDocument
from tests.catalog.following import entries, said
from tests.catalog.writes import BY, update
from tests.factories.feature import FeatureFactory
from tests.factories.package import PackageFactory, sellable

pytestmark = pytest.mark.django_db

STEPS = import_module("catalog.migrations.0004_feed_of_what_is_there")


@pytest.fixture
def _there_before() -> None:
    """Some packages, in use and not, of a time without a feed."""
    FeatureFactory.create(code="rooms", allowance=True)
    used = sellable(features={"rooms": 5}, has_stock=True, stock_qty=7, name='"has_stock":é,"revision":')
    change_stock(key=used.pk, change=-7, by=BY)
    update(used, description="Other \\ words.")
    update(PackageFactory.create(has_stock=True, stock_qty=3), tier="20")
    PackageFactory.create(package_settings=[{"key": "revision", "value": {"has_stock": None}}])
    # What has no position yet may go.
    FeedEntry.objects.all().delete()
    PackageDocument.objects.update(stock_qty=None)


def migrate() -> None:
    with connection.cursor() as cursor:
        cursor.execute(STEPS.STOCK)
        cursor.execute(STEPS.ENTRIES)


@pytest.mark.usefixtures("_there_before")
def test_every_package_that_was_there_is_created_in_the_feed() -> None:
    migrate()

    documents = PackageDocument.objects.order_by("pk")
    assert [entry.package_uuid for entry in entries()] == [document.pk for document in documents]
    assert [said(entry) for entry in entries()] == [
        ("created", document.revision, True, [""]) for document in documents
    ]
    assert feed.head() == 3


@pytest.mark.usefixtures("_there_before")
def test_the_feed_has_their_documents_byte_for_byte() -> None:
    migrate()

    stored = PackageDocument.objects.order_by("pk").values_list("text", flat=True)
    assert list(feed.documents_of(entries()).values()) == list(stored)


@pytest.mark.usefixtures("_there_before")
def test_what_happens_afterwards_is_told_against_what_was_there() -> None:
    migrate()
    before = len(entries())

    update(PackageDocument.objects.get(stock_qty=3).package, name="Other")

    assert [said(entry) for entry in entries()[before:]] == [("updated", 3, False, ["/name"])]


@pytest.mark.usefixtures("_there_before")
def test_documents_know_their_count_of_stock() -> None:
    migrate()

    counts = PackageDocument.objects.order_by("pk").values_list("stock_qty", "package__stock_qty")
    assert [document for document, _ in counts] == [package for _, package in counts] == [0, 3, None]
