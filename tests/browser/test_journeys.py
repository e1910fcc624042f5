"""Whole ways through the back office: from the first login to a sale, back to an old promise, and all by keys."""

from __future__ import annotations

from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from catalog.models import Package
from tests.browser.conftest import NAME, PASSWORD, Operator
from tests.catalog.writes import update
from tests.factories.package import sellable

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("matrix")]


@pytest.fixture
def visitor(operator: Operator) -> Operator:
    """The same window before anybody logged in."""
    operator.page.context.clear_cookies()
    operator.go("/admin/")
    return operator


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, target: str, most: int = 40) -> None:
    """Goes on from field to field until the focus is on what the selector names."""
    for _ in range(most):
        if page.evaluate("target => document.activeElement.matches(target)", target):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} was not reached by {most} tabs")


def add_feature(page: Page, code: str, amount: str = "") -> None:
    page.select_option("#id_add_feature", code)
    page.get_by_role("button", name="Add feature").click()
    page.keyboard.type(amount)


def test_first_login_to_an_activated_package(visitor: Operator) -> None:
    page = visitor.page
    visitor.log_in()
    expect(page.get_by_role("heading", name="Home")).to_be_visible()
    page.get_by_role("link", name="Providers", exact=True).first.click()
    page.get_by_role("link", name="Add provider").click()
    page.get_by_role("link", name="BigBlueButton").click()
    page.get_by_label("Name").fill("BBB Hamburg")
    page.get_by_label("Service type").select_option("meet")
    page.get_by_label("Host URL").fill("https://bbb-ham.example.com/bigbluebutton/")
    page.get_by_label("Secret").fill("only-for-tests")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Packages", exact=True).first.click()
    page.get_by_role("link", name="Add package").click()
    page.get_by_label("Name").fill("Meetings Duo")
    page.get_by_label("Service type").select_option("meet")
    page.get_by_label("Status").select_option("active")
    page.fill("#id_price", "9,90")
    page.select_option("#id_currency", "EUR")
    page.select_option("#id_add_provider", label="BBB Hamburg – Web Meeting")
    page.get_by_role("button", name="Attach provider").click()
    add_feature(page, "max_participants", "25")
    add_feature(page, "polls")
    page.get_by_role("button", name="Save and continue editing").click()

    expect(page.locator(".messagelist")).to_contain_text("It can be sold now.")
    package = Package.objects.select_related("document").get()
    assert (package.price, package.document.sellable) == (Decimal("9.90"), True)
    assert visitor.violations() == []


def test_a_package_is_restored_from_its_history(operator: Operator) -> None:
    package = sellable(name="Meetings Team", price=Decimal("14.99"), features={"max_rooms": 5})
    update(package, price=Decimal("19.90"), features={"max_rooms": 9})
    page = operator.page
    operator.go(f"/admin/catalog/package/{package.pk}/change/")
    page.get_by_role("link", name="History").click()
    page.get_by_role("link", name="Restore revision 1").click()
    expect(page.locator("#content-main")).to_contain_text("14.99")
    page.get_by_label("Reason").fill("The old promise stands")
    page.get_by_role("button", name="Restore revision 1").click()

    expect(page.locator(".messagelist")).to_be_visible()
    package.refresh_from_db()
    assert (package.price, package.features.get().value, package.revision) == (Decimal("14.99"), 5, 3)
    assert operator.violations() == []


def test_a_price_is_changed_by_keys_alone(visitor: Operator) -> None:
    package = sellable(name="Meetings Team", price=Decimal("14.99"), features={"polls": True})
    page = visitor.page
    tab_to(page, "#id_username")
    page.keyboard.type(NAME)
    press(page, "Tab")
    page.keyboard.type(PASSWORD)
    press(page, "Enter")
    expect(page.get_by_role("heading", name="Home")).to_be_visible()
    tab_to(page, "a[href='/admin/catalog/package/']")
    press(page, "Enter")
    expect(page.get_by_role("heading", name="Packages")).to_be_visible()
    tab_to(page, "#result_list tbody a")
    press(page, "Enter")
    expect(page.get_by_role("heading", name="Meetings Team")).to_be_visible()
    tab_to(page, "#id_price")
    press(page, "Control+a")
    page.keyboard.type("17.90")
    press(page, "Enter")

    expect(page.locator(".messagelist")).to_contain_text("Meetings Team")
    package.refresh_from_db()
    assert (package.price, package.revision) == (Decimal("17.90"), 2)
    assert visitor.violations() == []
