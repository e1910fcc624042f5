"""The grid by keyboard: moving, typing, filling, taking back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from catalog.models import Package
from tests.browser.conftest import NAME, PASSWORD, Operator
from tests.browser.grid import GRID, box, opened, type_at, typed_in
from tests.catalog.writes import document
from tests.factories.package import PackageFactory, sellable

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("matrix")]


@pytest.fixture
def ladder(transactional_db: None, matrix: object) -> list[Package]:
    """Three packages by tier, with rooms for 5, 10 and 20."""
    return [
        sellable(name=name, tier=tier, price=Decimal(price), features={"max_rooms": rooms, "polls": True})
        for name, tier, price, rooms in (
            ("Low", "10", 10, 5),
            ("Middle", "20", 20, 10),
            ("High", "30", 30, 20),
        )
    ]


def active(page: Page) -> str:
    return str(page.evaluate("document.activeElement.name ?? ''"))


def test_a_price_list_is_changed_reviewed_and_saved_without_a_pointer(
    operator: Operator, ladder: list[Package]
) -> None:
    page = opened(operator)
    box(page, "0/price").focus()
    page.keyboard.type("12.50")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("22,50")
    page.keyboard.press("Escape")
    page.keyboard.type("24,50")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator("#review")).to_be_focused()
    expect(page.locator("#grid-count")).to_have_text("2 changes in 2 packages")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Review the changes")).to_be_visible()
    expect(page.locator(".review-card").first).to_contain_text("12.50 EUR")
    operator.keep("grid-review")
    page.fill("#id_reason", "Spring")
    page.keyboard.press("Enter")

    expect(page.locator(".messagelist")).to_contain_text("2 packages saved")
    assert [document(package)["price"] for package in ladder] == [12.5, 24.5, 30]
    expect(page.locator("#grid-count")).to_have_text("No changes")
    assert operator.violations() == []


def test_arrows_tab_and_enter_lead_from_cell_to_cell(operator: Operator, ladder: list[Package]) -> None:
    page = opened(operator)
    box(page, "0/name").focus()
    seen = []
    for key in (
        "ArrowDown",
        "ArrowRight",
        "Tab",
        "Enter",
        "Shift+Enter",
        "Shift+Tab",
        "End",
        "Home",
        "Control+Home",
    ):
        page.keyboard.press(key)
        seen.append(active(page))

    assert seen == [
        "0/tier", "1/tier", "2/tier", "2/price", "2/tier", "1/tier", "3/tier", "0/tier", "0/name",
    ]  # fmt: skip


def test_a_cell_is_typed_over_or_changed_where_it_stands(operator: Operator, ladder: list[Package]) -> None:
    page = opened(operator)
    box(page, "1/name").focus()
    page.keyboard.press("F2")
    page.keyboard.type(" class")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("!")
    expect(box(page, "1/name")).to_have_value("Middle clas!s")

    page.keyboard.press("Escape")

    expect(box(page, "1/name")).to_have_value("Middle")
    page.keyboard.type("Other")
    page.keyboard.press("ArrowLeft")
    expect(box(page, "1/name")).to_have_value("Other")
    assert active(page) == "0/name"


def test_space_ticks_and_delete_empties_a_range(operator: Operator, ladder: list[Package]) -> None:
    page = opened(operator)
    box(page, "0/features/recording").focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Space")
    assert typed_in(page, "features/recording") == ["✓", "✓", "", ""]

    box(page, "1/features/max_rooms").focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Delete")

    assert typed_in(page, "features/max_rooms") == ["5", "", "", ""]


def test_unlimited_is_a_letter(operator: Operator, ladder: list[Package]) -> None:
    page = opened(operator)

    type_at(page, "2/features/max_rooms", "u")

    expect(box(page, "2/features/max_rooms")).to_have_value("∞")


def test_a_range_is_filled_to_the_right_and_down_where_rows_hold_the_same(
    operator: Operator, ladder: list[Package]
) -> None:
    page = opened(operator)
    box(page, "0/features/max_rooms").focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Control+r")
    assert typed_in(page, "features/max_rooms") == ["5", "5", "5", ""]

    box(page, "1/price").focus()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Control+d")

    assert typed_in(page, "signup_fee") == ["", "20.00", "", ""]
    assert typed_in(page, "currency") == ["EUR", "EUR", "EUR", ""]


def test_every_step_is_taken_back_and_done_again(operator: Operator, ladder: list[Package]) -> None:
    page = opened(operator)
    type_at(page, "0/features/max_rooms", "7")
    box(page, "0/features/max_rooms").focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Control+r")
    assert typed_in(page, "features/max_rooms")[:2] == ["7", "7"]

    page.keyboard.press("Control+z")
    assert typed_in(page, "features/max_rooms")[:2] == ["7", "10"]
    page.keyboard.press("Control+z")
    assert typed_in(page, "features/max_rooms")[:2] == ["5", "10"]
    expect(page.locator("#grid-count")).to_have_text("No changes")
    page.keyboard.press("Control+Shift+z")
    page.get_by_role("button", name="Redo").click()

    assert typed_in(page, "features/max_rooms")[:2] == ["7", "7"]


def test_only_differences_hides_rows_in_which_packages_agree(
    operator: Operator, ladder: list[Package]
) -> None:
    page = opened(operator)
    page.check("#only-differences")

    expect(box(page, "0/features/max_rooms")).to_be_visible()
    expect(box(page, "0/features/polls")).to_be_hidden()
    box(page, "0/term").focus()
    page.keyboard.press("ArrowDown")
    assert active(page) == "0/features/max_rooms"

    page.uncheck("#only-differences")
    type_at(page, "1/features/polls", "")
    page.check("#only-differences")
    expect(box(page, "0/features/polls")).to_be_visible()


def test_what_is_wrong_and_where_an_upgrade_is_none_is_told_while_typing(
    operator: Operator, ladder: list[Package]
) -> None:
    page = opened(operator)
    type_at(page, "1/features/max_rooms", "3")
    expect(page.locator("#grid-steps")).to_contain_text("Max rooms is less than in Low")

    type_at(page, "2/price", "dear")
    expect(page.locator("#grid-problems")).to_contain_text("High, Price: Give an amount")
    expect(box(page, "2/price")).to_have_attribute("aria-invalid", "true")
    operator.keep("grid-told")

    box(page, "0/name").focus()
    page.click("#grid-problems a")
    assert active(page) == "2/price"
    page.keyboard.type("35")
    page.keyboard.press("Enter")
    expect(page.locator("#grid-problems")).to_be_hidden()
    assert operator.violations() == []


def test_leaving_with_something_typed_asks_first(operator: Operator, ladder: list[Package]) -> None:
    page = opened(operator)
    type_at(page, "0/tier", "15")
    asked: list[str] = []

    def stay(dialog: object) -> None:
        asked.append(dialog.type)  # type: ignore[attr-defined]
        dialog.accept()  # type: ignore[attr-defined]

    page.on("dialog", stay)
    operator.go("/admin/catalog/package/")
    assert asked == ["beforeunload"]

    operator.go(GRID)
    expect(page.locator(".grid-notice")).to_contain_text("What you had typed and not saved is back.")
    expect(box(page, "0/tier")).to_have_value("15")
    page.get_by_role("button", name="Discard it").click()
    expect(box(page, "0/tier")).to_have_value("10")


def test_a_login_that_ran_out_loses_nothing(operator: Operator, ladder: list[Package]) -> None:
    page = opened(operator)
    type_at(page, "0/tier", "15")
    page.context.clear_cookies(name="sessionid")
    page.click("#review")
    expect(page.locator("#id_username")).to_be_visible()

    page.fill("#id_username", NAME)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Log in").click()

    expect(box(page, "0/tier")).to_have_value("15")
    expect(page.locator("#grid-count")).to_have_text("1 change in 1 package")


def test_a_feature_that_does_not_apply_says_why_to_who_comes_by(
    operator: Operator, ladder: list[Package]
) -> None:
    other = PackageFactory.create(name="Stream", tier="40", service_type="live", features={"max_viewers": 5})
    page = opened(operator, f"?package={ladder[0].pk}&package={other.pk}")

    box(page, "1/features/max_viewers").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("7")

    expect(page.locator("#cell-line")).to_contain_text("Does not apply to Web Meeting")
    expect(page.locator("#grid-count")).to_have_text("No changes")
