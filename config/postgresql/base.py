"""Django's PostgreSQL, which asks a connection that was kept how it is without a round trip, and hands on texts.

`CONN_HEALTH_CHECKS` sends a statement before the first one of each request. A connection that the server
ended (a restart, a failover, an administrator) has its end waiting in the socket, which costs nothing to see.
A network that went silent is noticed by neither; `tcp_user_timeout` is for that.
"""

from __future__ import annotations

import select
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from django.db.backends.utils import CursorWrapper
from psycopg.adapt import Loader
from psycopg.pq import TransactionStatus


class _AsItCame(Loader):
    """Texts stay the bytes in UTF-8 that PostgreSQL sends."""

    load = bytes  # type: ignore[assignment]


class DatabaseWrapper(base.DatabaseWrapper):
    """Asks the server only when something waits to be read, or went wrong before."""

    _bytes_cursor: Any = None

    def bytes_cursor(self) -> CursorWrapper:
        """A cursor for texts that are handed on and never looked at: what is `text` stays the bytes that came.

        One for each connection, because making it takes longer than reading a document. Read it at once and don't
        close it: the next statement takes its place.
        """
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            if self._bytes_cursor is None or self._bytes_cursor.connection is not self.connection:
                self._bytes_cursor = self.create_cursor()
                self._bytes_cursor.adapters.register_loader("text", _AsItCame)
            prepared: CursorWrapper = self._prepare_cursor(self._bytes_cursor)  # type: ignore[attr-defined]
            return prepared

    @contextmanager
    def planned_for_its_values(self) -> Iterator[None]:
        """Statements in this block are planned each time, for the values that come with them.

        A statement sent often gets a plan for any values, which takes a filter for rarer than it is: that plan can
        fetch and sort thousands of rows for a page of fifty.
        """
        self.ensure_connection()
        kept = self.connection
        threshold = kept.prepare_threshold
        kept.prepare_threshold = None
        try:
            yield
        finally:
            kept.prepare_threshold = threshold

    def is_usable(self) -> bool:
        if self.connection is not None and not self.errors_occurred and self._is_quiet():
            return True
        return super().is_usable()

    def _is_quiet(self) -> bool:
        """No transaction is open and nothing waits to be read: an idle server says nothing unless it ends."""
        if self.connection.pgconn.transaction_status != TransactionStatus.IDLE:
            return False
        try:
            number = self.connection.fileno()
        except psycopg.OperationalError:
            return False
        poll = select.poll()
        poll.register(number, select.POLLIN | select.POLLPRI)
        return not poll.poll(0)
