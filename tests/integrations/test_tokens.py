"""Tokens: what is kept of them, how long they are good, and when their use is noted."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from integrations import tokens
from integrations.actors import Actor
from integrations.clients import revoke
from integrations.models import ApiClient, ApiToken
from tests.factories.api_client import ApiClientFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The monotonic clock of this process; add to its one number to let time pass."""
    now = [1000.0]
    monkeypatch.setattr("integrations.tokens.time.monotonic", lambda: now[0])
    return now


def use(text: str) -> tokens.Caller | None:
    """Authenticate as another process would, which knows nothing yet."""
    tokens.forget()
    return tokens.authenticate(text)


def test_is_long_random_and_begins_with_our_prefix() -> None:
    client = ApiClientFactory.create()

    texts = {tokens.issue(client=client)[0] for _ in range(3)}

    assert len(texts) == 3
    assert all(text.startswith("spc_") and len(text) >= 4 + 43 for text in texts)


def test_keeps_neither_the_token_nor_a_plain_hash_of_it() -> None:
    text, row = tokens.issue(client=ApiClientFactory.create())

    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(t)::text FROM integrations_apitoken t")
        kept = cursor.fetchone()[0]
    assert text not in kept
    assert text[12:] not in kept
    assert hashlib.sha256(text.encode()).hexdigest() not in kept
    assert text.startswith(row.shown_prefix)


def test_a_token_is_worthless_under_another_secret_key(settings: Settings) -> None:
    text, _ = tokens.issue(client=ApiClientFactory.create())

    settings.SECRET_KEY = "another key of this installation"

    assert use(text) is None


def test_speaks_for_its_client() -> None:
    client = ApiClientFactory.create(name="billing", scopes=["catalog:read", "stock:write"])
    text, _ = tokens.issue(client=client)

    caller = use(text)

    assert caller == tokens.Caller(client.pk, "billing", frozenset({"catalog:read", "stock:write"}))
    assert caller is not None
    assert caller.actor == Actor.api_client("billing")


def test_knows_no_token_that_was_not_issued() -> None:
    assert use("spc_nobody") is None


@pytest.mark.parametrize("days", [0, -1, 3651])
def test_refuses_a_life_that_is_too_short_or_too_long(days: int) -> None:
    with pytest.raises(ValueError, match="1 to 3650 days"):
        tokens.issue(client=ApiClientFactory.create(), days=days)


def test_ends_when_it_expires_also_for_a_process_that_knows_it() -> None:
    text, row = tokens.issue(client=ApiClientFactory.create(), days=2)
    assert tokens.authenticate(text)

    with time_machine.travel(row.expires_at - timedelta(seconds=1), tick=False):
        assert tokens.authenticate(text)
    with time_machine.travel(row.expires_at, tick=False):
        assert tokens.authenticate(text) is None
        assert use(text) is None


def test_a_process_trusts_what_it_knows_for_half_a_second(clock: list[float]) -> None:
    text, _ = tokens.issue(client=ApiClientFactory.create())
    assert tokens.authenticate(text)
    ApiToken.objects.update(revoked_at=timezone.now())

    clock[0] += 0.49
    assert tokens.authenticate(text)
    clock[0] += 0.02
    assert tokens.authenticate(text) is None


def test_asks_the_database_at_most_once_in_half_a_second(
    clock: list[float], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    text, _ = tokens.issue(client=ApiClientFactory.create())
    tokens.authenticate(text)

    with django_assert_num_queries(0):
        for _ in range(10):
            assert tokens.authenticate(text)


def test_the_half_second_begins_before_the_database_is_asked(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    text, _ = tokens.issue(client=ApiClientFactory.create())
    monkeypatch.setattr(tokens, "_note_use", lambda row: clock.__setitem__(0, clock[0] + 0.6))
    assert tokens.authenticate(text)

    ApiToken.objects.update(revoked_at=timezone.now())

    assert tokens.authenticate(text) is None


def test_refuses_the_tokens_of_an_inactive_client() -> None:
    text, _ = tokens.issue(client=ApiClientFactory.create())
    ApiClient.objects.update(active=False)

    assert use(text) is None


def test_revoking_holds_at_once_in_the_same_process() -> None:
    text, row = tokens.issue(client=ApiClientFactory.create())
    assert tokens.authenticate(text)

    assert revoke(ApiToken.objects.filter(pk=row.pk)) == 1

    assert tokens.authenticate(text) is None
    assert revoke(ApiToken.objects.all()) == 0


def test_notes_a_use_at_most_once_a_minute() -> None:
    text, row = tokens.issue(client=ApiClientFactory.create())
    noted = []
    for seconds in (0, 30, 59, 61, 100, 130):
        with time_machine.travel(row.created_at + timedelta(seconds=seconds), tick=False):
            use(text)
        row.refresh_from_db()
        assert row.last_used_at is not None
        noted.append(round((row.last_used_at - row.created_at).total_seconds()))

    assert noted == [0, 0, 0, 61, 61, 130]


def test_notes_no_use_of_a_token_that_is_refused() -> None:
    text, row = tokens.issue(client=ApiClientFactory.create())
    ApiToken.objects.update(revoked_at=timezone.now())

    use(text)

    row.refresh_from_db()
    assert row.last_used_at is None


def test_two_processes_note_a_use_once() -> None:
    _, row = tokens.issue(client=ApiClientFactory.create())
    stale = ApiToken.objects.get(pk=row.pk)
    tokens._note_use(row)
    row.refresh_from_db()
    first = row.last_used_at

    tokens._note_use(stale)

    row.refresh_from_db()
    assert row.last_used_at == first


def test_a_use_that_cannot_be_noted_fails_nothing() -> None:
    text, row = tokens.issue(client=ApiClientFactory.create())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE integrations_apitoken ADD CHECK (last_used_at IS NULL) NOT VALID")

    assert use(text)

    row.refresh_from_db()
    assert row.last_used_at is None


def test_a_row_that_somebody_holds_is_passed_over() -> None:
    text, _ = tokens.issue(client=ApiClientFactory.create())

    with CaptureQueriesContext(connection) as queries:
        use(text)

    update = next(query["sql"] for query in queries if query["sql"].startswith("UPDATE"))
    assert "SKIP LOCKED" in update
    assert sum(query["sql"].startswith(("SELECT", "UPDATE")) for query in queries) == 2


def test_remembers_no_more_than_it_can_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "_KNOWN_AT_MOST", 2)
    client = ApiClientFactory.create()

    for _ in range(5):
        tokens.authenticate(tokens.issue(client=client)[0])
        tokens.authenticate("spc_unknown")

    assert len(tokens._known) <= 2
