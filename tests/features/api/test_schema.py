"""What is documented of features, against what is answered."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from django.test import Client

from features import sync
from integrations.actors import Actor
from tests.features.api.calls import PATH, read, token

pytestmark = pytest.mark.django_db


@pytest.fixture
def schema(client: Client) -> Any:
    return client.get("/api/v1/schema").json()


def validator(schema: Any, name: str) -> jsonschema.Draft202012Validator:
    document = {"$ref": f"#/components/schemas/{name}", "components": schema["components"]}
    return jsonschema.Draft202012Validator(document)


def test_every_shipped_feature_is_as_documented(schema: Any) -> None:
    sync.apply(by=Actor.command("test"))

    page = read(token("features:read"), f"{PATH}?include=unavailable")

    assert len(page["results"]) == 37
    validator(schema, "FeatureDocumentPage").validate(page)


def test_documents_every_field_of_a_feature(schema: Any) -> None:
    sync.apply(by=Actor.command("test"))

    row = read(token("features:read"), f"{PATH}/polls")

    documented = schema["components"]["schemas"]["FeatureDocument"]
    assert set(row) == set(documented["properties"]) == set(documented["required"])


def test_documents_reading_and_nothing_else(schema: Any) -> None:
    paths = schema["paths"]

    assert set(paths[PATH]) == {"get"}
    assert set(paths[f"{PATH}/{{code}}"]) == {"get"}


def test_documents_every_query_parameter(schema: Any) -> None:
    parameters = schema["paths"][PATH]["get"]["parameters"]
    names = {parameter["name"] for parameter in parameters if parameter["in"] == "query"}

    assert names == {
        "aggregation_type",
        "code",
        "consumable",
        "cursor",
        "deprecated",
        "group",
        "include",
        "kind",
        "limit",
        "ordering",
        "quota",
        "search",
        "service_type",
    }
