"""Requests made from the API's document: each is answered as the document says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from config.wsgi import application
from tests.catalog.api.calls import Api
from tests.factories.package import PackageFactory
from tests.factories.provider import ProviderFactory

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


documented = schemathesis.openapi.from_wsgi("/api/v1/schema", application).include(path_regex="/packages")


@pytest.fixture
def requests_keep_the_connection(db: None) -> Iterator[None]:
    """It is in the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@documented.parametrize()
@settings(
    max_examples=6,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
def test_every_request_is_answered_as_documented(
    case: schemathesis.Case[Any], matrix: Any, requests_keep_the_connection: None
) -> None:
    provider = ProviderFactory.create()
    package = PackageFactory.create(
        has_stock=True, stock_qty=9, features={"polls": True}, providers=[provider]
    )
    there = {"package": package.id, "code": "polls", "provider": provider.id, "number": 1}
    case.path_parameters = {name: there[name] for name in case.path_parameters}

    response = case.call(headers={**Api().headers, "Accept-Encoding": "identity"})

    case.validate_response(response, checks=CHECKS)
