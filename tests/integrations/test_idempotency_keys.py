"""What is kept of answers: its rules in the database, its end, and where it does not go."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError
from django.utils import timezone

from integrations.models import IdempotencyKey
from tests.factories.idempotency_key import IdempotencyKeyFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", ["", "a b", "a\n", "ключ", "\x7f"])
def test_the_database_refuses_a_key_that_is_not_visible_ascii(key: str) -> None:
    with pytest.raises(IntegrityError, match="idempotencykey_is_visible_ascii"):
        IdempotencyKeyFactory.create(key=key)


@pytest.mark.parametrize("status", [199, 300, 422])
def test_the_database_keeps_no_refusal(status: int) -> None:
    with pytest.raises(IntegrityError, match="idempotencykey_keeps_success_only"):
        IdempotencyKeyFactory.create(status=status)


@pytest.mark.parametrize("fingerprint", ["", "0" * 63, "G" * 64])
def test_the_database_refuses_what_is_no_digest(fingerprint: str) -> None:
    with pytest.raises(IntegrityError, match="idempotencykey_fingerprint_is_sha256"):
        IdempotencyKeyFactory.create(fingerprint=fingerprint)


def test_the_database_keeps_a_key_of_a_client_once() -> None:
    kept = IdempotencyKeyFactory.create()

    IdempotencyKeyFactory.create(key=kept.key)  # another client's
    with pytest.raises(IntegrityError, match="idempotencykey_once_for_a_client"):
        IdempotencyKeyFactory.create(key=kept.key, client=kept.client)


def test_kept_answers_go_with_their_client() -> None:
    IdempotencyKeyFactory.create().client.delete()

    assert not IdempotencyKey.objects.exists()


def test_purging_removes_what_expired_and_nothing_else() -> None:
    now = timezone.now()
    IdempotencyKeyFactory.create(expires_at=now - timedelta(seconds=1))
    good = IdempotencyKeyFactory.create(expires_at=now + timedelta(minutes=1))
    out = StringIO()

    call_command("purge_idempotency_keys", stdout=out)

    assert out.getvalue() == "Removed 1 expired keys.\n"
    assert [str(row) for row in IdempotencyKey.objects.all()] == [good.key]


@pytest.mark.parametrize("labels", [[], ["integrations"]])
def test_dumps_leave_kept_answers_out(labels: list[str]) -> None:
    IdempotencyKeyFactory.create()
    out = StringIO()

    call_command("dumpdata", *labels, stdout=out)

    assert "integrations.apiclient" in out.getvalue()
    assert "integrations.idempotencykey" not in out.getvalue()
