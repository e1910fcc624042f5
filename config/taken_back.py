"""Doing something for real to see what comes of it, and keeping nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import connection, transaction

T = TypeVar("T")


def taken_back(act: Callable[[], T]) -> T:
    """What `act` gives. All that it did to the database is undone, after the rules that are checked late."""
    with transaction.atomic():
        given = act()
        # The last step: it can take locks that every other writer waits for, until the rollback that follows.
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)
    return given
