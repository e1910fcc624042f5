"""Requests under one key that meet, and one that is killed: over real transactions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from integrations.models import ApiClient, IdempotencyKey
from tests.integrations.api.asking import problem_of
from tests.integrations.api.repeatable import after_the_effect
from tests.integrations.api.test_idempotency import send

pytestmark = pytest.mark.django_db(transaction=True)
Send = Callable[..., Any]


@pytest.fixture
def sending(api: Client, settings: Settings) -> Send:
    """Sends a request as a thread of a server does: with a connection of its own."""
    settings.ROOT_URLCONF = "tests.integrations.api.repeatable"

    def one(**change: Any) -> Any:
        try:
            thread_client = Client(raise_request_exception=False)
            thread_client.defaults.update(api.defaults)
            return send(thread_client, **change)
        finally:
            connection.close()

    return one


def made() -> int:
    return ApiClient.objects.filter(name="made").count()


def test_of_many_at_once_one_is_done(sending: Send) -> None:
    together = Barrier(20, timeout=30)

    def one(_: int) -> Any:
        together.wait()
        return sending()

    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(one, range(20)))

    kinds = Counter((answer.status_code, answer.get("Idempotency-Replayed")) for answer in answers)
    assert kinds.pop((201, None)) == 1
    assert set(kinds) <= {(201, "true"), (409, None)}
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
    assert made() == 1


def test_what_is_in_flight_is_not_waited_for(sending: Send) -> None:
    begun, go_on = Event(), Event()

    def pause() -> None:
        begun.set()
        go_on.wait(30)

    with after_the_effect(pause), ThreadPoolExecutor(1) as threads:
        first = threads.submit(sending)
        assert begun.wait(30)
        meanwhile = sending()
        go_on.set()

    problem_of(meanwhile, 409, "idempotency_key_in_flight")
    assert meanwhile["Retry-After"] == "1"
    assert first.result().status_code == 201
    assert sending()["Idempotency-Replayed"] == "true"


def test_another_key_does_not_wait_either(sending: Send) -> None:
    inside: list[Any] = []

    def meanwhile() -> None:
        if not inside:
            inside.append(None)
            with ThreadPoolExecutor(1) as threads:
                inside.append(threads.submit(sending, key="k2", name="also").result(30))

    with after_the_effect(meanwhile):
        assert sending().status_code == 201

    assert inside[1].status_code == 201


def test_who_is_killed_in_the_middle_leaves_nothing(sending: Send) -> None:
    def kill() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    with after_the_effect(kill), ThreadPoolExecutor(1) as threads:
        killed = threads.submit(sending).result()

    problem_of(killed, 503, "database_unavailable")
    assert (made(), IdempotencyKey.objects.count()) == (0, 0)
    assert sending().status_code == 201
    assert made() == 1
