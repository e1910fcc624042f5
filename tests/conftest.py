"""What every test can ask for."""

from __future__ import annotations

from functools import cache

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from features import sync
from features.models import Feature
from integrations.actors import Actor

# The guards that stand in the way of emptying the tables after a test with transactions of its own.
_TRUNCATE_GUARDS = (
    "SELECT tgrelid::regclass, tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger_never_truncate_%%'"
)


def truncate_guards(*, on: bool) -> None:
    """Switches the guards of the history and the feed against TRUNCATE, and no others, on or off."""
    with connection.cursor() as cursor:
        cursor.execute(_TRUNCATE_GUARDS)
        for table, name in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} {'ENABLE' if on else 'DISABLE'} TRIGGER {name}")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What lasts long first, and in the middle, where the second of two processes begins, what only waits.

    A browser takes more than one processor when it can, and gets it while the other process waits.
    """
    slow, waiting, rest = [], [], []
    for item in items:
        if item.get_closest_marker("browser"):
            slow.append(item)
        elif item.get_closest_marker("waits"):
            waiting.append(item)
        else:
            rest.append(item)
    middle = max(0, len(items) // 2 - len(slow))
    items[:] = [*slow, *rest[:middle], *waiting, *rest[middle:]]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        truncate_guards(on=False)


@pytest.fixture
def admin_user(db: None) -> User:
    """An operator who may do everything; without a password, because hashing one takes longer than most tests."""
    return User.objects.create_superuser("admin")


@pytest.fixture
def matrix(db: None) -> dict[str, Feature]:
    """The shipped feature matrix, by code.

    Planned once in each process; a thousand tests that only need it copy what came of that.
    """
    by = Actor.command("sync_features")
    if Feature.objects.exists():
        sync.apply(by=by)
    else:
        columns, rows = _shipped()
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO features_feature ({columns}) "
                f"SELECT {columns} FROM jsonb_populate_recordset(NULL::features_feature, %s)",
                [rows],
            )
        sync.announce(added=sorted(Feature.objects.values_list("pk", flat=True)), changes=[], by=by)
    return Feature.objects.in_bulk()


@cache
def _shipped() -> tuple[str, str]:
    """The columns of the matrix that are not computed, and its rows in them, as JSON."""
    fields = [field for field in Feature._meta.concrete_fields if not field.generated]
    with transaction.atomic(), connection.cursor() as cursor:
        sync.apply(by=Actor.command("sync_features"))
        cursor.execute("SELECT jsonb_agg(feature)::text FROM features_feature AS feature")
        (rows,) = cursor.fetchone()
        transaction.set_rollback(True)
    return ", ".join(f'"{field.column}"' for field in fields), rows
