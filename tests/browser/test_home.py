"""What needs somebody, found on the first page and mended from there."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Operator
from tests.catalog.writes import update
from tests.factories.package import PackageFactory, sellable

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("matrix")]


def test_a_lost_price_is_found_mended_and_gone(operator: Operator) -> None:
    update(sellable(name="Meetings"), price=None)
    page = operator.page
    operator.go("/admin/")

    page.get_by_role("region", name="Can't be sold").get_by_role("link", name="Meetings").click()
    expect(page.locator("#id_price")).to_be_in_viewport()
    page.fill("#id_price", "9.90")
    page.get_by_role("button", name="Save", exact=True).click()
    operator.go("/admin/")

    expect(page.get_by_role("region", name="Can't be sold")).to_have_count(0)
    expect(page.get_by_text("Nothing needs you")).to_be_visible()
    assert operator.violations() == []


def test_what_changed_is_read_and_marked_as_seen_without_a_pointer(operator: Operator) -> None:
    update(sellable(name="Meetings"), tier="10")
    page = operator.page
    operator.go("/admin/")
    expect(page.get_by_role("region", name="olivia")).to_contain_text("Tier none → 10")

    page.get_by_role("button", name="Mark as seen").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Since your last visit")).to_be_visible()
    expect(page.get_by_text("Nothing changed.")).to_be_visible()


def test_a_number_leads_to_what_it_counts(operator: Operator) -> None:
    PackageFactory.create(name="Later")
    sellable(name="Now")
    page = operator.page
    operator.go("/admin/")

    page.get_by_role("link", name="Web Meeting, Draft: 1").click()

    expect(page.locator("#result_list tbody tr")).to_have_count(1)
    expect(page.locator("#result_list")).to_contain_text("Later")


def test_the_first_day_leads_on(operator: Operator) -> None:
    operator.go("/admin/")
    operator.keep("home-first-day")

    operator.page.get_by_role("link", name="Add a provider").click()

    expect(operator.page).to_have_url(f"{operator.base}/admin/providers/provider/add/")
