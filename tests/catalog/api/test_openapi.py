"""The API's document, against what is served and answered."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from integrations.scopes import SCOPES
from tests.catalog.api.calls import PACKAGES, Api

pytestmark = pytest.mark.django_db

METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def document() -> Any:
    return Client().get("/api/v1/schema").json()


@pytest.fixture
def demo(matrix: Any) -> list[dict[str, Any]]:
    call_command("loaddata", "demo", verbosity=0)
    found: list[dict[str, Any]] = json.loads(Api().call("GET", f"{PACKAGES}?limit=200").content)["results"]
    return found


def validate(document: Any, name: str, value: Any) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    jsonschema.Draft202012Validator(schema).validate(value)


def served(resolver: URLResolver, prefix: str = "/") -> Iterator[tuple[str, set[str]]]:
    """Each path below /api/v1 as the document spells it, and its methods."""
    for pattern in resolver.url_patterns:
        path = prefix + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from served(pattern, path)
        elif isinstance(pattern, URLPattern) and path.startswith("/api/v1/"):
            view = getattr(pattern.callback, "cls", None)
            yield path, {method for method in METHODS if hasattr(view, method)}


def operations(document: Any) -> Iterator[tuple[str, str, Any]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if "packages" in path:
                yield path, method, operation


def test_every_served_operation_is_documented_and_no_other(document: Any) -> None:
    documented = {path: set(methods) for path, methods in document["paths"].items()}

    assert documented == dict(served(get_resolver()))


def test_every_package_of_the_demo_is_as_documented(document: Any, demo: list[dict[str, Any]]) -> None:
    for package in demo:
        validate(document, "Package", package)
    assert set(demo[0]) == set(document["components"]["schemas"]["Package"]["required"])


def test_a_storefront_is_answered_as_documented(document: Any, demo: Any) -> None:
    page = json.loads(Api("offers:read").call("GET", PACKAGES).content)

    validate(document, "PackagePage", page)


@pytest.mark.parametrize(
    ("below", "name"),
    [
        ("features", "PackageFeaturePage"),
        ("quotas", "PackageFeaturePage"),
        ("providers", "PackageProviderPage"),
        ("availability", "Availability"),
        ("revisions", "RevisionSummaryPage"),
        ("revisions/1", "Revision"),
        ("revisions/1/diff", "RevisionDiff"),
    ],
)
def test_what_is_below_a_package_is_as_documented(document: Any, demo: Any, below: str, name: str) -> None:
    package = next(one for one in demo if one["features"] and one["providers"])

    answer = json.loads(Api().call("GET", f"{PACKAGES}/{package['id']}/{below}").content)

    validate(document, name, answer)


def test_what_was_read_may_be_sent(document: Any, demo: list[dict[str, Any]]) -> None:
    for package in demo:
        for name in ("PackageRequest", "PackageReplacementRequest", "PatchedPackageRequest"):
            validate(document, name, package)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"price": "14.99", "features": {"polls": None, "max_rooms": {"value": 5}}},
        {"features": [{"code": "polls", "value": True}], "package_settings": {"a": [1, None]}},
        {"providers": {"prv_01kajh2v7pf0x8n4mz6c3d5rqe": {"default": True}}, "stock_qty": None},
    ],
)
def test_what_a_patch_takes_is_documented(document: Any, body: Any) -> None:
    validate(document, "PatchedPackageRequest", body)


@pytest.mark.parametrize(
    "body",
    [
        {"colour": "red"},
        {"price": -1},
        {"price": True},
        {"features": [{"value": 5}]},
        {"features": [{"code": "polls", "value": False}]},
        {"features": [{"code": "polls", "value": 0}]},
        {"package_settings": {"a": [[1]]}},
        {"hidden": "yes"},
    ],
)
def test_what_a_patch_refuses_is_documented(document: Any, body: Any) -> None:
    with pytest.raises(jsonschema.ValidationError):
        validate(document, "PatchedPackageRequest", body)


def test_a_new_package_needs_what_is_documented(document: Any) -> None:
    schemas = document["components"]["schemas"]

    assert set(schemas["PackageRequest"]["required"]) == {"name", "service_type"}
    assert "required" not in schemas["PatchedPackageRequest"]
    assert {"features", "providers", "package_settings"} < set(
        schemas["PackageReplacementRequest"]["required"]
    )


def test_repeated_requests_are_documented(document: Any) -> None:
    for path, method, operation in operations(document):
        headers = {one["name"] for one in operation.get("parameters", []) if one["in"] == "header"}
        assert ("Idempotency-Key" in headers) is (method in ("post", "patch")), path


def test_conditional_requests_are_documented(document: Any) -> None:
    for path, method, operation in operations(document):
        headers = {one["name"] for one in operation.get("parameters", []) if one["in"] == "header"}
        answers = operation["responses"]
        if method == "get":
            assert headers == {"If-None-Match"}, path
            assert "ETag" in answers["200"]["headers"]
            assert "content" not in answers["304"]
        elif method != "post" or path.endswith(("/stock", "/duplicate")):
            is_part_put = method == "put" and path.startswith("/api/v1/packages/{package}/")
            absent = {"If-None-Match"} if is_part_put else set()
            assert headers - {"Idempotency-Key"} == {"If-Match"} | absent, path
            assert "412" in answers
        if "{package}" in path and "revisions" not in path:
            assert "410" in answers, path
        assert "Retry-After" in answers["503"]["headers"]


def test_what_is_made_is_documented_with_its_location(document: Any) -> None:
    for _, method, operation in operations(document):
        if method == "post" and "201" in operation["responses"]:
            assert {"Location", "ETag"} <= set(operation["responses"]["201"]["headers"])
    assert "428" in document["paths"][f"{PACKAGES}/{{package}}"]["put"]["responses"]


def test_every_query_parameter_is_documented(document: Any) -> None:
    parameters = document["paths"][PACKAGES]["get"]["parameters"]

    assert {one["name"] for one in parameters if one["in"] == "query"} == {
        *(
            "limit",
            "cursor",
            "ordering",
            "id",
            "name",
            "search",
            "service_type",
            "status",
            "hidden",
            "retired",
        ),
        *("sellable", "currency", "price_min", "price_max", "tier", "provider", "provider_type", "feature"),
        *("metadata", "updated_since"),
    }


def test_every_scope_is_explained(document: Any) -> None:
    told = document["components"]["securitySchemes"]["bearer"]["description"]

    assert [scope for scope, what in SCOPES.items() if f"`{scope}`: {what}" not in told] == []
