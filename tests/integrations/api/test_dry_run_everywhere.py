"""Every write that is served can be tried, and says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from drf_spectacular.generators import SchemaGenerator

from integrations.api.dry_run import DRY_RUN

WRITES = ("POST", "PUT", "PATCH", "DELETE")


def writes(resolver: URLResolver, prefix: str = "/") -> Iterator[tuple[str, str, Any]]:
    """Each write below /api/v1: its path as the document spells it, its method and its view."""
    for pattern in resolver.url_patterns:
        path = prefix + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from writes(pattern, path)
        elif isinstance(pattern, URLPattern) and path.startswith("/api/v1/"):
            view = getattr(pattern.callback, "cls", None)
            yield from ((path, method, view) for method in WRITES if hasattr(view, method.lower()))


ALL = [pytest.param(*one, id=f"{one[1]} {one[0]}") for one in writes(get_resolver())]


@pytest.fixture(scope="module")
def document() -> Any:
    return SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]


def test_the_writes_of_every_part_are_looked_at() -> None:
    found = {one.id for one in ALL}

    assert {
        "POST /api/v1/packages",
        "DELETE /api/v1/packages/{package}/features/{code}",
        "PUT /api/v1/providers/{provider}",
    } <= found


@pytest.mark.parametrize(("path", "method", "view"), ALL)
def test_a_write_takes_dry_run_and_says_what_it_answers(
    path: str, method: str, view: Any, document: Any
) -> None:
    operation = document["paths"][path][method.lower()]

    assert DRY_RUN in view.parameters_of(method)
    assert "dry_run" in {one["name"] for one in operation["parameters"]}
    assert "DryRun" in str(operation["responses"]["200"]["content"])
