"""What a save does, beside its button, while somebody types."""

from __future__ import annotations

from decimal import Decimal

import pytest
from playwright.sync_api import Browser, expect

from catalog.models import PackageRevision
from tests.browser.conftest import Operator
from tests.catalog.writes import update
from tests.factories.package import sellable

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("matrix")]


def test_the_panel_follows_what_is_typed(operator: Operator) -> None:
    sellable(name="Meetings Basic", tier="10", price=Decimal("14.99"))
    package = sellable(name="Meetings Pro", tier="20", price=Decimal("29.90"), features={"max_rooms": 20})
    update(package, features={"max_rooms": 15})
    page, line = operator.page, operator.page.locator("[data-impact=line]")
    operator.go(f"/admin/catalog/package/{package.pk}/change/")
    expect(line).to_contain_text("Nothing is changed yet.")

    page.fill("#id_price", "12.90")
    expect(line).to_contain_text("Price 29.90 → 12.90 EUR")
    page.fill("[name=feature-max_rooms-value]", "10")
    expect(line).to_contain_text("and 1 more")
    page.click(".impact summary")
    points = page.locator("[data-impact=points]")
    expect(points).to_contain_text("15 → 10: revision 1 promised 20")
    expect(points).to_contain_text("Costs less than Meetings Basic, which stands lower (tier 10).")
    operator.keep("package-impact")
    page.fill("#id_name", "")
    expect(line).to_contain_text("1 thing stands in the way")
    expect(points.get_by_role("link", name="Name")).to_be_visible()
    page.fill("#id_price", "29.90")
    page.fill("[name=feature-max_rooms-value]", "15")
    page.fill("#id_name", "Meetings Pro")

    expect(line).to_contain_text("Nothing is changed yet.")
    assert PackageRevision.objects.filter(package_uuid=package.pk).count() == 2
    assert operator.violations() == []


def test_the_form_saves_when_the_panel_can_not_say_anything(operator: Operator) -> None:
    package = sellable(name="Basic")
    page = operator.page
    page.route("**/impact/", lambda route: route.abort())
    operator.go(f"/admin/catalog/package/{package.pk}/change/")
    page.fill("#id_name", "Renamed")
    expect(page.locator(".impact.is-unsaid")).to_be_visible()
    page.get_by_role("button", name="Save and continue editing").click()

    expect(page.locator(".messagelist")).to_contain_text("saved; it is at revision 2 now.")


def test_without_scripts_a_button_says_it(operator: Operator, browser: Browser) -> None:
    package = sellable(name="Basic")
    state = operator.page.context.storage_state()
    context = browser.new_context(java_script_enabled=False, storage_state=state)
    page = context.new_page()
    page.goto(f"{operator.base}/admin/catalog/package/{package.pk}/change/")
    page.fill("#id_name", "Renamed")
    page.get_by_role("button", name="What does this save do?").click()

    expect(page.locator("[data-impact=line]")).to_contain_text("Name Basic → Renamed")
    expect(page.locator("#id_name")).to_have_value("Renamed")
    context.close()
