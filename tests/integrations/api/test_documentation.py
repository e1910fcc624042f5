"""The OpenAPI document and its page."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from django.test import Client
from drf_spectacular.validation import validate_schema

from integrations.api import documentation
from tests.integrations.api.asking import errors_of

SCHEMA = "/api/v1/schema"


@pytest.fixture(autouse=True)
def _made_anew() -> Any:
    documentation._document.cache_clear()
    yield
    documentation._document.cache_clear()


@pytest.fixture
def document(client: Client, endpoints: None) -> dict[str, Any]:
    found: dict[str, Any] = client.get(SCHEMA).json()
    return found


def test_is_openapi_3_1_and_valid(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    validate_schema(document)  # type: ignore[no-untyped-call]


def test_lists_every_path(document: dict[str, Any]) -> None:
    paths = {"clients", "docs", "echo", "failing", "open", "schema"}

    assert set(document["paths"]) == {f"/api/v1/{path}" for path in paths}


def test_describes_query_parameters(document: dict[str, Any]) -> None:
    listed = {one["name"]: one for one in document["paths"]["/api/v1/clients"]["get"]["parameters"]}

    assert set(listed) == {"limit", "cursor", "ordering", "active", "scope", "since", "kind"}
    assert listed["limit"]["schema"] == {"type": "integer", "minimum": 1, "maximum": 200}
    assert listed["ordering"]["schema"]["enum"] == ["id", "name", "made", "-id", "-name", "-made"]
    assert listed["active"]["schema"] == {"type": "boolean"}
    assert listed["scope"]["schema"]["type"] == "array"
    assert listed["since"]["schema"]["format"] == "date-time"
    assert listed["kind"]["schema"]["enum"] == ["a", "b"]


def test_names_scopes_and_the_bearer_scheme(document: dict[str, Any]) -> None:
    echo = document["paths"]["/api/v1/echo"]["get"]

    assert "`catalog:read` or `offers:read`" in echo["description"]
    assert echo["security"] == [{"bearer": []}]
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    assert "security" not in document["paths"]["/api/v1/open"]["get"]


def answers(document: dict[str, Any], path: str, method: str) -> set[str]:
    return set(document["paths"][f"/api/v1/{path}"][method]["responses"])


def test_lists_the_problems_that_can_happen(document: dict[str, Any]) -> None:
    assert answers(document, "echo", "get") == {"200", "400", "401", "403", "406", "500", "503"}
    assert answers(document, "echo", "post") == {
        *("200", "400", "401", "403", "406", "409", "410", "413", "415", "422", "500", "503")
    }
    assert answers(document, "open", "get") == {"200", "400", "406", "500"}


def test_describes_the_key_of_requests_that_are_sent_again(document: dict[str, Any]) -> None:
    echo = document["paths"]["/api/v1/echo"]
    post = echo["post"]

    header = next(one for one in post["parameters"] if one["in"] == "header")
    assert (header["name"], header.get("required", False)) == ("Idempotency-Key", False)
    assert "Idempotency-Replayed" in post["responses"]["200"]["headers"]
    assert "Retry-After" in post["responses"]["409"]["headers"]
    assert "idempotency_key_in_flight" in post["responses"]["409"]["description"]
    assert "idempotency_key_reused" in post["responses"]["422"]["description"]
    assert "Idempotency" not in str(echo["get"])


def test_problems_share_one_component(document: dict[str, Any]) -> None:
    answer = document["paths"]["/api/v1/echo"]["post"]["responses"]

    for status in ("401", "410"):
        content = answer[status]["content"]
        assert content == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def test_describes_pages_of_lists(document: dict[str, Any]) -> None:
    page = document["components"]["schemas"]["SamplePage"]

    assert set(page["properties"]) == {"next", "previous", "results"}
    assert page["properties"]["results"]["items"] == {"$ref": "#/components/schemas/Sample"}


@pytest.mark.usefixtures("endpoints")
@pytest.mark.parametrize(
    ("query", "accept", "content_type"),
    [
        ("", "*/*", "application/json"),
        ("", "application/json", "application/json"),
        ("", "application/vnd.oai.openapi+json", "application/vnd.oai.openapi+json"),
        ("", "application/vnd.oai.openapi", "application/vnd.oai.openapi"),
        ("", "application/yaml", "application/yaml"),
        ("?format=yaml", "*/*", "application/vnd.oai.openapi"),
        ("?format=json", "application/yaml", "application/json"),
    ],
)
def test_comes_as_json_or_yaml(
    client: Client, document: dict[str, Any], query: str, accept: str, content_type: str
) -> None:
    response = client.get(SCHEMA + query, headers={"Accept": accept})

    assert response["Content-Type"] == content_type
    assert yaml.safe_load(response.content) == document
    assert response.content.startswith(b"{") is ("json" in content_type)


@pytest.mark.usefixtures("endpoints")
def test_refuses_other_formats(client: Client) -> None:
    assert errors_of(client.get(f"{SCHEMA}?format=xml"), 400) == [("?format", "invalid")]
    assert client.get(SCHEMA, headers={"Accept": "text/html"}).status_code == 406


@pytest.mark.usefixtures("endpoints")
def test_the_page_has_no_inline_script_or_style_and_a_strict_policy(client: Client) -> None:
    response = client.get("/api/v1/docs")

    html = response.content.decode()
    assert re.findall(r"<script(?! src=)|<style| style=| on\w+=", html) == []
    assert re.findall(r"https?://", html) == []
    assert "'unsafe" not in response["Content-Security-Policy"]


@pytest.mark.usefixtures("endpoints")
def test_the_page_loads_a_script_that_shows_the_document(client: Client) -> None:
    html = client.get("/api/v1/docs").content.decode()
    address = re.findall(r'<script src="(/api/v1/docs[^"]*)"', html)[0]

    response = client.get(address)

    assert response["Content-Type"].startswith("application/javascript")
    assert SCHEMA.encode() in response.content.replace(b"\\u002D", b"-")
