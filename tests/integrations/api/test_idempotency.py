"""`Idempotency-Key`: what is sent again is answered again, and done once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from integrations import tokens
from integrations.models import ApiClient, ApiToken, IdempotencyKey
from tests.factories.api_client import ApiClientFactory
from tests.factories.api_token import ApiTokenFactory
from tests.integrations.api.asking import errors_of, problem_of
from tests.integrations.api.repeatable import after_the_effect

EFFECTS = "/api/v1/effects"


@pytest.fixture(autouse=True)
def _repeatable(api: Client, settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.integrations.api.repeatable"


def send(
    api: Client, key: str = "k1", *, name: str = "made", method: str = "POST", path: str = EFFECTS
) -> Any:
    body = b'{"name": "%b"}' % name.encode()
    return api.generic(method, path, body, content_type="application/json", headers={"Idempotency-Key": key})


def made() -> int:
    return ApiClient.objects.exclude(name__in=["tester", "other"]).count()


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_answers_the_same_again_and_does_it_once(api: Client, method: str) -> None:
    first, second = send(api, method=method), send(api, method=method)

    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert made() == 1
    assert (first.get("Idempotency-Replayed"), second["Idempotency-Replayed"]) == (None, "true")


def test_gives_the_headers_that_matter_again(api: Client) -> None:
    first, second = send(api), send(api)

    assert first["X-Other"] == "no"
    for name in ("Content-Type", "ETag", "Location", "Content-Length"):
        assert second[name] == first[name]
    assert "X-Other" not in second
    assert second["X-Request-ID"] != first["X-Request-ID"]


def test_an_answer_without_a_body_stays_without_one(api: Client) -> None:
    first, second = send(api, path="/api/v1/empty"), send(api, path="/api/v1/empty")

    assert (second.status_code, second.content) == (204, b"")
    assert second.get("Content-Type") == first.get("Content-Type")


@pytest.mark.parametrize(
    "change",
    [{"name": "two"}, {"path": EFFECTS + "/other"}, {"method": "PATCH"}, {"path": EFFECTS + "?loud=true"}],
    ids=["body", "path", "method", "query"],
)
def test_a_key_belongs_to_one_request(api: Client, change: dict[str, str]) -> None:
    send(api)

    problem_of(send(api, **change), 422, "idempotency_key_reused")

    assert made() == 1


def test_another_key_is_another_request(api: Client) -> None:
    send(api, "k1", name="one")

    assert send(api, "k2", name="two").status_code == 201
    assert made() == 2


def test_two_clients_may_use_the_same_key(api: Client) -> None:
    text, _ = tokens.issue(client=ApiClientFactory.create(name="other"))
    send(api, name="one")

    answer = send(Client(headers={"Authorization": f"Bearer {text}"}), name="two")

    assert answer.status_code == 201
    assert "Idempotency-Replayed" not in answer


def test_a_refused_request_leaves_nothing_and_can_be_sent_again(api: Client) -> None:
    refused = HttpResponse(status=409)
    with after_the_effect(lambda: refused):
        assert send(api).status_code == 409

    assert (made(), IdempotencyKey.objects.count()) == (0, 0)
    assert send(api).status_code == 201


def test_a_request_that_fails_leaves_nothing_and_can_be_sent_again(api: Client) -> None:
    with after_the_effect(lambda: HttpResponse(1 // 0)):
        problem_of(send(api), 500, "internal_error")

    assert (made(), IdempotencyKey.objects.count()) == (0, 0)
    assert send(api).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_what_the_database_checks_late_is_answered_as_a_problem(api: Client) -> None:
    def break_a_rule() -> None:
        ApiTokenFactory.create(client=ApiClientFactory.create())
        ApiToken.objects.update(client_id=F("client_id") + 1000)

    with after_the_effect(break_a_rule):
        problem_of(send(api), 409, "conflict")

    assert (made(), IdempotencyKey.objects.count()) == (0, 0)


def test_without_the_header_nothing_is_kept(api: Client) -> None:
    api.post(EFFECTS, b'{"name": "made"}', content_type="application/json")

    assert (made(), IdempotencyKey.objects.count()) == (1, 0)


@pytest.mark.parametrize("key", ["k1", ""])
def test_the_header_means_nothing_where_requests_repeat_by_themselves(api: Client, key: str) -> None:
    send(api, key, method="PUT", name="one")

    assert "Idempotency-Replayed" not in send(api, key, method="PUT", name="two")
    assert (made(), IdempotencyKey.objects.count()) == (2, 0)


def test_an_expired_key_is_unknown_and_taken_anew(api: Client) -> None:
    send(api, name="one")
    IdempotencyKey.objects.update(expires_at=F("expires_at") - timedelta(hours=24))

    second, third = send(api, name="two"), send(api, name="two")

    assert "Idempotency-Replayed" not in second
    assert (third["Idempotency-Replayed"], third.content) == ("true", second.content)


@pytest.mark.parametrize("key", ["a", "!~", "x" * 255, '"quoted"', r'"a\"b\\c"', " padded\t"])
def test_takes_visible_ascii_bare_or_in_quotes(api: Client, key: str) -> None:
    assert send(api, key).status_code == 201


@pytest.mark.parametrize(
    "key", ["", " ", "x" * 256, "a b", "ä", "a\x7f", '""', '"', '"a', '"a"b', '"a b"', '"a\\b"', '"a";p=1']
)
def test_refuses_what_is_no_key(api: Client, key: str) -> None:
    assert errors_of(send(api, key), 400, "bad_request") == [("", "invalid_header")]
    assert made() == 0


def test_quotes_are_not_part_of_a_key(api: Client) -> None:
    send(api, "k1")

    assert send(api, '"k1"')["Idempotency-Replayed"] == "true"


def test_an_answer_is_only_given_again_to_who_may_ask(api: Client) -> None:
    send(api, path="/api/v1/guarded")
    ApiClient.objects.filter(name="tester").update(scopes=["catalog:write"])
    tokens.forget()

    problem_of(send(api, path="/api/v1/guarded"), 403, "scope_missing")


def test_a_method_that_is_not_there_stays_405(api: Client) -> None:
    problem_of(send(api, method="PATCH", path="/api/v1/empty"), 405, "method_not_allowed")


def test_a_body_that_is_too_large_is_refused_with_a_key_too(api: Client) -> None:
    problem_of(send(api, name="x" * 1_000_001), 413, "body_too_large")
