"""Connections that are kept are asked how they are without a round trip, and a dead one is noticed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from config.postgresql.base import DatabaseWrapper

pytestmark = pytest.mark.django_db(transaction=True)
# What Django's proxy stands for.
database = cast(DatabaseWrapper, connection)


@pytest.fixture(autouse=True)
def _a_connection_of_its_own() -> Iterator[None]:
    yield
    connection.close()


def end_it_from_outside() -> None:
    connection.ensure_connection()
    number = connection.connection.info.backend_pid
    with connection.copy().cursor() as other:
        # Answers when it is gone, or after so many milliseconds.
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [number])
        assert other.fetchone() == (True,)


def as_a_request_begins() -> None:
    connection.health_check_done = False  # type: ignore[attr-defined]
    connection.close_if_unusable_or_obsolete()


def test_a_connection_that_is_well_is_not_asked() -> None:
    connection.ensure_connection()

    with CaptureQueriesContext(connection) as captured:
        usable = connection.is_usable()

    assert usable
    assert len(captured) == 0


def test_a_connection_that_the_server_ended_is_noticed() -> None:
    end_it_from_outside()

    assert not connection.is_usable()


def test_a_request_after_the_server_ended_the_connection_gets_another_one() -> None:
    end_it_from_outside()
    as_a_request_begins()

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")

        assert cursor.fetchone() == (1,)


def test_a_connection_that_was_closed_here_is_not_usable() -> None:
    connection.ensure_connection()
    connection.connection.close()

    assert not connection.is_usable()
    connection.close()
    assert not connection.is_usable()


def test_a_connection_on_which_something_failed_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    connection.ensure_connection()
    monkeypatch.setattr(connection, "errors_occurred", True)
    monkeypatch.setattr(
        "config.postgresql.base.DatabaseWrapper._is_quiet", lambda self: pytest.fail("not asked")
    )

    assert connection.is_usable()


def test_a_transaction_that_failed_is_told_from_one_that_is_well() -> None:
    with transaction.atomic():
        with connection.cursor() as cursor, pytest.raises(DatabaseError):
            cursor.execute("SELECT nothing")

        assert not connection.is_usable()
        transaction.set_rollback(True)

    assert connection.is_usable()


def as_bytes(statement: str) -> object:
    cursor = database.bytes_cursor()
    cursor.execute(statement)
    (value,) = cursor.fetchone()
    return value


def test_texts_are_bytes_by_the_cursor_for_them_and_no_other() -> None:
    assert as_bytes("SELECT 'ä'::text") == "ä".encode()
    assert as_bytes("SELECT 'b'::varchar") == "b"

    with connection.cursor() as cursor:
        cursor.execute("SELECT 'c'::text")

        assert cursor.fetchone() == ("c",)


def test_the_cursor_for_texts_is_made_anew_with_the_connection() -> None:
    as_bytes("SELECT 'a'::text")
    end_it_from_outside()
    as_a_request_begins()

    assert as_bytes("SELECT 'b'::text") == b"b"


def test_the_cursor_for_texts_fails_as_all_others_and_goes_on() -> None:
    with pytest.raises(DatabaseError):
        as_bytes("SELECT 1 / 0")

    assert as_bytes("SELECT 'b'::text") == b"b"


def test_the_cursor_for_texts_is_seen_by_who_counts_statements() -> None:
    with CaptureQueriesContext(connection) as captured:
        as_bytes("SELECT 'a'::text")

    assert [query["sql"] for query in captured] == ["SELECT 'a'::text"]


def test_the_planner_takes_a_page_behind_an_index_for_about_as_cheap_as_the_next_one() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW random_page_cost")

        assert cursor.fetchone() == ("1.1",)


def test_what_is_filtered_is_planned_for_its_values_however_often_it_is_sent() -> None:
    with connection.cursor() as cursor:
        for number in range(20):
            with database.planned_for_its_values():
                cursor.execute("SELECT %s::int AS filtered", [number])
            cursor.execute("SELECT %s::int AS unfiltered", [number])
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%%filtered%%'")

        assert [statement.split()[-1] for (statement,) in cursor.fetchall()] == ["unfiltered"]
