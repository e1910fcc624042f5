"""One thing done to many packages, piece by piece."""

from __future__ import annotations

from decimal import Decimal

import pytest
from playwright.sync_api import Page, Route, expect

from catalog.models import Package, PackageRevision
from tests.browser.conftest import Operator
from tests.browser.pages import choose_all
from tests.factories.package import PackageFactory, sellable

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("matrix")]

LIST = "/admin/catalog/package/"


def choose(operator: Operator, action: str) -> None:
    operator.go(LIST)
    choose_all(action)(operator.page)


def test_what_would_happen_is_shown_before_it_is_done(operator: Operator) -> None:
    for name, status in (
        ("Meetings Basic", "inactive"),
        ("Meetings Pro", "inactive"),
        ("Meetings Max", "active"),
    ):
        sellable(name=name, status=status)
    PackageFactory.create(name="Meetings Draft", price=None)
    page = operator.page
    choose(operator, "activate")

    expect(page.locator("#sheet")).to_contain_text("Status inactive → active")
    operator.keep("many-activate")
    page.get_by_label("Reason").fill("Spring price list")
    page.get_by_role("button", name="Activate 2 packages").click()

    expect(page.locator("[data-tally=possible]")).to_contain_text("2 Activated")
    operator.keep("many-activated")
    assert set(PackageRevision.objects.filter(number=2).values_list("reason", flat=True)) == {
        "Spring price list"
    }
    assert operator.violations() == []


def test_what_is_under_way_is_shown_only_then(operator: Operator) -> None:
    sellable(name="Meetings Basic", status="inactive")
    page = operator.page

    choose(operator, "activate")

    expect(page.locator("#sheet")).to_contain_text("Meetings Basic")
    assert shown_though_hidden(page) == []
    expect(page.get_by_role("button", name="Stop")).to_be_hidden()
    expect(page.get_by_role("link", name="Back to the packages")).to_be_hidden()


def shown_though_hidden(page: Page) -> list[str]:
    found = page.locator("[hidden]").evaluate_all(
        "parts => parts.filter((part) => part.checkVisibility()).map((part) => part.outerHTML)"
    )
    return list(found)


def test_many_are_looked_at_and_done_in_pieces(operator: Operator) -> None:
    first = sellable(name="Package 000")
    for count in range(1, 130):
        sellable(name=f"Package {count:03d}", providers=[row.provider for row in first.providers.all()])
    page = operator.page
    choose(operator, "retire")

    button = page.get_by_role("button", name="Retire 130 packages")
    expect(button).to_be_enabled()
    expect(page.locator("[data-sort=possible] [data-more]")).to_contain_text("and 30 more")
    button.click()

    expect(page.locator("#outcome")).to_be_focused(timeout=60_000)
    expect(page.locator("[data-tally=possible]")).to_contain_text("130 Retired")
    operator.keep("many-in-pieces")
    assert Package.objects.filter(retired=True).count() == 130
    assert operator.violations() == []


def test_what_was_interrupted_goes_on_and_does_nothing_twice(operator: Operator) -> None:
    first = sellable(name="Package 00")
    for count in range(1, 45):
        sellable(name=f"Package {count:02d}", providers=[row.provider for row in first.providers.all()])
    page = operator.page
    choose(operator, "duplicate")
    asked = 0

    def cut(route: Route) -> None:
        nonlocal asked
        asked += 1
        if asked == 2:
            # Done on the server, and the answer is lost on its way.
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/many/duplicate/", cut)
    page.get_by_role("button", name="Duplicate 45 packages").click()
    expect(page.locator("#work-broken")).to_be_focused(timeout=30_000)
    expect(page.locator("#work-broken")).to_contain_text("20 of 45 are ready")
    operator.keep("many-interrupted")
    page.locator("#work-again").click()

    expect(page.locator("#outcome")).to_be_focused(timeout=30_000)
    assert Package.objects.filter(name__endswith="(copy)").count() == 45


def test_prices_are_changed_without_a_pointer(operator: Operator) -> None:
    sellable(name="Meetings Basic", price=Decimal(10), currency="EUR")
    page = operator.page
    choose(operator, "price")
    expect(page.get_by_label("Change by")).to_be_focused()

    page.keyboard.type("10")
    page.keyboard.press("Enter")

    expect(page.locator("[data-sort=possible]")).to_contain_text("Price 10.00 → 11.00 EUR")
    assert Package.objects.get().price == 10
