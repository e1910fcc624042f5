"""A package made, mended and activated by hand."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from catalog.models import Package
from providers.models import Provider
from tests.browser.conftest import Operator
from tests.factories.provider import ProviderFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("matrix")]

ADD = "/admin/catalog/package/add/"


@pytest.fixture
def provider(transactional_db: None) -> Provider:
    return ProviderFactory.create(provider_name="BBB Frankfurt")


def add_feature(operator: Operator, code: str) -> None:
    operator.page.select_option("#id_add_feature", code)
    operator.page.get_by_role("button", name="Add feature").click()


def offered(operator: Operator, select: str) -> list[str]:
    found = operator.page.locator(f"{select} option")
    return list(found.evaluate_all("options => options.map(o => o.value)"))


def test_from_the_list_to_a_package_that_can_be_sold(operator: Operator, provider: Provider) -> None:
    page = operator.page
    operator.go("/admin/catalog/package/")
    page.get_by_role("link", name="Add package").click()
    page.fill("#id_name", "Meetings Basic")
    page.select_option("#id_service_type", "meet")
    page.fill("#id_tier", "10")
    page.fill("#id_price", "14.99")
    page.select_option("#id_currency", "EUR")
    add_feature(operator, "max_participants")
    page.keyboard.type("25")
    add_feature(operator, "max_rooms")
    page.check("[name=feature-max_rooms-unlimited]")
    page.fill("[name=feature-max_rooms-unit_price]", "0.5")
    add_feature(operator, "polls")
    add_feature(operator, "participant_minutes")
    page.fill("[name=feature-participant_minutes-unit_price]", "0.004")
    page.select_option("#id_add_provider", str(provider.pk))
    page.get_by_role("button", name="Attach provider").click()
    page.check(f"[name=default_provider][value='{provider.pk}']")
    operator.keep("package-typed")
    page.get_by_role("button", name="Save and continue editing").click()

    expect(page.locator(".reasons")).to_have_text("The package is a draft; activate it when it is ready.")
    page.select_option("#id_status", "active")
    page.get_by_role("button", name="Save and continue editing").click()

    expect(page.locator(".summary")).to_contain_text("Can be sold")
    expect(page.locator(".messagelist")).to_contain_text("It can be sold now.")
    package = Package.objects.select_related("document").get()
    assert package.document.sellable
    assert {row.feature_id: row.value for row in package.features.all()} == {
        "max_participants": 25,
        "max_rooms": True,
        "polls": True,
        "participant_minutes": True,
    }
    assert operator.violations() == []
    operator.keep("package-sellable")


def test_a_limit_left_empty_is_told_beside_it_and_keeps_what_was_typed(operator: Operator) -> None:
    page = operator.page
    operator.go(ADD)
    page.fill("#id_name", "Typed")
    page.select_option("#id_service_type", "meet")
    add_feature(operator, "max_participants")
    add_feature(operator, "polls")
    page.get_by_role("button", name="Save and continue editing").click()

    row = page.locator("#feature-max_participants")
    expect(row.locator(".row-error")).to_be_visible()
    expect(page.locator(".error-list")).to_be_focused()
    expect(page.locator("#id_name")).to_have_value("Typed")
    expect(page.locator("[name=feature-polls-included]")).to_be_checked()
    operator.keep("package-refused")
    page.click(".error-list a")
    page.locator("#feature-max_participants-value").fill("25")
    page.get_by_role("button", name="Save and continue editing").click()

    expect(page.locator(".messagelist")).to_contain_text("created as revision 1.")
    assert operator.violations() == []


def test_what_can_be_added_follows_the_service_type(operator: Operator, provider: Provider) -> None:
    page = operator.page
    operator.go(ADD)
    page.select_option("#id_service_type", "live")

    assert "max_viewers" in offered(operator, "#id_add_feature")
    assert "breakout_rooms" not in offered(operator, "#id_add_feature")
    assert offered(operator, "#id_add_provider") == [""]
    page.select_option("#id_service_type", "meet")
    assert "breakout_rooms" in offered(operator, "#id_add_feature")
    assert offered(operator, "#id_add_provider") == ["", str(provider.pk)]


def test_a_new_row_can_be_taken_back_and_is_offered_again(operator: Operator) -> None:
    page = operator.page
    operator.go(ADD)
    add_feature(operator, "max_storage")
    expect(page.locator("#feature-max_storage")).to_contain_text("GB in use")
    expect(page.locator("#feature-max_storage")).to_contain_text("per GB")
    assert "max_storage" not in offered(operator, "#id_add_feature")

    page.get_by_role("button", name="Take back").click()

    expect(page.locator("#feature-max_storage")).to_have_count(0)
    assert "max_storage" in offered(operator, "#id_add_feature")


def test_unlimited_closes_the_box_beside_it(operator: Operator) -> None:
    page = operator.page
    operator.go(ADD)
    add_feature(operator, "max_participants")

    page.check("[name=feature-max_participants-unlimited]")
    expect(page.locator("#feature-max_participants-value")).to_be_disabled()

    page.uncheck("[name=feature-max_participants-unlimited]")
    expect(page.locator("#feature-max_participants-value")).to_be_focused()


def test_features_can_be_added_without_a_pointer(operator: Operator) -> None:
    page = operator.page
    operator.go(ADD)
    page.focus("#id_add_feature")
    page.keyboard.type("Max part")
    page.keyboard.press("Enter")

    expect(page.locator("#feature-max_participants-value")).to_be_focused()


def test_a_number_beside_unlimited_outlives_a_refused_save(operator: Operator) -> None:
    page = operator.page
    operator.go(ADD)
    add_feature(operator, "max_participants")
    page.fill("#feature-max_participants-value", "25")
    page.check("[name=feature-max_participants-unlimited]")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".error-list")).to_be_focused()

    page.uncheck("[name=feature-max_participants-unlimited]")

    expect(page.locator("#feature-max_participants-value")).to_have_value("25")


def test_rows_of_keys_appear_one_by_one(operator: Operator) -> None:
    page = operator.page
    operator.go(ADD)
    keys = page.locator("[data-key-values=package_settings] tbody [name$='-key']")
    expect(keys.first).to_be_hidden()

    for count in range(1, 6):
        page.locator("[data-key-values=package_settings] [data-add-row]").click()
        expect(page.locator("[data-key-values=package_settings] tbody tr:not(.spare)")).to_have_count(count)

    names = keys.evaluate_all("boxes => new Set(boxes.map(box => box.name)).size")
    assert names == 5
    assert operator.violations() == []


def test_features_are_picked_one_after_another(operator: Operator) -> None:
    page = operator.page
    operator.go("/admin/catalog/package/add/")
    page.select_option("#id_service_type", "meet")

    page.click("text=Pick several")
    page.get_by_role("button", name="Add Polls", exact=True).click()
    page.get_by_role("button", name="Add Max rooms", exact=True).click()
    page.keyboard.press("Enter")

    codes = page.locator("tr[data-code]").evaluate_all("rows => rows.map(row => row.dataset.code)")
    assert codes[:2] == ["polls", "max_rooms"]
    assert len(codes) == 3
    assert not page.get_by_role("button", name="Add Polls", exact=True).is_visible()
    assert page.get_by_role("button", name="Add Max viewers", exact=True).count() == 0
    operator.keep("package-picked")
    assert operator.violations() == []
