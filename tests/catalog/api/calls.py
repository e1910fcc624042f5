"""Calls of the API as a client makes them, and how their answers are read."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.test import Client

from catalog.models import Package, PackageDocument, PackageRevision
from integrations import tokens
from tests.factories.api_client import ApiClientFactory

PACKAGES = "/api/v1/packages"
EVERYTHING = ("catalog:read", "catalog:write", "pricing:write", "catalog:publish", "stock:write")


class Api:
    """A client of the API with these scopes; each call says which status it expects."""

    def __init__(self, *scopes: str) -> None:
        text, _ = tokens.issue(client=ApiClientFactory.create(scopes=list(scopes or EVERYTHING)))
        self.headers = {"Authorization": f"Bearer {text}"}

    def call(self, method: str, path: str, body: Any = None, *, status: int = 200, **headers: str) -> Any:
        """The answer to one request, which must have this status."""
        response = self.call_any(method, path, body, **headers)
        assert response.status_code == status, response.content
        return response

    def call_any(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The answer to one request; `body` is JSON, or bytes as they are."""
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return Client().generic(
            method, path, content, content_type="application/json", headers={**self.headers, **sent}
        )

    def get(self, path: str, *, status: int = 200, **headers: str) -> Any:
        return read(self.call("GET", path, status=status, **headers))

    def post(self, path: str, body: Any, *, status: int = 201, **headers: str) -> Any:
        return read(self.call("POST", path, body, status=status, **headers))

    def put(self, path: str, body: Any, *, status: int = 200, **headers: str) -> Any:
        return read(self.call("PUT", path, body, status=status, **headers))

    def patch(self, path: str, body: Any, *, status: int = 200, **headers: str) -> Any:
        return read(self.call("PATCH", path, body, status=status, **headers))

    def delete(self, path: str, *, status: int = 204, **headers: str) -> Any:
        return read(self.call("DELETE", path, status=status, **headers))

    def etag(self, path: str) -> str:
        found: str = self.call("GET", path)["ETag"]
        return found

    def names(self, query: str = "") -> list[str]:
        """The names of the packages on one page."""
        return [row["name"] for row in self.get(f"{PACKAGES}?{query}")["results"]]


def read(response: Any) -> Any:
    """The JSON of an answer, its numbers exact; None for an empty one."""
    return json.loads(response.content, parse_float=Decimal) if response.content else None


def errors(body: Any) -> set[tuple[str, str]]:
    """What is wrong, as pointers and codes."""
    return {(error["pointer"], error["code"]) for error in body["errors"]}


def of(package: Package, *below: str) -> str:
    """The path of a package, or of something below it."""
    return "/".join([PACKAGES, package.id, *below])


def stored() -> tuple[Any, ...]:
    """Everything that a write to packages could leave behind."""
    return (
        list(PackageDocument.objects.order_by("pk").values_list("pk", "text")),
        Package.objects.count(),
        PackageRevision.objects.count(),
    )
