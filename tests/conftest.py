"""What every test can ask for."""

from __future__ import annotations

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from features import sync
from features.models import Feature
from integrations.actors import Actor

# The one guard that stands in the way of emptying the tables after a test with transactions of its own.
_TRUNCATE_GUARD = (
    "SELECT tgname FROM pg_trigger WHERE tgrelid = 'catalog_packagerevision'::regclass "
    "AND tgname LIKE 'pgtrigger_never_truncate_%%'"
)


def truncate_guard(*, on: bool) -> None:
    """Switches the guard of the history against TRUNCATE, and no other, on or off."""
    with connection.cursor() as cursor:
        cursor.execute(_TRUNCATE_GUARD)
        (name,) = cursor.fetchone()
        cursor.execute(f"ALTER TABLE catalog_packagerevision {'ENABLE' if on else 'DISABLE'} TRIGGER {name}")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        truncate_guard(on=False)


@pytest.fixture
def matrix(db: None) -> dict[str, Feature]:
    """The shipped feature matrix, by code."""
    sync.apply(by=Actor.command("sync_features"))
    return Feature.objects.in_bulk()
