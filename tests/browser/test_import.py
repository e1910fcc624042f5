"""A price list that goes out to a spreadsheet, is changed there, and comes back."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import expect

from catalog.models import Package, PackageRevision
from tests.browser.conftest import Operator
from tests.browser.files import IMPORT, choose
from tests.browser.grid import opened
from tests.catalog.exchange.files import edited
from tests.catalog.writes import document, update
from tests.factories.package import PackageFactory, sellable

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("matrix")]


def exported(operator: Operator) -> bytes:
    with operator.page.expect_download() as download:
        operator.page.get_by_role("link", name="Export XLSX").click()
    return Path(download.value.path()).read_bytes()


def test_a_second_press_applies_nothing_twice(operator: Operator) -> None:
    page = opened(operator)
    data = edited(exported(operator), D3="Plus")
    operator.go(IMPORT)
    choose(page, data)
    expect(page.locator(".review-lead")).to_contain_text("1 new draft.")

    goes_through = page.locator("#import-preview").evaluate(
        "(form) => [1, 2].map(() => form.dispatchEvent(new SubmitEvent('submit', { cancelable: true })))"
    )

    assert goes_through == [True, False]


def test_from_the_grid_to_a_spreadsheet_and_back(operator: Operator) -> None:
    basic = sellable(name="Basic", tier="10", features={"max_rooms": 5})
    page = opened(operator)
    data = edited(exported(operator), D5=17.9, E3="Plus", E4="20", E5=29, E7="EUR")

    page.get_by_role("link", name="Import…").click()
    choose(page, data)
    expect(page.locator(".review-lead")).to_contain_text("1 package changes, 1 new draft.")
    expect(page.get_by_role("row", name="D5 Price 14.99 EUR 17.90 EUR")).to_be_visible()
    assert Package.objects.count() == 1
    page.get_by_label("Reason for this change").fill("Spring prices")
    operator.keep("import-applied")
    page.get_by_role("button", name="Apply to 2 packages").click()

    expect(page.locator(".messagelist")).to_contain_text("1 package saved: Basic")
    expect(page.locator("#grid-table")).to_contain_text("Plus")
    assert document(basic)["price"] == 17.9
    assert PackageRevision.objects.get(package_uuid=basic.pk, number=2).reason == "Spring prices"
    assert operator.violations() == []


def test_what_two_people_changed_is_chosen_by_keyboard(operator: Operator) -> None:
    basic = PackageFactory.create(name="Basic", tier="10")
    page = opened(operator)
    data = edited(exported(operator), D4="12", D5=17.9)
    update(basic, price=Decimal(16))
    operator.go(IMPORT)
    choose(page, data)

    page.get_by_label("17.90 (the file’s)").focus()
    operator.keep("import-conflict")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Apply to 1 package").press("Enter")

    expect(page.locator(".messagelist")).to_contain_text("1 package saved")
    assert (document(basic)["price"], document(basic)["tier"]) == (17.9, "12")
    assert operator.violations() == []


def test_an_export_keeps_what_was_typed_in_the_grid(operator: Operator) -> None:
    PackageFactory.create(name="Basic", tier="10")
    page = opened(operator)
    page.fill('[name="0/price"]', "17.90")

    exported(operator)

    expect(page.locator('[name="0/price"]')).to_have_value("17.90")
    assert operator.violations() == []
