"""GET /provider-types."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from integrations import tokens
from integrations.models import ApiClient
from providers.types.registry import PROVIDER_TYPES

pytestmark = pytest.mark.django_db

PATH = "/api/v1/provider-types"


@pytest.fixture
def types() -> dict[str, Any]:
    row = ApiClient.objects.create(name="reader", scopes=["providers:read"])
    text, _ = tokens.issue(client=row)
    response = Client(headers={"Authorization": f"Bearer {text}"}).get(PATH)
    assert response.status_code == 200
    return {one["code"]: one for one in response.json()["results"]}


def test_every_type_is_there(types: dict[str, Any]) -> None:
    assert list(types) == list(PROVIDER_TYPES)


def test_a_type_says_what_it_needs(types: dict[str, Any]) -> None:
    bbb = types["bbb"]

    assert bbb["name"] == "BigBlueButton"
    assert bbb["service_types"] == ["meet", "webinar"]
    assert bbb["secrets"] == ["secret"]
    assert bbb["properties_schema"]["required"] == ["host_url", "secret"]
    assert bbb["properties_schema"]["properties"]["secret"]["writeOnly"] is True


def test_a_type_says_how_it_is_told_of_features(types: dict[str, Any]) -> None:
    features = {one["code"]: one for one in types["bbb"]["features"]}

    assert features["max_duration"] == {
        "code": "max_duration",
        "parameter": "duration",
        "written_as": "number",
        "unlimited": "0",
    }
    assert features["recording"]["parameter"] == "record"
    assert features["polls"]["item"] == "polls"


def test_a_type_says_what_it_leaves_to_the_caller(types: dict[str, Any]) -> None:
    left = {one["code"]: one["why"] for one in types["bbb"]["caller_enforces"]}

    assert left["max_rooms"]
