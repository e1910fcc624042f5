"""Packages chosen by keys and held side by side; a ladder looked at as its customers would."""

from __future__ import annotations

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Operator
from tests.factories.package import PackageFactory, sellable

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("matrix")]

COMPARE = "/admin/catalog/package/compare/"


def add_by_keys(operator: Operator, text: str) -> None:
    page = operator.page
    page.locator("#compare-q").focus()
    page.keyboard.type(text)
    expect(page.locator("#compare-found")).to_be_visible()
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_packages_are_found_and_compared_without_a_pointer(operator: Operator) -> None:
    PackageFactory.create(name="Meetings Basic", tier="10", features={"max_rooms": 2, "polls": True})
    PackageFactory.create(name="Meetings Team", tier="20", features={"max_rooms": 9, "polls": True})
    page = operator.page
    operator.go(COMPARE)

    add_by_keys(operator, "basic")
    add_by_keys(operator, "team")

    rooms = page.get_by_role("row", name="Max rooms")
    expect(rooms.get_by_role("cell")).to_have_text(["2", "9"])
    page.get_by_role("link", name="Only differences").click()
    expect(page.get_by_role("row", name="Polls")).to_have_count(0)
    expect(rooms).to_be_visible()
    assert operator.violations() == []


def test_the_list_of_what_was_found_is_closed_by_escape(operator: Operator) -> None:
    PackageFactory.create(name="Meetings Basic")
    page = operator.page
    operator.go(COMPARE)
    page.locator("#compare-q").press_sequentially("meet")
    expect(page.locator("#compare-found")).to_be_visible()
    expect(page.locator("#compare-status")).to_have_text("1 package found.")

    page.keyboard.press("Escape")

    expect(page.locator("#compare-found")).to_be_hidden()
    expect(page.locator("#compare-q")).to_have_value("meet")


def test_what_stands_there_already_is_not_added_again(operator: Operator) -> None:
    package = PackageFactory.create(name="Meetings Basic")
    page = operator.page
    operator.go(f"{COMPARE}?package={package.pk}")

    page.locator("#compare-q").press_sequentially("basic")

    expect(page.locator("#compare-found")).to_contain_text("stands here already")
    expect(page.locator("#compare-found li")).to_be_disabled()


def test_enter_without_a_choice_looks_for_what_was_typed(operator: Operator) -> None:
    PackageFactory.create(name="Meetings Basic")
    page = operator.page
    operator.go(COMPARE)
    page.locator("#compare-q").press_sequentially("basic")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    page.locator(".found-packages").get_by_role("link", name="Meetings Basic").click()

    expect(page.get_by_role("columnheader", name="Meetings Basic")).to_be_visible()


def test_twenty_five_columns_scroll_in_their_frame_under_a_head_that_stays(operator: Operator) -> None:
    packages = [PackageFactory.create(name=f"Meetings {number}") for number in range(25)]
    page = operator.page
    operator.go(f"{COMPARE}?{'&'.join(f'package={package.pk}' for package in packages)}")
    frame = page.locator(".comparison-frame")

    frame.focus()
    page.keyboard.press("End")
    frame.evaluate("element => element.scrollTo(element.scrollWidth, element.scrollHeight)")

    expect(page.get_by_role("columnheader", name="Meetings 24")).to_be_in_viewport()
    expect(page.get_by_role("rowheader", name="Grace period")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    expect(page.get_by_text("25 packages are the most")).to_be_visible()
    operator.keep("compare-25")


def test_a_ladder_is_looked_at_in_a_language(operator: Operator) -> None:
    sellable(name="Basic", tier="10", price=Decimal("9.9"), features={"polls": True, "max_rooms": 1})
    sellable(name="Team", tier="20", price=Decimal("5"), features={"polls": True, "max_rooms": 5})
    page = operator.page
    operator.go("/admin/catalog/package/preview/")

    page.get_by_label("Language").select_option("de-DE")
    page.get_by_role("button", name="Show").click()

    expect(page.get_by_role("article", name="Basic")).to_contain_text("9,90")
    expect(page.get_by_role("region", name="For you, not for customers")).to_contain_text(
        "Costs less than Basic"
    )
    page.locator("summary", has_text="In jedem Paket").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".shared")).to_contain_text("Polls")
    assert operator.violations() == []
