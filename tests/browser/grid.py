"""The grid as a browser shows it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

from catalog.models import Package
from tests.browser.conftest import Operator

GRID = "/admin/catalog/package/grid/"


def opened(operator: Operator, query: str = "?service_type=meet") -> Page:
    operator.go(f"{GRID}{query}")
    return operator.page


def box(page: Page, name: str) -> Locator:
    """The box of a cell: `0/price`, `2/features/max_rooms`."""
    return page.locator(f'#grid-table input[name="{name}"]')


def type_at(page: Page, name: str, text: str) -> None:
    """Types over a cell and goes on to the next."""
    box(page, name).focus()
    if text:
        page.keyboard.type(text)
    else:
        page.keyboard.press("Delete")
    page.keyboard.press("Enter")


def typed_in(page: Page, row: str) -> list[str]:
    """The texts of a row, from left to right."""
    found = page.locator(f'tr[data-row="{row}"] td > input')
    return list(found.evaluate_all("boxes => boxes.map(box => box.value)"))


# --- What the grid becomes, for those who look at every page ------------------------------------------


def grid_of_all(_: object) -> str:
    keys = "&".join(f"package={key}" for key in Package.objects.values_list("pk", flat=True))
    return f"/admin/catalog/package/grid/?{keys}"


def typed_grid(page: Page) -> None:
    for name, text in (("0/price", "dear"), ("1/features/max_rooms", "1"), ("3/name", "New one")):
        page.locator(f'[name="{name}"]').focus()
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    page.check("#show-closed")
    page.locator("#grid-problems").wait_for()
    page.locator("#grid-steps").wait_for()


def refused_grid(page: Page) -> None:
    typed_grid(page)
    with page.expect_navigation():
        page.click("#review")
    # What the tiers say comes a moment after the page, below the table.
    page.locator("#grid-steps").wait_for()


def reviewed_grid(page: Page) -> None:
    page.fill('[name="0/price"]', "17.90")
    page.fill('[name="3/name"]', "New one")
    page.fill('[name="3/features/max_rooms"]', "3")
    page.click("#review")
