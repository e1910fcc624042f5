"""Two product lines in one grid: where a higher tier gives less is told in few lines."""

from __future__ import annotations

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Operator
from tests.browser.grid import box, opened, type_at
from tests.factories.package import sellable

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("matrix")]

_SWITCHES = ("recording", "polls", "breakout_rooms", "shared_notes", "captions", "virtual_backgrounds")


def two_lines() -> None:
    """Meetings with everything from 10 up, and cheaper classrooms with little whose tiers lie between."""
    for step in range(1, 6):
        sellable(
            name=f"Meetings {step}",
            tier=str(10 * step),
            price=Decimal(10 * step),
            features={"max_rooms": 5 * step, "max_participants": 50 * step, **dict.fromkeys(_SWITCHES, True)},
        )
        sellable(
            name=f"Classroom {step}",
            tier=str(10 * step + 5),
            price=Decimal(6 * step),
            features={"max_rooms": step, "max_participants": 25 * step, "polls": True},
        )


@pytest.mark.parametrize("operator", ["light", "dark"], indirect=True)
def test_many_warnings_are_a_line_for_each_package(
    operator: Operator, request: pytest.FixtureRequest
) -> None:
    two_lines()
    page = opened(operator)
    mode = request.node.callspec.params["operator"]
    steps = page.locator("#grid-steps")
    lines = steps.locator(":scope > ul > li")

    expect(lines).to_have_count(5)
    first = lines.first.locator("summary")
    expect(first).to_have_text("Classroom 1 is behind Meetings 1 in 8 rows")
    operator.keep(f"grid-steps-{mode}-1366")
    type_at(page, "1/price", "60")
    expect(first).to_have_text("Classroom 1 is behind Meetings 1 in 7 rows")
    first.focus()
    page.keyboard.press("Enter")
    expect(steps.get_by_role("link", name="Classroom 1, Recording")).to_be_visible()
    operator.keep(f"grid-steps-open-{mode}-1366")
    page.set_viewport_size({"width": 390, "height": 900})
    operator.keep(f"grid-steps-open-{mode}-390")
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert operator.violations() == []


def test_what_was_opened_stays_open_while_it_is_mended(operator: Operator) -> None:
    two_lines()
    page = opened(operator)
    more = page.locator("#grid-steps .steps-rest > summary")
    type_at(page, "0/price", "100")

    expect(more).to_be_visible()
    first = page.locator("#grid-steps > ul summary").first
    first.click()
    page.get_by_role("link", name="Classroom 1, Recording").click()
    expect(box(page, "1/features/recording")).to_be_focused()
    page.keyboard.press("Space")

    expect(first).to_contain_text("in 7 rows")
    expect(page.get_by_role("link", name="Classroom 1, Captions")).to_be_visible()
