"""/providers and /providers/{id}."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from cryptography.fernet import Fernet
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries, Settings

from config.identity import uuid7
from integrations import tokens
from integrations.models import ApiClient
from providers import actions
from providers.models import Provider
from tests.factories.provider import ProviderFactory
from tests.providers.conftest import SECRET, FakeDependents

pytestmark = pytest.mark.django_db

PATH = "/api/v1/providers"
SOUND: dict[str, Any] = {
    "provider_name": "BBB",
    "provider_type": "bbb",
    "service_type": "meet",
    "properties": {"host_url": "https://bbb.example.com", "secret": SECRET},
}


def client_with(*scopes: str) -> Client:
    row = ApiClient.objects.create(name="-".join(scopes).replace(":", "."), scopes=list(scopes))
    text, _ = tokens.issue(client=row)
    return Client(headers={"Authorization": f"Bearer {text}"})


@pytest.fixture
def api() -> Client:
    return client_with("providers:read", "providers:write")


def send(api: Client, method: str, path: str, body: Any, status: int, **headers: str) -> Any:
    response = api.generic(method, path, json.dumps(body), content_type="application/json", headers=headers)
    assert response.status_code == status, response.content
    assert SECRET not in response.content.decode()
    return response.json() if response.content else None


def errors(answer: Any) -> set[tuple[str, str]]:
    return {(error["pointer"], error["code"]) for error in answer["errors"]}


def of(provider: Provider) -> str:
    return f"{PATH}/{provider.id}"


# --- Reading -------------------------------------------------------------------------------------


def test_a_provider_has_exactly_its_attributes(api: Client) -> None:
    provider = ProviderFactory.create(provider_name="BBB", settings={"a": 1}, metadata={"b": None})

    document = api.get(of(provider)).json()

    secret = document["properties"].pop("secret")
    assert secret["set"] is True
    assert secret["updated_at"].endswith("Z")
    assert document == {
        "id": provider.id,
        "uuid": str(provider.uuid),
        "ulid": provider.ulid,
        "provider_name": "BBB",
        "active": True,
        "provider_type": "bbb",
        "service_type": "meet",
        "properties": {"host_url": "https://bbb.example.com/"},
        "settings": {"a": 1},
        "metadata": {"b": None},
        "created_at": document["created_at"],
        "updated_at": document["created_at"],
    }


def test_every_spelling_of_the_key_finds_it(api: Client) -> None:
    provider = ProviderFactory.create()

    for spelling in (provider.id, provider.ulid, str(provider.uuid), provider.uuid.hex, provider.id.upper()):
        assert api.get(f"{PATH}/{spelling}").json()["id"] == provider.id


@pytest.mark.parametrize(
    "spelling", ["prv_x", "pkg_01kajh2v7pf0x8n4mz6c3d5rqe", "1", "019a8000-0000-7000-8000-000000000000"]
)
def test_what_is_not_there_is_404(api: Client, spelling: str) -> None:
    assert api.get(f"{PATH}/{spelling}").status_code == 404


def test_a_lost_key_is_told_and_no_error(api: Client, settings: Settings) -> None:
    provider = ProviderFactory.create()
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]

    secret = api.get(of(provider)).json()["properties"]["secret"]

    assert (secret["set"], secret["readable"]) == (True, False)


def test_an_unchanged_provider_is_304(api: Client) -> None:
    path = of(ProviderFactory.create())
    etag = api.get(path).headers["ETag"]

    assert api.get(path, headers={"If-None-Match": etag}).status_code == 304


def names(api: Client, query: str) -> list[str]:
    response = api.get(f"{PATH}?{query}")
    assert response.status_code == 200, response.content
    return [row["provider_name"] for row in response.json()["results"]]


def test_the_list_is_ordered_and_filtered(api: Client) -> None:
    beta = ProviderFactory.create(provider_name="Beta")
    alpha = ProviderFactory.create(provider_name="Alpha", service_type="live", active=False)

    assert names(api, "") == ["Alpha", "Beta"]
    assert names(api, "ordering=-provider_name") == ["Beta", "Alpha"]
    assert names(api, "ordering=created_at") == ["Beta", "Alpha"]
    assert names(api, "ordering=-updated_at") == ["Alpha", "Beta"]
    assert names(api, "active=false") == ["Alpha"]
    assert names(api, "provider_type=bbb") == ["Beta"]
    assert names(api, "service_type=live") == ["Alpha"]
    assert names(api, "search=bet") == ["Beta"]
    assert names(api, f"id={alpha.id}&id={beta.ulid}") == ["Alpha", "Beta"]
    assert names(api, f"id={alpha.uuid}") == ["Alpha"]


@pytest.mark.parametrize(
    "query",
    ["actve=true", "active=1", "provider_type=zoom", "search=ab", "id=x", "ordering=secret", "limit=0"],
)
def test_a_query_that_cannot_be_used_is_400(api: Client, query: str) -> None:
    assert api.get(f"{PATH}?{query}").status_code == 400


def test_pages_follow_one_another_without_loss(api: Client) -> None:
    made = [ProviderFactory.create(provider_name=f"P{n}").provider_name for n in range(5)]
    seen, url = [], f"{PATH}?limit=2"

    while url:
        page = api.get(url).json()
        seen += [row["provider_name"] for row in page["results"]]
        url = page["next"]

    assert seen == made


def test_a_page_costs_one_statement(api: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(5):
        ProviderFactory.create()
    api.get(PATH)

    with django_assert_num_queries(1):
        api.get(PATH)


# --- Writing -------------------------------------------------------------------------------------


def test_a_provider_is_made(api: Client) -> None:
    response = api.post(PATH, {**SOUND, "settings": {"x": 1.5}}, content_type="application/json")

    assert response.status_code == 201, response.content
    document = response.json()
    assert response.headers["Location"].endswith(f"{PATH}/{document['id']}")
    assert api.get(response.headers["Location"]).json() == document
    assert SECRET not in response.content.decode()
    assert Provider.objects.get().secret("secret") == SECRET


def test_all_that_is_wrong_is_told_at_once(api: Client) -> None:
    body = {
        "provider_name": 5,
        "provider_type": "bbb",
        "service_type": "live",
        "properties": {"host_url": "x", "secret": SECRET + "\n" * 1000, "password": SECRET},
        "settings": [],
        "colour": "red",
        "id": "prv_x",
    }

    answer = send(api, "POST", PATH, body, 422)

    assert errors(answer) == {
        ("/provider_name", "wrong_type"),
        ("/service_type", "service_type_not_served"),
        ("/properties/host_url", "bad_url"),
        ("/properties/secret", "too_long"),
        ("/properties/secret", "required"),
        ("/properties/password", "unknown_property"),
        ("/settings", "wrong_type"),
        ("/colour", "unknown_field"),
        ("/id", "read_only"),
    }
    assert not Provider.objects.exists()


def test_a_host_that_is_not_ours_is_refused_before_anything_is_stored(api: Client) -> None:
    send(api, "POST", PATH, SOUND, 400, Host="elsewhere.example")

    assert not Provider.objects.exists()


def test_what_is_needed_is_said(api: Client) -> None:
    answer = send(api, "POST", PATH, {}, 422)

    needed = {("/provider_name", "required"), ("/provider_type", "required"), ("/service_type", "required")}
    assert errors(answer) == needed


def test_a_patch_changes_what_is_sent(api: Client) -> None:
    provider = ProviderFactory.create(settings={"a": 1, "b": 2})

    document = send(api, "PATCH", of(provider), {"settings": {"a": None, "c": 3}, "active": False}, 200)

    assert (document["settings"], document["active"]) == ({"b": 2, "c": 3}, False)
    assert document["properties"]["secret"]["set"] is True


def test_a_secret_is_replaced_and_cleared_by_patch(api: Client) -> None:
    provider = ProviderFactory.create()

    send(api, "PATCH", of(provider), {"properties": {"secret": SECRET}}, 200)
    assert Provider.objects.get().secret("secret") == SECRET

    document = send(api, "PATCH", of(provider), {"properties": {"secret": None}}, 200)
    assert document["properties"]["secret"] == {"set": False, "updated_at": None}


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_what_was_read_can_be_sent_back_edited(api: Client, method: str) -> None:
    provider = ProviderFactory.create()
    document = api.get(of(provider)).json()

    after = send(api, method, of(provider), {**document, "provider_name": "Edited"}, 200)

    assert after == {**document, "provider_name": "Edited", "updated_at": after["updated_at"]}
    assert Provider.objects.get().secret("secret") == "only-for-tests"


def test_put_replaces_and_wants_every_object(api: Client) -> None:
    provider = ProviderFactory.create(active=False, settings={"a": 1})
    body = {**SOUND, "settings": {}, "metadata": {}, "updated_at": api.get(of(provider)).json()["updated_at"]}

    answer = send(api, "PUT", of(provider), {k: v for k, v in body.items() if k != "metadata"}, 422)
    document = send(api, "PUT", of(provider), body, 200)

    assert errors(answer) == {("/metadata", "required")}
    assert (document["settings"], document["active"]) == ({}, True)


def test_put_needs_to_know_what_it_replaces(api: Client) -> None:
    provider = ProviderFactory.create()
    body = {**SOUND, "settings": {}, "metadata": {}}

    send(api, "PUT", of(provider), body, 428)
    send(api, "PUT", of(provider), {**body, "updated_at": "2001-01-01T00:00:00Z"}, 412)
    send(api, "PUT", of(provider), body, 412, **{"If-Match": '"x"'})

    etag = api.get(of(provider)).headers["ETag"]
    send(api, "PUT", of(provider), body, 200, **{"If-Match": etag})


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_a_stale_write_is_412(api: Client, method: str) -> None:
    provider = ProviderFactory.create()
    etag = api.get(of(provider)).headers["ETag"]
    send(api, "PATCH", of(provider), {"active": False}, 200)

    send(api, method, of(provider), {"active": True}, 412, **{"If-Match": etag})

    assert not Provider.objects.get().active


def test_the_key_and_times_are_not_written(api: Client) -> None:
    provider = ProviderFactory.create()
    body = {"uuid": str(uuid7()), "created_at": "2001-01-01T00:00:00Z"}

    answer = send(api, "PATCH", of(provider), body, 422)

    assert errors(answer) == {("/uuid", "read_only"), ("/created_at", "read_only")}


def test_the_default_of_a_package_is_not_switched_off(api: Client, dependents: FakeDependents) -> None:
    provider = ProviderFactory.create()
    dependents.attach("Basic", provider, default=True)

    answer = send(api, "PATCH", of(provider), {"active": False}, 422)

    assert errors(answer) == {("/active", "provider_is_default")}
    assert "Basic" in answer["detail"]


def test_a_provider_of_packages_is_not_deleted(api: Client, dependents: FakeDependents) -> None:
    provider = ProviderFactory.create()
    dependents.attach("Basic", provider)

    answer = send(api, "DELETE", of(provider), None, 409)

    assert answer["type"].endswith(":provider_in_use")
    assert "Basic" in answer["detail"]
    assert Provider.objects.exists()


def test_a_provider_without_packages_is_deleted(api: Client) -> None:
    provider = ProviderFactory.create()

    send(api, "DELETE", of(provider), None, 204)
    send(api, "DELETE", of(provider), None, 404)

    assert not Provider.objects.exists()


def test_changes_are_told_with_the_name_of_the_client(api: Client, dependents: FakeDependents) -> None:
    provider = ProviderFactory.create()

    send(api, "PATCH", of(provider), {"provider_name": "New"}, 200)

    ((_, by, _),) = dependents.told
    assert (by.kind, by.name) == ("api_client", "providers.read-providers.write")


def test_an_error_of_ours_shows_no_secret(
    api: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capfd: Any
) -> None:
    def broken(**_: Any) -> Provider:
        raise RuntimeError("out of order")

    monkeypatch.setattr(actions, "create", broken)

    send(api, "POST", PATH, SOUND, 500)

    assert "out of order" in caplog.text + capfd.readouterr().err
    assert SECRET not in caplog.text + capfd.readouterr().err


def test_no_statement_holds_a_secret(api: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        send(api, "POST", PATH, SOUND, 201)

    assert any("INSERT" in query["sql"] for query in queries)
    assert SECRET not in str(queries.captured_queries)


# --- Who may -------------------------------------------------------------------------------------


def test_without_a_token_nothing_is_said() -> None:
    provider = ProviderFactory.create()

    for path in (PATH, of(provider), "/api/v1/provider-types"):
        assert Client().get(path).status_code == 401


@pytest.mark.parametrize("method", ["POST", "PATCH", "PUT", "DELETE"])
def test_reading_is_not_writing(method: str) -> None:
    path = PATH if method == "POST" else of(ProviderFactory.create())

    answer = send(client_with("providers:read"), method, path, SOUND, 403)

    assert "providers:write" in answer["detail"]


def test_other_scopes_see_no_providers() -> None:
    assert client_with("catalog:read").get(PATH).status_code == 403


@pytest.mark.parametrize("body", ["[]", "null", '"x"', "{", " ", '{"provider_name": NaN}', '{"a":1,"a":2}'])
@pytest.mark.parametrize("method", ["POST", "PATCH", "PUT"])
def test_what_is_no_document_is_400_and_nothing_is_kept(api: Client, method: str, body: str) -> None:
    provider = ProviderFactory.create()
    path = PATH if method == "POST" else of(provider)

    response = api.generic(method, path, body, content_type="application/json")

    assert response.status_code == 400
    assert Provider.objects.get().updated_at == provider.updated_at


@pytest.mark.parametrize("value", [None, 5, [], "x", {"a": "b" * 70_000}, {"": 1}, {"n": 1e20}])
@pytest.mark.parametrize("field", ["properties", "settings", "metadata"])
def test_no_odd_value_is_an_error_of_ours(api: Client, field: str, value: Any) -> None:
    provider = ProviderFactory.create()

    answer = send(api, "PATCH", of(provider), {field: value}, 422)

    assert {pointer.split("/")[1] for pointer, _ in errors(answer)} == {field}
    assert UUID(str(Provider.objects.get().pk)) == provider.pk
