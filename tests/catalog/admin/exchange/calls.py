"""Files as the grid hands them out and takes them back."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.catalog.admin.typed import fields_of

EXPORT = "/admin/catalog/package/grid/export."
IMPORT = "/admin/catalog/package/grid/import/"


def exported(client: Client, kind: str = "xlsx", query: str = "") -> bytes:
    response = client.get(f"{EXPORT}{kind}?{query}")
    assert response.status_code == 200
    return bytes(response.content)


def sent(client: Client, data: bytes, name: str = "prices.xlsx", **more: str) -> Any:
    """The page that follows when a file is sent."""
    response = client.post(IMPORT, {"file": SimpleUploadedFile(name, data), "_preview": "1", **more})
    assert response.status_code == 200
    return response


def previewed(client: Client, data: bytes, **more: str) -> dict[str, list[str]]:
    """What the preview of a file would send on."""
    return fields_of(sent(client, data, **more).content.decode(), "import-preview")


def applied(client: Client, fields: dict[str, Any], reason: str = "") -> Any:
    return client.post(IMPORT, {**fields, "reason": reason, "_apply": "1"}, follow=True)


def changes(response: Any) -> list[tuple[str, str, str, str]]:
    """Cell, what, now and after of everything that a preview would change."""
    return [
        (change.address, change.label, change.was, change.now)
        for package in response.context["packages"]
        for change in package.changes
    ]


def problems(response: Any) -> dict[str, str]:
    """What is wrong with a file, by its cells."""
    return {problem.address: problem.detail for problem in response.context["problems"]}
