"""Deleting: only what was never offered."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, transaction
from uuid_utils.compat import uuid7

from catalog.actions.delete import WasOffered, delete_package, was_there
from catalog.actions.publish import deactivate
from catalog.actions.save import Expected, NotRecorded, PackageGone, StaleWrite
from catalog.models import (
    FeedEntry,
    FeedKind,
    Package,
    PackageDocument,
    PackageFeature,
    PackageProvider,
)
from tests.catalog.writes import BY, update
from tests.factories.package import PackageFactory, sellable

pytestmark = pytest.mark.django_db


def test_a_draft_goes_with_all_its_rows() -> None:
    package = sellable(status="draft")

    delete_package(key=package.pk, by=BY)

    assert not any(m.objects.exists() for m in (Package, PackageDocument, PackageFeature, PackageProvider))
    assert was_there(package.pk)


def test_the_feed_names_what_was_deleted() -> None:
    package = PackageFactory.create()

    delete_package(key=package.pk, by=BY)

    (entry,) = FeedEntry.objects.filter(kind=FeedKind.DELETED)
    assert (entry.package_uuid, entry.revision) == (package.pk, 1)


def test_a_package_without_its_document_is_there_and_is_not_deleted() -> None:
    package = sellable(status="draft")
    PackageDocument.objects.all().delete()

    with pytest.raises(NotRecorded, match="check_catalog --repair"):
        delete_package(key=package.pk, by=BY)

    assert Package.objects.exists()
    assert not was_there(package.pk)


def test_a_package_that_was_ever_active_stays() -> None:
    package = sellable()
    deactivate(key=package.pk, by=BY)

    with pytest.raises(WasOffered, match="retire it instead"):
        delete_package(key=package.pk, by=BY)

    assert Package.objects.filter(pk=package.pk).exists()


@pytest.mark.parametrize("status", ["active", "inactive"])
def test_the_database_itself_keeps_what_was_offered(status: str) -> None:
    package = sellable()
    Package.objects.filter(pk=package.pk).update(status=status, ever_active=False)

    with pytest.raises(ProgrammingError, match="Cannot delete"), transaction.atomic():
        package.delete()

    assert Package.objects.filter(pk=package.pk).exists()


def test_what_is_gone_is_said_to_be_gone() -> None:
    with pytest.raises(PackageGone):
        delete_package(key=uuid7(), by=BY)

    assert not was_there(uuid7())


def test_a_package_that_somebody_changed_meanwhile_is_not_deleted() -> None:
    package = PackageFactory.create()
    update(package, name="Kept")

    with pytest.raises(StaleWrite):
        delete_package(key=package.pk, by=BY, expected=Expected(revision=1))

    assert Package.objects.filter(pk=package.pk).exists()
