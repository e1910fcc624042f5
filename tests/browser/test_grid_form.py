"""The grid between two operators, without scripts, and on every screen."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from catalog.models import Package
from tests.browser.conftest import Operator
from tests.browser.grid import GRID, box, opened, type_at
from tests.catalog.writes import document, update
from tests.factories.package import PackageFactory, sellable

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("matrix")]


def test_two_operators_at_one_cell_choose_which_value_to_keep(operator: Operator) -> None:
    package = sellable(name="Basic", tier="10", features={"max_rooms": 5})
    page = opened(operator)
    type_at(page, "0/features/max_rooms", "20")
    type_at(page, "0/tier", "15")
    update(package, features={"max_rooms": 8}, short_description="Theirs")
    page.click("#review")

    expect(page.locator(".conflict")).to_contain_text("olivia saved Basic")
    expect(box(page, "0/features/max_rooms")).to_have_value("20")
    expect(box(page, "0/tier")).to_have_value("15")
    operator.keep("grid-conflict")
    page.click("#review")
    expect(page.locator(".conflict, #grid-problems")).not_to_have_count(0)
    page.get_by_label("8 (theirs)").check()
    page.click("#review")
    page.get_by_role("button", name="Save 1 package").click()

    expect(page.locator(".messagelist")).to_contain_text("1 package saved")
    stored = document(package)
    assert (stored["tier"], stored["short_description"]) == ("15", "Theirs")
    assert stored["features"][0]["value"] == 8
    assert operator.violations() == []


def test_what_was_saved_is_not_brought_back(operator: Operator) -> None:
    package = sellable(name="Basic", tier="10")
    query = f"?package={package.pk}"
    page = opened(operator, query)
    type_at(page, "1/name", "Plus")
    page.click("#review")
    page.get_by_role("button", name="Save 1 package").dblclick()
    expect(page.locator(".messagelist")).to_contain_text("1 package made as drafts")
    # The page's script has read that all of it was saved.
    expect(page).not_to_have_url(re.compile("saved="))

    opened(operator, query)

    expect(page.locator("#grid-count")).to_have_text("No changes")
    assert Package.objects.filter(name="Plus").count() == 1


def test_going_back_to_the_grid_and_reviewing_again_keeps_the_key_of_a_new_package(
    operator: Operator,
) -> None:
    page = opened(operator)
    type_at(page, "0/name", "Plus")
    page.click("#review")
    keys = 'input[name="column"]'
    settled = page.locator(keys).first.get_attribute("value") or ""
    page.get_by_role("button", name="Back to the grid").click()
    type_at(page, "0/tier", "20")
    page.get_by_role("button", name="+ Add package").click()
    page.keyboard.type("Max")
    page.click("#review")
    again = [page.locator(keys).nth(at).get_attribute("value") or "" for at in (0, 1)]
    page.get_by_role("button", name="Save 2 packages").click()

    expect(page.locator(".messagelist")).to_contain_text("2 packages made as drafts")
    assert again[0] == settled
    assert settled.split()[-1] not in again[1]
    assert sorted(Package.objects.values_list("name", "tier")) == [("Max", ""), ("Plus", "20")]


def test_a_cell_is_called_by_its_row_and_its_package(operator: Operator) -> None:
    PackageFactory.create(name="Basic", tier="10")
    page = opened(operator)
    page.get_by_role("button", name="+ Add package").click()
    page.keyboard.type("Plus")
    page.keyboard.press("Enter")

    expect(box(page, "0/features/max_storage")).to_have_accessible_name("Max storage GB in use Basic")
    expect(box(page, "2/price")).to_have_accessible_name("Price Plus")


@pytest.fixture
def scriptless(operator: Operator, browser: Browser) -> Iterator[Operator]:
    """The same operator in a browser without scripts."""
    context = browser.new_context(viewport={"width": 1366, "height": 900}, java_script_enabled=False)
    somebody = Operator(context.new_page(), operator.base)
    somebody.log_in()
    yield somebody
    context.close()


def test_the_grid_is_a_form_where_there_are_no_scripts(scriptless: Operator) -> None:
    package = sellable(name="Basic", tier="10", features={"max_rooms": 5})
    page = opened(scriptless)
    box(page, "0/price").fill("17,90")
    box(page, "1/name").fill("Plus")
    box(page, "1/tier").fill("oh so very much higher than that")
    page.get_by_role("button", name="+ Add package").click()
    expect(box(page, "2/name")).to_be_visible()
    box(page, "0/features/max_rooms").fill("u")
    box(page, "0/features/max_rooms").press("Enter")

    expect(page.locator("#grid-problems")).to_contain_text("Use at most 20 characters.")
    expect(box(page, "0/price")).to_have_value("17,90")
    box(page, "1/tier").fill("20")
    page.get_by_role("button", name="Review changes…").click()
    page.get_by_role("button", name="Save 2 packages").click()

    expect(page.locator(".messagelist")).to_contain_text("1 package made as drafts")
    assert document(package)["price"] == 17.9
    assert document(package)["features"][0]["value"] is True
    assert Package.objects.get(name="Plus").tier == "20"


@pytest.mark.parametrize("operator", ["light", "dark"], indirect=True)
def test_the_grid_keeps_to_the_policy_and_fits_every_screen(
    operator: Operator, request: pytest.FixtureRequest
) -> None:
    for number in range(12):
        PackageFactory.create(
            name=f"A package with a name that is long enough to be cut, number {number}",
            tier=str(40 - number),
            features={"max_rooms": 5 + number, "polls": True, "max_participants": 100},
        )
    mode = request.node.callspec.params["operator"]
    for width in (1366, 390):
        operator.page.set_viewport_size({"width": width, "height": 900})
        page = opened(operator)
        type_at(page, "0/price", "much")
        expect(page.locator("#grid-problems")).to_be_visible()
        too_wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        operator.keep(f"grid-{mode}-{width}")
        assert operator.violations() == []
        assert too_wide <= 0
        page.evaluate("sessionStorage.clear()")
        page.once("dialog", lambda dialog: dialog.accept())
    assert GRID in page.url
