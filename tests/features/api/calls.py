"""Calls of the API as a client makes them."""

from __future__ import annotations

from typing import Any

from django.test import Client

from integrations import tokens
from integrations.models import ApiClient

PATH = "/api/v1/features"


def token(*scopes: str) -> Client:
    """A client of the API that may do this."""
    row = ApiClient.objects.create(
        name=f"storefront {'-'.join(scopes).replace(':', '.')}", scopes=list(scopes)
    )
    text, _ = tokens.issue(client=row)
    return Client(headers={"Authorization": f"Bearer {text}"})


def read(api: Client, path: str = PATH, *, status: int = 200) -> Any:
    response = api.get(path)
    assert response.status_code == status, response.content
    return response.json()
