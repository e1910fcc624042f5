"""The grid as a browser without scripts sends it."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.catalog.admin.typed import fields_of, page

GRID = "/admin/catalog/package/grid/"
CHECK = f"{GRID}check/"


def opened(client: Client, url: str = GRID, **typed: str) -> dict[str, list[str]]:
    """What the grid would send with some cells typed over: `0_price`; features are `0_max_rooms`."""
    sent = fields_of(page(client, url), "grid")
    return sent | {_box(name): [text] for name, text in typed.items()}


def _box(name: str) -> str:
    place, _, row = name.strip("_").partition("_")
    fields = ("name", "tier", "price", "signup_fee", "currency", "term")
    return f"{place}/{row}" if row in fields else f"{place}/features/{row}"


def press(client: Client, sent: dict[str, list[str]], button: str, url: str = GRID) -> Any:
    return client.post(url, {**sent, button: "1"}, follow=True)


def reviewed(client: Client, sent: dict[str, list[str]], url: str = GRID) -> dict[str, list[str]]:
    """What the review of a grid would send on."""
    return fields_of(press(client, sent, "_review", url).content.decode(), "grid-review")
