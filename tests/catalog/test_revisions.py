"""The history: what was promised is never changed, deleted or emptied."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import IntegrityError, ProgrammingError

from catalog.actions.delete import delete_package
from catalog.actions.stock import change_stock
from catalog.models import PackageRevision
from tests.catalog.writes import BY, document, numbers, revisions, update
from tests.conftest import truncate_guards
from tests.factories.package import PackageFactory

pytestmark = pytest.mark.django_db

REFUSED = (InternalError, ProgrammingError, IntegrityError)


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE catalog_packagerevision SET reason = 'made up'",
        "DELETE FROM catalog_packagerevision",
    ],
)
def test_the_database_refuses_to_change_what_was_promised(statement: str) -> None:
    package = PackageFactory.create()

    with pytest.raises(REFUSED, match="catalog_packagerevision"):
        run(statement)

    assert [revision.reason for revision in revisions(package)] == [""]


@pytest.fixture
def _guarded() -> Iterator[None]:
    truncate_guards(on=True)
    yield
    truncate_guards(on=False)


@pytest.mark.usefixtures("_guarded")
def test_the_database_refuses_to_empty_the_history() -> None:
    package = PackageFactory.create()
    # A table for which a trigger waits could not be emptied anyway.
    connection.check_constraints()

    for table in ("catalog_packagerevision", "catalog_feedentry"):
        with pytest.raises(REFUSED, match="Cannot truncate"):
            run(f"TRUNCATE {table}")

    assert numbers(package) == [1]


def test_no_number_is_given_twice() -> None:
    package = PackageFactory.create()
    (first,) = revisions(package)

    with pytest.raises(IntegrityError, match="catalog_revision_number_once"), transaction.atomic():
        PackageRevision.objects.create(package_uuid=first.package_uuid, number=1, text="{}", digest="x")


def test_a_revision_is_the_document_as_it_stood_stock_and_availability_apart() -> None:
    package = PackageFactory.create(has_stock=True, stock_qty=7)
    shown = document(package)

    promised = json.loads(revisions(package)[0].text)

    assert shown.keys() - promised.keys() == {"stock_qty", "availability"}
    assert promised == {key: shown[key] for key in promised}


def test_a_sale_from_stock_is_no_promise() -> None:
    package = PackageFactory.create(has_stock=True, stock_qty=7)

    change_stock(key=package.pk, change=-1, by=BY)

    assert document(package)["stock_qty"] == 6
    assert numbers(package) == [1]


def test_the_history_outlives_the_package() -> None:
    package = PackageFactory.create()
    update(package, name="Better")

    delete_package(key=package.pk, by=BY)

    assert numbers(package) == [1, 2]
