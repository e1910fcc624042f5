"""Rows of a list chosen by hand, and filters set and taken away."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Operator
from tests.factories.package import PackageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = "/admin/catalog/package/"


def test_what_can_be_done_appears_with_the_first_row_that_is_selected(operator: Operator) -> None:
    PackageFactory.create_batch(4)
    page = operator.page
    operator.go(LIST)
    ticks = page.locator(".action-select")
    expect(page.locator(".actions")).to_be_hidden()

    ticks.nth(0).check()
    ticks.nth(2).click(modifiers=["Shift"])
    expect(page.locator(".actions .selected strong")).to_have_text("3 selected")

    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".actions")).to_be_hidden()
    expect(ticks.nth(0)).to_be_focused()
    assert operator.violations() == []


def test_enter_on_a_row_does_nothing_to_it(operator: Operator) -> None:
    PackageFactory.create()
    operator.go(LIST)
    operator.page.locator(".action-select").focus()

    operator.page.keyboard.press("Space")
    operator.page.keyboard.press("Enter")

    expect(operator.page.locator(".action-select")).to_be_checked()


def test_filters_are_set_together_and_taken_away_one_by_one(operator: Operator) -> None:
    PackageFactory.create(name="Draft")
    page = operator.page
    operator.go(LIST)
    page.locator(".filters > summary").click()
    page.select_option("#filter-status", "draft")
    page.select_option("#filter-sellable", "no")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/package/?status=draft&sellable=no")

    page.get_by_role("link", name="Status: Draft, remove").click()

    page.wait_for_url("**/package/?sellable=no")
