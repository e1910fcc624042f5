"""Who sends a request, and what they may."""

from __future__ import annotations

import pytest
from django.test import Client

from integrations import tokens
from tests.factories.api_client import ApiClientFactory
from tests.integrations.api.asking import errors_of, problem_of

ECHO = "/api/v1/echo"
TOKEN = "spc_" + "x" * 54


def client_with(*scopes: str) -> Client:
    text, _ = tokens.issue(client=ApiClientFactory.create(scopes=list(scopes)))
    return Client(headers={"Authorization": f"Bearer {text}"})


def test_knows_a_valid_token(api: Client) -> None:
    assert api.get(ECHO).status_code == 200


@pytest.mark.usefixtures("endpoints")
def test_asks_for_a_token(client: Client, db: None) -> None:
    response = client.get(ECHO)

    problem_of(response, 401, "not_authenticated")
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'


@pytest.mark.usefixtures("endpoints", "db")
@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        TOKEN,
        f"Token {TOKEN}",
        "Basic dXNlcjpwYXNz",
        f"Bearer {TOKEN} {TOKEN}",
        f"Bearer {TOKEN},Bearer {TOKEN}",
        f"Bearer {TOKEN}",
        "Bearer ä",
        "Bearer a\x00b",
        "Bearer " + "x" * 100_000,
    ],
)
def test_refuses_what_is_no_valid_token(client: Client, header: str) -> None:
    response = client.get(ECHO, headers={"Authorization": header})

    problem_of(response, 401, "not_authenticated")
    assert response["WWW-Authenticate"].startswith('Bearer realm="api", error="invalid_')


@pytest.mark.usefixtures("endpoints", "db")
def test_takes_the_scheme_in_any_letter_case(client: Client) -> None:
    text, _ = tokens.issue(client=ApiClientFactory.create())

    assert client.get(ECHO, headers={"Authorization": f"bEARER {text}"}).status_code == 200


@pytest.mark.usefixtures("endpoints", "db")
def test_one_of_the_scopes_is_enough() -> None:
    assert client_with("offers:read").get(ECHO).status_code == 200


@pytest.mark.usefixtures("endpoints", "db")
@pytest.mark.parametrize(
    ("method", "named"), [("get", "catalog:read or offers:read"), ("post", "catalog:write")]
)
def test_names_the_scope_that_is_short(method: str, named: str) -> None:
    response = getattr(client_with("features:read"), method)(ECHO)

    assert named in problem_of(response, 403, "scope_missing")["detail"]
    assert 'error="insufficient_scope"' in response["WWW-Authenticate"]


@pytest.mark.usefixtures("endpoints", "db")
def test_names_the_scope_that_a_field_needs() -> None:
    body = {"name": "x", "size": 1}

    response = client_with("catalog:write").post(ECHO, body, content_type="application/json")

    assert errors_of(response, 403, "scope_missing") == [("/size", "scope_missing")]
    assert "pricing:write" in response.json()["detail"]


@pytest.mark.usefixtures("endpoints", "db")
def test_head_needs_the_scope_of_get() -> None:
    assert client_with("features:read").head(ECHO).status_code == 403
    assert client_with("offers:read").head(ECHO).status_code == 200


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_answers_405_for_a_method_that_is_not_there(api: Client, method: str) -> None:
    response = getattr(api, method)(ECHO)

    problem_of(response, 405, "method_not_allowed")
    assert response["Allow"] == "GET, POST, HEAD, OPTIONS"


@pytest.mark.usefixtures("endpoints", "db")
def test_options_tells_the_methods_without_a_token(client: Client) -> None:
    response = client.options(ECHO)

    assert response.status_code == 204
    assert response.content == b""
    assert response["Allow"] == "GET, POST, HEAD, OPTIONS"
