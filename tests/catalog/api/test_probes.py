"""GET /healthz and GET /readyz."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from django.db import OperationalError, connection
from django.test import Client

from catalog import probes
from features.models import Feature
from tests.integrations.api.asking import problem_of

ALL = {"database": True, "migrations": True, "feature_matrix": True}


def test_health_asks_for_nothing(client: Client) -> None:
    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_a_loaded_catalog_is_ready(client: Client, matrix: dict[str, Feature]) -> None:
    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"status": "ready", "checks": ALL})


@pytest.mark.django_db
def test_without_the_matrix_it_is_not_ready(client: Client) -> None:
    response = client.get("/readyz")

    assert (response.status_code, response["Retry-After"]) == (503, "2")
    assert response.json() == {"status": "not_ready", "checks": {**ALL, "feature_matrix": False}}


def test_with_a_migration_to_apply_it_is_not_ready(client: Client, matrix: dict[str, Feature]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'catalog'")

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["checks"] == {"database": True, "migrations": False, "feature_matrix": False}


def test_without_the_database_it_is_not_ready_and_lives(client: Client) -> None:
    with patch.object(probes, "MigrationExecutor", side_effect=OperationalError("secret detail")):
        response = client.get("/readyz")
        health = client.get("/healthz")

    assert (response.status_code, health.status_code) == (503, 200)
    assert response.json()["checks"] == dict.fromkeys(ALL, False)
    assert b"secret" not in response.content


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_probe_can_only_be_read(client: Client, path: str) -> None:
    response = client.post(path)

    assert problem_of(response, 405, "method_not_allowed")
    assert response["Allow"] == "GET, HEAD"
