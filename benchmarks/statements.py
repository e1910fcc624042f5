"""The statements of a write, caught as the product sends them and sent again with plain psycopg.

The requests are done for real, inside a transaction that is rolled back, and every statement is kept
with its values. Sent again in the same order, they find the rows that they found, and do what they did:
same rows, same documents, same revisions, each write in a transaction of its own as the product has it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connection, transaction
from django.test import Client

from benchmarks.costs import Cost
from benchmarks.processors import cpu_seconds
from benchmarks.writes import Call


@dataclass(frozen=True)
class Statement:
    query: str
    values: Any = None


BEGIN, COMMIT = Statement("BEGIN"), Statement("COMMIT")


class NotDone(Exception):
    """A request whose statements were to be caught was refused."""


def caught(calls: Iterable[Call], *, token: str) -> list[list[Statement]]:
    """The statements of each call; afterwards the catalog is as it was."""
    with transaction.atomic():
        found = [_statements_of(call, token) for call in calls]
        transaction.set_rollback(True)
    return found


def _statements_of(call: Call, token: str) -> list[Statement]:
    statements: list[Statement] = []

    def note(execute: Callable[..., Any], query: str, values: Any, many: bool, context: Any) -> Any:
        assert not many, "nothing is written by executemany"
        statements.append(Statement(query, values))
        return execute(query, values, many, context)

    client = Client(SERVER_NAME="127.0.0.1", HTTP_AUTHORIZATION=f"Bearer {token}")
    with connection.execute_wrapper(note):
        answer = client.generic(call.method, call.path, call.body, "application/json", secure=True)
    if answer.status_code != call.status:
        raise NotDone(f"{call.method} {call.path}: {answer.status_code} {answer.content[:500]!r}")
    return list(_with_transactions(statements))


def _with_transactions(statements: Sequence[Statement]) -> Iterator[Statement]:
    """Inside our transaction the product's own were savepoints; the outer ones become transactions again."""
    depth = 0
    for statement in statements:
        opens = statement.query.startswith("SAVEPOINT")
        closes = statement.query.startswith("RELEASE SAVEPOINT")
        depth += opens
        outermost = depth == 1
        depth -= closes
        if outermost and (opens or closes):
            yield BEGIN if opens else COMMIT
        else:
            yield statement


def repeated(writes: Sequence[Sequence[Statement]], raw: psycopg.Connection[Any], *, unmeasured: int) -> Cost:
    """Sends the statements of all writes; the first ones are not measured, because they are prepared on the way."""
    for write in writes[:unmeasured]:
        _send(write, raw)
    backend = raw.info.backend_pid
    application, database, wall = time.process_time(), cpu_seconds(backend), time.perf_counter()
    for write in writes[unmeasured:]:
        _send(write, raw)
    count = len(writes) - unmeasured
    return Cost(
        application=(time.process_time() - application) / count,
        database=(cpu_seconds(backend) - database) / count,
        wall=(time.perf_counter() - wall) / count,
    )


def _send(write: Iterable[Statement], raw: psycopg.Connection[Any]) -> None:
    for statement in write:
        cursor = raw.execute(statement.query, statement.values)
        if cursor.description:
            cursor.fetchall()
