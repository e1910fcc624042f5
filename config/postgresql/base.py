"""Django's PostgreSQL, which asks a connection that was kept how it is without a round trip.

`CONN_HEALTH_CHECKS` sends a statement before the first one of each request. A connection that the server
ended (a restart, a failover, an administrator) has its end waiting in the socket, which costs nothing to see.
A network that went silent is noticed by neither; `tcp_user_timeout` is for that.
"""

from __future__ import annotations

import select

import psycopg
from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus


class DatabaseWrapper(base.DatabaseWrapper):
    """Asks the server only when something waits to be read, or went wrong before."""

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
