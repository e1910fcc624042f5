"""Files between the grid and a spreadsheet, as a browser carries them."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.catalog.exchange.files import edited

IMPORT = "/admin/catalog/package/grid/import/"
_EXPORT = "/admin/catalog/package/grid/export.xlsx?service_type=meet"


def choose(page: Page, data: bytes, name: str = "prices.xlsx") -> None:
    """Takes a file from the disk, and asks what it would change."""
    page.set_input_files("#id_file", {"name": name, "mimeType": "application/octet-stream", "buffer": data})
    page.get_by_role("button", name="Show what it would change").click()


# --- What the import becomes, for those who look at every page ----------------------------------------


def refused_file(page: Page) -> None:
    choose(page, b"Name,Price\nBasic,5\n", "mine.csv")


def unchanged_file(page: Page) -> None:
    choose(page, _exported(page))


def previewed_file(page: Page) -> None:
    changed = {
        "D4": "12",
        "D5": 17.9,
        "E5": 9,
        "E4": "40",
        "G3": "A new one",
        "G5": 5,
        "G7": "EUR",
        "E3": "B" * 80,
    }
    choose(page, _exported(page, **changed))


def wrong_file(page: Page) -> None:
    choose(page, _exported(page, D5="dear", E5="=D5*2", D4="12", A6="fee", K4="15", F1="pkg_nothing"))


def _exported(page: Page, **cells: Any) -> bytes:
    address = "/".join(page.url.split("/")[:3]) + _EXPORT
    data = page.request.get(address).body()
    return edited(data, **cells) if cells else data
