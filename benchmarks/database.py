"""The PostgreSQL that is measured on: its catalogs, and the CPU of its backends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from benchmarks.processors import cpu_seconds
from config import embedded_postgres

_SETTINGS = ("server_version", "shared_buffers", "fsync", "synchronous_commit", "full_page_writes")


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL on this machine; `url` is of a database on it, with the right to make others."""

    url: str

    def url_of(self, name: str) -> str:
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{name}"))

    @contextmanager
    def connected(self, name: str | None = None) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
        url = self.url_of(name) if name else self.url
        with psycopg.connect(url, autocommit=True, application_name="benchmarks") as connection:
            yield connection

    def settings(self) -> dict[str, str]:
        """What of its configuration matters here, by name."""
        with self.connected() as connection:
            return {
                name: str(connection.execute("SELECT current_setting(%s)", [name]).fetchone()[0])  # type: ignore[index]
                for name in _SETTINGS
            }

    def names(self, prefix: str) -> list[str]:
        """The databases whose name begins so."""
        query = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        with self.connected() as connection:
            return [str(name) for (name,) in connection.execute(query, [prefix]).fetchall()]

    def comment(self, name: str) -> str | None:
        """What was noted about a database; None when there is no such database."""
        query = (
            "SELECT COALESCE(shobj_description(oid, 'pg_database'), '') FROM pg_database WHERE datname = %s"
        )
        with self.connected() as connection:
            row = connection.execute(query, [name]).fetchone()
        return str(row[0]) if row else None

    def note(self, name: str, comment: str) -> None:
        self._run("COMMENT ON DATABASE {} IS {}", sql.Identifier(name), sql.Literal(comment))

    def create(self, name: str) -> None:
        self._run("CREATE DATABASE {}", sql.Identifier(name))

    def clone(self, source: str, name: str) -> None:
        self._run(
            "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", sql.Identifier(name), sql.Identifier(source)
        )

    def drop(self, name: str) -> None:
        try:
            self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", sql.Identifier(name))
        except psycopg.errors.InsufficientPrivilege:
            # An autovacuum is in it, which nobody but a superuser may end by force; without force it gives way.
            self._run("DROP DATABASE IF EXISTS {}", sql.Identifier(name))

    def _run(self, statement: str, *parts: sql.Composable) -> None:
        with self.connected() as connection:
            connection.execute(sql.SQL(statement).format(*parts))


class BackendsElsewhere(Exception):
    """The processes of this PostgreSQL can't be seen from here, so that nobody can say what they cost."""


def backends_cpu(connection: psycopg.Connection[tuple[object, ...]], *, application: str) -> dict[int, float]:
    """Seconds of CPU of each backend of this database that works for `application`, by process id."""
    rows = connection.execute(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = %s",
        [application],
    ).fetchall()
    found = {}
    for pid in (int(str(pid)) for (pid,) in rows):
        # One may end while it is looked at.
        with suppress(ProcessLookupError):
            found[pid] = cpu_seconds(pid)
    if rows and not found:
        raise BackendsElsewhere("Measure on a PostgreSQL of this machine: its processes are not seen here.")
    return found


def embedded(folder: str) -> Cluster:
    """The embedded PostgreSQL with its data in `folder`; it runs as long as this process."""
    os.environ["EMBEDDED_POSTGRES_DIR"] = folder
    embedded_postgres.start()
    return Cluster(embedded_postgres.url())
