"""`?dry_run=true`: done for real, told, and taken back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from pytest_django import Settings

from integrations import tokens
from integrations.models import ApiClient, IdempotencyKey
from tests.factories.api_client import ApiClientFactory
from tests.integrations.api import triable
from tests.integrations.api.asking import errors_of, problem_of
from tests.stored_rows import stored_rows

WRITING = "/api/v1/writing"
TRIED = f"{WRITING}?dry_run=true"


@pytest.fixture(autouse=True)
def _triable(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.integrations.api.triable"
    settings.SECURE_SSL_REDIRECT = False


@pytest.fixture
def api(db: None) -> Client:
    text, _ = tokens.issue(client=ApiClientFactory.create(name="tester"))
    return Client(headers={"Authorization": f"Bearer {text}"}, raise_request_exception=False)


def send(api: Client, path: str, method: str = "POST", *, name: str = "made", **headers: str) -> Any:
    sent = {key.replace("_", "-"): value for key, value in headers.items()}
    return api.generic(
        method, path, json.dumps({"name": name}), content_type="application/json", headers=sent
    )


@pytest.mark.parametrize("method", ["POST", "PATCH", "PUT", "DELETE"])
def test_tells_what_would_be_there_and_keeps_nothing(api: Client, method: str) -> None:
    before = stored_rows()

    answer = send(api, TRIED, method)

    assert (answer.status_code, answer.json()["clients"]) == (200, 2)
    assert stored_rows() == before


@pytest.mark.django_db(transaction=True)
def test_nothing_is_kept_when_the_transaction_is_one_of_its_own(api: Client) -> None:
    before = stored_rows()

    answer = send(api, TRIED)

    assert (answer.status_code, answer.json()["clients"]) == (200, 2)
    assert stored_rows() == before


def test_false_is_a_write_like_any_other(api: Client) -> None:
    answer = send(api, f"{WRITING}?dry_run=false")

    assert answer.status_code == 201
    assert ApiClient.objects.filter(name="made").exists()


@pytest.mark.parametrize("value", ["1", "True", "yes", "", "true&dry_run=true", "false&dry_run=true"])
def test_anything_but_true_and_false_is_refused(api: Client, value: str) -> None:
    answer = send(api, f"{WRITING}?dry_run={value}")

    assert [pointer for pointer, _ in errors_of(answer, 400, "bad_query")] == ["?dry_run"]
    assert ApiClient.objects.count() == 1


def test_a_read_has_no_dry_run(api: Client) -> None:
    assert errors_of(api.get(TRIED), 400, "bad_query") == [("?dry_run", "unknown_parameter")]


def test_a_write_that_can_not_tell_has_no_dry_run(api: Client) -> None:
    answer = send(api, "/api/v1/untriable?dry_run=true")

    assert errors_of(answer, 400, "bad_query") == [("?dry_run", "unknown_parameter")]


def test_what_would_be_refused_is_refused_in_the_same_way(api: Client) -> None:
    tried, done = send(api, TRIED, name="refused"), send(api, WRITING, name="refused")

    assert errors_of(tried, 422) == errors_of(done, 422) == [("/name", "refused")]


@pytest.mark.django_db(transaction=True)
def test_a_rule_that_the_database_checks_late_is_asked(api: Client) -> None:
    tried, done = send(api, TRIED, name="late"), send(api, WRITING, name="late")

    assert problem_of(tried, 409, "conflict")["detail"] == problem_of(done, 409, "conflict")["detail"]
    assert ApiClient.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_nothing_follows_as_after_a_write_that_is_kept(api: Client) -> None:
    triable.kept.clear()

    send(api, TRIED, name="tried")
    send(api, WRITING, name="kept")

    assert triable.kept == ["kept"]


@pytest.mark.django_db
def test_the_scope_of_the_write_is_needed() -> None:
    text, _ = tokens.issue(client=ApiClientFactory.create(scopes=["catalog:write"]))
    api = Client(headers={"Authorization": f"Bearer {text}"})

    problem_of(send(api, TRIED, "DELETE"), 403, "scope_missing")


# --- Idempotency-Key -----------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_a_key_is_not_used_up(api: Client, method: str) -> None:
    tried = [send(api, TRIED, method, Idempotency_Key="k") for _ in range(2)]

    assert [answer.status_code for answer in tried] == [200, 200]
    assert not IdempotencyKey.objects.exists()
    assert send(api, WRITING, method, Idempotency_Key="k").get("Idempotency-Replayed") is None


def test_a_key_that_was_used_is_no_reason_to_refuse(api: Client) -> None:
    send(api, WRITING, Idempotency_Key="k")

    answer = send(api, TRIED, name="other", Idempotency_Key="k")

    assert (answer.status_code, answer.json()["clients"]) == (200, 3)
    assert IdempotencyKey.objects.count() == 1


@pytest.mark.parametrize("key", ["", "two words", '"open', "x" * 256])
def test_a_key_that_is_none_is_refused(api: Client, key: str) -> None:
    assert errors_of(send(api, TRIED, Idempotency_Key=key), 400) == [("", "invalid_header")]


# --- The API's document --------------------------------------------------------------------------


@pytest.fixture
def paths() -> Any:
    document = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return document["paths"]


def names(operation: Any) -> set[str]:
    return {one["name"] for one in operation.get("parameters", []) if one["in"] == "query"}


def test_the_parameter_is_documented_where_it_is_taken(paths: Any) -> None:
    writing = paths[WRITING]

    assert {method for method in writing if "dry_run" in names(writing[method])} == {
        *("post", "patch", "put", "delete")
    }
    assert "dry_run" not in names(paths["/api/v1/untriable"]["post"])


def test_the_answer_is_documented_beside_that_of_the_write(paths: Any) -> None:
    def schema(method: str) -> Any:
        return paths[WRITING][method]["responses"]["200"]["content"]["application/json"]["schema"]

    tried = {"$ref": "#/components/schemas/Tried"}
    assert schema("post") == tried
    assert schema("patch") == {"oneOf": [tried, tried]}
    assert "201" in paths[WRITING]["post"]["responses"]
