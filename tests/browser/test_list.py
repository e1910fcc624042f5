"""Rows of a list chosen by hand, and filters set and taken away."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Operator
from tests.browser.pages import shown
from tests.factories.package import PackageFactory
from tests.factories.provider import ProviderFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = "/admin/catalog/package/"
LISTS = (
    LIST,
    "/admin/providers/provider/",
    "/admin/features/feature/",
    "/admin/integrations/apiclient/",
    "/admin/integrations/apitoken/",
    "/admin/auth/user/",
    "/admin/auth/group/",
)


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


def test_everything_that_can_be_done_is_in_one_row(operator: Operator) -> None:
    PackageFactory.create_batch(2)
    page = operator.page
    operator.go(LIST)

    page.locator(".action-select").first.check()

    places = page.locator(".actions > *, .action-buttons > *").evaluate_all(
        "parts => parts.map((part) => part.getBoundingClientRect()).filter((box) => box.height)"
        ".map((box) => Math.round((box.top + box.bottom) / 2))"
    )
    assert max(places) - min(places) <= 2
    names = page.locator(".action-buttons > button, .menu > summary").all_inner_texts()
    assert names == ["Activate", "Deactivate", "Change prices", "Compare", "Edit in grid", "More…"]


def test_what_is_done_less_often_is_reached_by_keyboard(operator: Operator) -> None:
    PackageFactory.create()
    page = operator.page
    operator.go(LIST)
    page.locator(".action-select").check()
    more = page.locator(".menu > summary")

    more.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Retire", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Retire", exact=True)).to_be_hidden()
    expect(more).to_be_focused()

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Make variants: 1 package")
    assert operator.violations() == []


def test_a_click_elsewhere_closes_what_is_done_less_often(operator: Operator) -> None:
    PackageFactory.create()
    page = operator.page
    operator.go(LIST)
    page.locator(".action-select").check()
    page.locator(".menu > summary").click()

    page.locator("h1").click()

    expect(page.locator(".menu-lines")).to_be_hidden()


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


@pytest.mark.usefixtures("matrix")
@pytest.mark.parametrize("path", LISTS)
def test_no_list_is_wider_than_a_phone(operator: Operator, path: str) -> None:
    shown()
    page = operator.page
    page.set_viewport_size({"width": 390, "height": 844})

    operator.go(path)

    assert page.locator("#result_list tbody tr").count() > 0
    too_wide = page.locator("#changelist, #changelist *").evaluate_all(
        "parts => parts.filter((part) => part.scrollWidth > part.clientWidth"
        " && /auto|scroll/.test(getComputedStyle(part).overflowX)).map((part) => part.className)"
    )
    assert too_wide == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_phone_shows_what_each_value_of_a_row_is(operator: Operator) -> None:
    ProviderFactory.create(provider_name="BBB Frankfurt")
    page = operator.page
    page.set_viewport_size({"width": 390, "height": 844})

    operator.go("/admin/providers/provider/")

    label = page.locator("td.field-service_type").evaluate(
        "cell => getComputedStyle(cell, '::before').content"
    )
    assert label == '"Service type"'


def test_a_phone_leaves_out_what_has_no_value(operator: Operator) -> None:
    page = operator.page
    page.set_viewport_size({"width": 390, "height": 844})

    operator.go("/admin/auth/user/")

    expect(page.locator("td.field-email")).to_be_hidden()
    expect(page.locator("td.field-may_log_in")).to_be_visible()


@pytest.mark.usefixtures("matrix")
def test_the_feature_matrix_fits_in_a_window(operator: Operator) -> None:
    operator.go("/admin/features/feature/")

    assert operator.page.locator(".results").evaluate("box => box.scrollWidth - box.clientWidth") == 0
