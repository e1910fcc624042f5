"""Price lists from a spreadsheet into the grid, and ranges back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from catalog.models import Package
from tests.browser.conftest import Operator
from tests.browser.grid import box, opened, typed_in
from tests.factories.package import PackageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("matrix")]

# A comparison table as companies publish it: names on top, one row for each promise, words and signs mixed.
PRICE_LIST = """\
Plan\tStarter\tTeam\tBusiness\tEnterprise
Tier\t10\t20\t30\t40
Price per month\t$0\t$13.33\t$18.32 / month\t$1,250.00
Currency\tUSD\tUSD\tUSD\tUSD
Billed every\tmonth\tmonth\tmonth\tyear
Participants (max.)\t100\t100\t300\t1,000
Max duration\t40 minutes\t1800\tUnlimited\tunlimited
Max storage\t-\t10 GB\t10 GB\t∞
Recording\tno\tyes\tyes\tyes
Polls\t✗\t✓\t✓\t✓
Whiteboard\t3\tUnlimited\tUnlimited\tUnlimited
Breakout rooms\t\tx\tx\tx
"""
_PASTE = """([text, html]) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    if (html) clipboardData.setData("text/html", html);
    document.activeElement.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
_COPY = """() => {
    const clipboardData = new DataTransfer();
    document.activeElement.dispatchEvent(
        new ClipboardEvent("copy", { clipboardData, bubbles: true, cancelable: true }));
    return clipboardData.getData("text/plain");
}"""


def paste(page: Page, name: str, text: str, html: str = "") -> None:
    box(page, name).focus()
    page.evaluate(_PASTE, [text, html])


def test_a_published_price_list_is_pasted_into_an_empty_catalog_and_saved_as_drafts(
    operator: Operator,
) -> None:
    page = opened(operator)

    paste(page, "0/name", PRICE_LIST)

    expect(page.locator("#grid-count")).to_contain_text("in 4 packages")
    expect(page.locator(".grid-notice")).to_have_text(
        "No row here is called “Whiteboard”; what stood there was left out. "
        "Name it as it is named here and paste again."
    )
    expect(box(page, "2/features/max_duration")).to_have_value("∞")
    operator.keep("grid-pasted")
    page.click("#review")
    page.get_by_role("button", name="Save 4 packages").click()

    expect(page.locator(".messagelist")).to_contain_text("4 packages made as drafts")
    made = {package.name: package for package in Package.objects.prefetch_related("features")}
    assert list(made) == ["Business", "Enterprise", "Starter", "Team"]
    assert {package.status for package in made.values()} == {"draft"}
    assert [made[name].price for name in ("Starter", "Team", "Business", "Enterprise")] == [
        Decimal(0), Decimal("13.33"), Decimal("18.32"), Decimal(1250),
    ]  # fmt: skip
    assert made["Enterprise"].periodicity_type == "year"
    assert {row.feature_id: row.value for row in made["Business"].features.all()} == {
        "max_participants": 300,
        "max_duration": True,
        "max_storage": 10,
        "recording": True,
        "polls": True,
        "breakout_rooms": True,
    }
    assert {row.feature_id for row in made["Starter"].features.all()} == {"max_participants", "max_duration"}
    assert operator.violations() == []


def test_a_block_without_names_of_rows_fills_the_cells_below(operator: Operator) -> None:
    page = opened(operator)

    paste(page, "0/name", "A\tB\r\n10\t20\r\n9,50\t19,50\r\n\t5\r\nEUR\tEUR\r\n1 month\t1 year\r\n")

    assert typed_in(page, "name") == ["A", "B"]
    expect(box(page, "1/signup_fee")).to_have_value("5.00")
    assert typed_in(page, "price") == ["9.50", "19.50"]
    assert typed_in(page, "term") == ["1 month", "1 year"]


def test_a_table_of_a_page_is_read_where_there_are_no_tabs(operator: Operator) -> None:
    page = opened(operator)
    html = "<table><tr><th>A<td>B</tr><tr><td>10<td>20</tr></table>"

    paste(page, "0/name", "A B 10 20", html)

    assert (typed_in(page, "name"), typed_in(page, "tier")) == (["A", "B"], ["10", "20"])


def test_one_value_fills_a_range(operator: Operator) -> None:
    for tier in ("10", "20"):
        PackageFactory.create(tier=tier)
    page = opened(operator)
    box(page, "0/features/max_rooms").focus()
    page.keyboard.press("Shift+ArrowRight")

    page.evaluate(_PASTE, ["25", ""])

    assert typed_in(page, "features/max_rooms") == ["25", "25", ""]


def test_a_paste_is_one_step_back(operator: Operator) -> None:
    page = opened(operator)
    paste(page, "0/name", PRICE_LIST)

    page.keyboard.press("Control+z")

    assert set(typed_in(page, "name")) == {""}
    expect(page.locator("#grid-count")).to_have_text("No changes")


def test_a_range_is_copied_as_a_spreadsheet_takes_it(operator: Operator) -> None:
    PackageFactory.create(name="Low", tier="10", features={"max_rooms": 5})
    PackageFactory.create(name="High", tier="20", features={"max_rooms": True})
    page = opened(operator)
    box(page, "0/name").focus()
    for key in ("Shift+ArrowRight", "Shift+ArrowDown", "Shift+ArrowDown"):
        page.keyboard.press(key)

    assert page.evaluate(_COPY) == "Low\tHigh\n10\t20\n14.99\t14.99"


def test_the_whole_table_is_copied_with_its_rows_and_can_be_pasted_back(operator: Operator) -> None:
    PackageFactory.create(name="Low", tier="10", features={"max_rooms": 5, "polls": True})
    page = opened(operator)
    box(page, "0/name").focus()
    page.keyboard.press("Control+a")

    text = page.evaluate(_COPY)

    assert text.startswith("Name\tLow")
    assert "Max rooms\t5" in text
    paste(page, "1/name", text)
    assert typed_in(page, "features/max_rooms")[:2] == ["5", "5"]


def test_numbers_that_can_be_read_in_two_ways_are_told_and_not_guessed(operator: Operator) -> None:
    page = opened(operator)

    paste(page, "0/name", "A\n10\n1,250\n\nUSD")

    expect(page.locator("#grid-problems")).to_contain_text("1,250 can be read as 1250 or as 1.25")
    expect(box(page, "0/price")).to_have_value("1,250")
