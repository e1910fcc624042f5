"""`?dry_run=true` on writes of providers: what would come of it, without a secret, and nothing is kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from providers.models import Provider
from tests.factories.provider import SECRET as STORED
from tests.factories.provider import ProviderFactory
from tests.providers.api.test_providers import PATH, SOUND, api, client_with, errors, of, send
from tests.providers.conftest import SECRET, FakeDependents
from tests.stored_rows import stored_rows

pytestmark = pytest.mark.django_db

TRY = "?dry_run=true"
__all__ = ["api"]  # a fixture


@pytest.fixture
def provider() -> Provider:
    return ProviderFactory.create(provider_name="BBB", settings={"region": "eu"}, metadata={"note": 1})


def put_body(api: Client, provider: Provider) -> dict[str, Any]:
    document = api.get(of(provider)).json()
    return {**document, "settings": {}, "active": False}


def texts(answer: Any) -> list[str]:
    return [change["text"] for change in answer["changes"]]


# --- Every write -----------------------------------------------------------------------------------


def test_a_provider_is_not_made(api: Client) -> None:
    before = stored_rows()

    answer = send(api, "POST", PATH + TRY, SOUND, 200)

    assert stored_rows() == before
    assert (answer["dry_run"], answer["changes"], answer["packages"], answer["errors"]) == (True, [], 0, [])
    made = send(api, "POST", PATH, SOUND, 201)
    own = {"id", "uuid", "ulid", "created_at", "updated_at", "properties"}
    assert {k: v for k, v in answer["document"].items() if k not in own} == {
        k: v for k, v in made.items() if k not in own
    }
    assert answer["document"]["properties"]["secret"]["set"] is True


@pytest.mark.parametrize("method", ["PATCH", "PUT"])
def test_a_provider_is_not_changed(api: Client, provider: Provider, method: str) -> None:
    body = put_body(api, provider) if method == "PUT" else {"active": False, "settings": {"region": None}}
    before = stored_rows()

    answer = send(api, method, of(provider) + TRY, body, 200)

    assert stored_rows() == before
    assert texts(answer) == ["Active yes → no", "Setting region removed"]
    done = send(api, method, of(provider), body, 200)
    assert answer["document"] == {**done, "updated_at": answer["document"]["updated_at"]}


def test_a_provider_is_not_deleted(api: Client, provider: Provider) -> None:
    before, there = stored_rows(), api.get(of(provider)).json()

    answer = send(api, "DELETE", of(provider) + TRY, None, 200)

    assert stored_rows() == before
    assert answer["document"] is None
    assert answer["changes"] == [{"path": "", "before": there, "after": None, "text": "BBB deleted"}]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("method", "body"),
    [("PATCH", {"properties": {"secret": SECRET}, "provider_name": "B"}), ("DELETE", None)],
)
def test_a_transaction_of_its_own_is_rolled_back(
    api: Client, provider: Provider, method: str, body: Any
) -> None:
    before = stored_rows()

    send(api, method, of(provider) + TRY, body, 200)

    assert stored_rows() == before


# --- What is told ------------------------------------------------------------------------------------


def test_differences_are_told_in_words_and_as_data(api: Client, provider: Provider) -> None:
    body = {
        "provider_name": "BBB 2",
        "properties": {"host_url": "https://two.example.com"},
        "metadata": {"note": 2, "team": "a"},
    }

    answer = send(api, "PATCH", of(provider) + TRY, body, 200)

    assert texts(answer) == [
        "Name BBB → BBB 2",
        "Property host_url https://bbb.example.com/ → https://two.example.com",
        "Metadata note 1 → 2",
        "Metadata team added: a",
    ]
    assert answer["changes"][2] == {
        "path": "/metadata/note",
        "before": 1,
        "after": 2,
        "text": "Metadata note 1 → 2",
    }


def test_nothing_that_changes_is_told_as_nothing(api: Client, provider: Provider) -> None:
    answer = send(api, "PATCH", of(provider) + TRY, {"provider_name": "BBB"}, 200)

    assert (answer["changes"], answer["document"]) == ([], api.get(of(provider)).json())


# --- Secrets ---------------------------------------------------------------------------------------


def test_a_secret_that_changes_is_told_without_its_value(api: Client, provider: Provider) -> None:
    answer = send(api, "PATCH", of(provider) + TRY, {"properties": {"secret": SECRET}}, 200)

    assert answer["changes"] == [
        {
            "path": "/properties/secret",
            "before": {"set": True},
            "after": {"set": True},
            "text": "Secret changed",
        }
    ]
    assert STORED not in str(answer)
    assert Provider.objects.get().secret("secret") == STORED


def test_a_secret_that_is_cleared_or_set_is_told(api: Client, provider: Provider) -> None:
    cleared = send(api, "PATCH", of(provider) + TRY, {"properties": {"secret": None}}, 200)
    send(api, "PATCH", of(provider), {"properties": {"secret": None}}, 200)
    again = send(api, "PATCH", of(provider) + TRY, {"properties": {"secret": SECRET}}, 200)

    assert (texts(cleared), texts(again)) == (["Secret cleared"], ["Secret set"])


def test_a_secret_of_another_type_is_told_as_cleared(api: Client, provider: Provider) -> None:
    properties = {"host_url": "https://f.example.com", "username": "freeswitch", "password": SECRET}
    body = {"provider_type": "freeswitch", "service_type": "phone", "properties": properties}

    answer = send(api, "PATCH", of(provider) + TRY, body, 200)

    assert texts(answer)[-2:] == ["Password set", "Secret cleared"]


@pytest.mark.parametrize("guess", [STORED, SECRET])
def test_a_guess_is_told_as_a_change_right_or_wrong(api: Client, provider: Provider, guess: str) -> None:
    now = api.get(of(provider)).json()

    answer = send_guess(api, provider, guess)

    assert texts(answer) == ["Secret changed"]
    assert answer["document"]["updated_at"] > now["updated_at"]
    assert (
        answer["document"]["properties"]["secret"]["updated_at"] > now["properties"]["secret"]["updated_at"]
    )


def send_guess(api: Client, provider: Provider, guess: str) -> Any:
    body = json.dumps({"properties": {"secret": guess}})
    answer = api.patch(of(provider) + TRY, body, content_type="application/json")
    assert guess not in answer.content.decode()
    return answer.json()


# --- What is refused -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "body", "status"),
    [
        ("POST", {"provider_type": "bbb", "properties": {"secret": ""}, "colour": "red"}, 422),
        ("PATCH", {"provider_name": "", "service_type": "live", "properties": {"host_url": "x"}}, 422),
        ("PUT", SOUND, 428),
        ("PUT", {**SOUND, "updated_at": "2026-01-01T00:00:00Z"}, 412),
        ("PATCH", {"active": False}, 422),
        ("DELETE", None, 409),
    ],
)
def test_what_would_be_refused_is_refused_in_the_same_words(
    api: Client, provider: Provider, dependents: FakeDependents, method: str, body: Any, status: int
) -> None:
    dependents.attach("Basic", provider, default=True)
    path, before = PATH if method == "POST" else of(provider), stored_rows()

    tried, meant = (send(api, method, path + query, body, status) for query in (TRY, ""))

    assert {**tried, "request_id": ""} == {**meant, "request_id": ""}
    assert stored_rows() == before


def test_what_was_changed_meanwhile_is_412(api: Client, provider: Provider) -> None:
    send(api, "PATCH", of(provider) + TRY, {"active": False}, 412, **{"If-Match": '"x"'})


def test_who_may_not_write_has_no_dry_run(provider: Provider) -> None:
    reader = client_with("providers:read")

    send(reader, "PATCH", of(provider) + TRY, {}, 403)
    assert errors(send(reader, "GET", of(provider) + TRY, None, 400)) == {("?dry_run", "unknown_parameter")}
