"""Price tables as vendors of meetings publish them, pasted into the grid as they are."""

from __future__ import annotations

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from catalog.models import Package
from tests.browser.conftest import Operator
from tests.browser.grid import box, opened, typed_in
from tests.browser.test_grid_clipboard import paste

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("matrix")]

# Headings of sections without tabs, labels in other words, units of other sizes, and rows that nobody here sells.
IN_DOLLARS = """\
Compare plans
\tBasic\tPro\tBusiness\tEnterprise
Price per user per month\tFree\t$14.99/user/month\t$21.99/user/month\tContact sales
Meetings
Meeting duration\t40 minutes\tUp to 30 hours\tUp to 30 hours\tUp to 30 hours
Participants per meeting\t100\t100\t300\t1,000
Screen share\t✓\t✓\t✓\t✓
Breakout rooms\t✓\t✓\t✓\t✓
Whiteboard\t3 boards\tUnlimited\tUnlimited\tUnlimited
Live captions\t—\t✓\t✓\t✓
Chat\t✓\t✓\t✓\t✓
Recording
Cloud recording\t—\t✓\t✓\t✓
Cloud storage\t—\t10 GB\t10 GB\tUnlimited
Recording retention\t—\t1 year\t1 year\tUnlimited
Administration
Company branding\t—\t—\t✓\t✓
Dial-in\t—\tAdd-on\tIncluded\tIncluded
24/7 support\t—\t—\t✓\t✓
"""
# As a spreadsheet has it: headings with tabs, prices for a month in euros, units in the labels.
IN_EUROS = """\
Features\tStarter\tTeam\tScale\tCampus
Tier\t10\t20\t30\t40
Price / month\t€ 0\t€ 9,90\t€ 24,90\t€ 99,00
Set-up fee\t\t\t\t€ 250,00
ROOMS & PEOPLE\t\t\t\t
Number of rooms\t1\t5\t25\tUnlimited
Attendees\tUp to 25 people\t100 people\t250 people\t500 people
Time limit (hours)\t1\t8\t24\tno limit
Webcams\t9\t25\t25\t49
TOGETHER\t\t\t\t
Shared notes\tYes\tYes\tYes\tYes
Polling\tNo\tYes\tYes\tYes
Virtual background\tYes\tYes\tYes\tYes
Subtitles\tNo\tNo\tYes\tYes
Single sign-on\tNo\tNo\tNo\tYes
RECORDING\t\t\t\t
Recordings\tNo\tYes\tYes\tYes
Storage per user\t\t5 GB\t0.5 TB\t2 TB
"""


def test_a_published_table_in_dollars_is_read_as_far_as_it_is_clear(operator: Operator) -> None:
    page = opened(operator)

    paste(page, "0/name", IN_DOLLARS)

    expect(page.locator("#grid-count")).to_contain_text("in 4 packages")
    expect(box(page, "1/features/max_duration")).to_have_value("1800")
    assert typed_in(page, "name") == ["Basic", "Pro", "Business", "Enterprise"]
    assert typed_in(page, "features/max_duration") == ["40", "1800", "1800", "1800"]
    assert typed_in(page, "features/max_participants") == ["100", "100", "300", "1000"]
    assert typed_in(page, "features/captions") == ["", "✓", "✓", "✓"]
    assert typed_in(page, "features/recording") == ["", "✓", "✓", "✓"]
    assert typed_in(page, "features/record_expiration") == ["", "365", "365", "∞"]
    assert typed_in(page, "price") == ["0", "14.99", "21.99", ""]
    notice = page.locator(".grid-notice")
    expect(notice).to_contain_text("“Meeting duration” went into “Max duration”")
    expect(notice).to_contain_text("“Chat” could be “Public chat” or “Private chat”")
    expect(notice).to_contain_text("No row here is called “Whiteboard”, “24/7 support”; what stood there")
    # What can't be read stays as it was pasted, and says what to type.
    expect(page.locator("#grid-problems")).to_contain_text(
        "Pro, Dial-in: Tick it (✓ or x), or leave it empty"
    )
    expect(page.locator("#grid-problems")).to_contain_text("Pro, Currency")
    expect(box(page, "1/features/dial_in")).to_have_value("Add-on")
    operator.keep("grid-list-dollars")
    assert operator.violations() == []


def test_a_table_in_euros_becomes_drafts(operator: Operator) -> None:
    page = opened(operator)

    paste(page, "0/name", IN_EUROS)

    expect(box(page, "2/features/max_duration")).to_have_value("1440")
    expect(page.locator(".grid-notice")).to_contain_text("The currency is taken from the prices: EUR.")
    operator.keep("grid-list-euros")
    page.click("#review")
    page.get_by_role("button", name="Save 4 packages").click()

    expect(page.locator(".messagelist")).to_contain_text("4 packages made as drafts")
    made = {package.name: package for package in Package.objects.prefetch_related("features")}
    assert {(one.currency, one.tier, one.price) for one in made.values()} == {
        ("EUR", "10", Decimal(0)),
        ("EUR", "20", Decimal("9.9")),
        ("EUR", "30", Decimal("24.9")),
        ("EUR", "40", Decimal(99)),
    }
    assert made["Campus"].signup_fee == 250
    assert {row.feature_id: row.value for row in made["Scale"].features.all()} == {
        "max_rooms": 25,
        "max_participants": 250,
        "max_duration": 1440,
        "shared_notes": True,
        "polls": True,
        "virtual_backgrounds": True,
        "captions": True,
        "recording": True,
        "max_storage": 500,
    }


def test_two_lines_for_one_row_are_left_to_the_operator(operator: Operator) -> None:
    page = opened(operator)

    paste(
        page,
        "0/name",
        "Plan\tA\tB\nCloud storage\t5 GB\t10 GB\nLocal storage\t1 GB\t2 GB\nStorage space\t1\t2\n",
    )

    assert typed_in(page, "name") == ["A", "B"]
    expect(page.locator(".grid-notice")).to_contain_text("“Cloud storage” could be “Max storage”")
    assert set(typed_in(page, "features/max_storage")) == {""}


def test_a_yearly_price_is_not_taken_for_a_monthly_one(operator: Operator) -> None:
    page = opened(operator)

    paste(page, "0/name", "Plan\tA\nAnnual price\t€149.90\nRecording\tyes\n")

    expect(page.locator("#grid-problems")).to_contain_text(
        "Says 1 year, but the term of this package is 1 month."
    )
    expect(box(page, "0/price")).to_have_value("€149.90 / year")


def test_a_heading_of_a_table_empties_no_row(operator: Operator) -> None:
    page = opened(operator)
    box(page, "0/features/recording").fill("✓")

    paste(page, "0/name", "Plan\tA\nRooms\t5\nRecording\t\nCloud storage\t5 GB\n")

    expect(box(page, "0/features/max_storage")).to_have_value("5")
    expect(box(page, "0/features/recording")).to_have_value("✓")
