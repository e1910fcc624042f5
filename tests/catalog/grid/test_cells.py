"""What the text of a cell means, by what its row can hold."""

from __future__ import annotations

from decimal import Decimal

import pytest

from catalog.grid.amounts import Unreadable
from catalog.grid.cells import read_cell, read_column
from catalog.grid.rows import FIELD_ROWS, Row, grid_rows
from catalog.grid.values import BLANK, Term, Value, text_of
from features.models import Feature


def feature(code: str, kind: str, suffix: str = "") -> Feature:
    made = Feature(code=code, name=code, field_suffix=suffix)
    made.kind = kind
    return made


def again(code: str, period: str) -> Feature:
    """An allowance that starts again with each period."""
    made = feature(code, "allowance")
    made.periodicity, made.periodicity_type = 1, period
    return made


ROWS = grid_rows(
    [
        feature("polls", "switch"),
        feature("dial_minutes", "usage"),
        feature("people", "limit", "people"),
        feature("space", "allowance", "gb"),
        feature("length", "limit", "minutes"),
        feature("kept", "limit", "days"),
        feature("attendees", "limit", "people"),
        again("calls", "daily"),
    ]
)
TICKS = [ROWS["features/polls"], ROWS["features/dial_minutes"]]
COUNTS = [ROWS["features/people"], ROWS["features/space"]]


@pytest.mark.parametrize("row", TICKS, ids=lambda row: row.key)
@pytest.mark.parametrize("text", ["✓", "✔", "x", "X", "yes", "TRUE", "1", "included", " ● "])
def test_a_tick_is_read_however_it_is_written(row: Row, text: str) -> None:
    assert read_cell(row, text) is True


@pytest.mark.parametrize("row", [*TICKS, *COUNTS], ids=lambda row: row.key)
@pytest.mark.parametrize("text", ["", "  ", "-", "–", "no", "✗", "Not included"])
def test_what_is_not_included_is_nothing(row: Row, text: str) -> None:
    assert read_cell(row, text) is None


@pytest.mark.parametrize("text", ["maybe", "25", "unlimited rooms"])
def test_what_is_no_tick_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="Tick it"):
        read_cell(TICKS[0], text)


@pytest.mark.parametrize("text", ["∞", "u", "Unlimited", "infinite"])
def test_unlimited_is_said_in_words_or_by_its_sign(text: str) -> None:
    assert read_cell(COUNTS[0], text) is True


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("25", 25),
        ("1,000", 1000),
        ("1 000", 1000),
        ("1\u00a0000", 1000),
        ("1.000.000", 1_000_000),
        ("10'000", 10_000),
    ],
)
def test_a_number_is_read_with_any_mark_between_thousands(text: str, number: int) -> None:
    assert read_cell(COUNTS[0], text) == number


@pytest.mark.parametrize(("text", "number"), [("10 GB", 10), ("10gb", 10), ("1,000 gb", 1000)])
def test_the_unit_of_the_feature_may_stand_behind_its_number(text: str, number: int) -> None:
    assert read_cell(ROWS["features/space"], text) == number


@pytest.mark.parametrize("text", ["40 min", "40 mins", "40 minutes", "40 minute"])
def test_minutes_may_be_shortened(text: str) -> None:
    assert read_cell(ROWS["features/length"], text) == 40


@pytest.mark.parametrize(
    ("key", "text", "number"),
    [
        ("length", "Up to 30 hours", 1800),
        ("length", "30 hrs", 1800),
        ("length", "1.5 hours", 90),
        ("length", "40 min per meeting", 40),
        ("length", "120 seconds", 2),
        ("space", "1 TB", 1000),
        ("space", "0.5 TB", 500),
        ("space", "5,000 MB", 5),
        ("kept", "1 year", 365),
        ("kept", "2 weeks", 14),
    ],
)
def test_another_unit_is_taken_into_that_of_the_feature(key: str, text: str, number: int) -> None:
    assert read_cell(ROWS[f"features/{key}"], text) == number


@pytest.mark.parametrize(
    ("key", "text"),
    [("length", "50 seconds"), ("length", "1 month"), ("kept", "12 months"), ("space", "250 MB")],
)
def test_a_unit_that_does_not_come_out_whole_is_refused(key: str, text: str) -> None:
    with pytest.raises(Unreadable, match="Give a whole number of"):
        read_cell(ROWS[f"features/{key}"], text)


@pytest.mark.parametrize(
    "text", ["100 attendees", "100 people", "Up to 100 participants", "max. 100", "100*", "≤ 100"]
)
def test_what_is_counted_may_stand_behind_its_number(text: str) -> None:
    assert read_cell(ROWS["features/attendees"], text) == 100


def test_unlimited_may_say_of_what() -> None:
    assert read_cell(ROWS["features/length"], "Unlimited minutes") is True
    with pytest.raises(Unreadable):
        read_cell(ROWS["features/length"], "Unlimited rooms")


def test_a_period_is_left_out_where_it_is_that_of_the_feature() -> None:
    assert read_cell(ROWS["features/calls"], "1,000 calls / day") == 1000
    with pytest.raises(Unreadable):
        read_cell(ROWS["features/calls"], "1,000 per month")


@pytest.mark.parametrize("text", ["Contact sales", "Custom", "on request"])
def test_a_price_on_request_is_not_decided(text: str) -> None:
    assert read_cell(ROWS["price"], text) is None


def test_a_point_that_could_be_a_decimal_mark_is_refused() -> None:
    with pytest.raises(Unreadable, match="1000 or as 1"):
        read_cell(COUNTS[0], "1.000")


@pytest.mark.parametrize(
    "text", ["yes", "✓", "2.5", "-3", "10 PB", "500 MB", "10 GB/user", "many", "٣", "9" * 5000]
)
def test_what_is_no_number_is_refused_and_never_unlimited(text: str) -> None:
    with pytest.raises(Unreadable, match="∞ for unlimited, or leave it empty"):
        read_cell(COUNTS[1], text)


def test_zero_is_told_from_not_included() -> None:
    with pytest.raises(Unreadable, match="leave it empty for not included"):
        read_cell(COUNTS[0], "0")


@pytest.mark.parametrize("row", FIELD_ROWS, ids=lambda row: row.key)
def test_an_empty_field_has_what_a_new_package_has(row: Row) -> None:
    assert read_cell(row, "") == BLANK[row.key]


STORED: dict[str, Value] = {
    **BLANK,
    "name": "Basic",
    "price": Decimal("14.9"),
    "currency": "EUR",
    "features/people": 1000,
    "features/space": True,
    "features/polls": True,
}


@pytest.mark.parametrize("row", ROWS.values(), ids=lambda row: row.key)
def test_what_a_cell_shows_means_what_is_stored(row: Row) -> None:
    text = text_of(row, STORED)

    assert not read_column(ROWS, STORED, {row.key: text})


def test_amounts_are_shown_with_the_decimals_of_their_currency() -> None:
    assert text_of(ROWS["price"], STORED) == "14.90"
    assert text_of(ROWS["price"], {**STORED, "currency": "KWD"}) == "14.900"


def test_another_spelling_of_the_same_is_no_change() -> None:
    typed = {"price": "€ 14,90", "features/people": "1,000", "features/space": "unlimited", "term": "monthly"}

    assert not read_column(ROWS, STORED, typed)


def test_one_is_not_unlimited() -> None:
    edits = read_column(ROWS, STORED, {"features/space": "1", "features/people": "∞"})

    assert dict(edits.values) == {"features/space": 1, "features/people": True}
    assert edits.values["features/people"] is True


def test_an_emptied_cell_takes_the_feature_out() -> None:
    assert read_column(ROWS, STORED, {"features/people": ""}).values == {"features/people": None}


def test_what_can_not_be_read_is_told_beside_its_row_and_the_rest_is_read() -> None:
    edits = read_column(ROWS, STORED, {"price": "dear", "tier": "20", "features/people": "some"})

    assert edits.values == {"tier": "20"}
    assert set(edits.problems) == {"price", "features/people"}


def test_a_currency_beside_an_amount_must_be_that_of_the_package() -> None:
    edits = read_column(ROWS, STORED, {"price": "$ 20"})

    assert edits.problems == {"price": "Says $, but the currency of this package is EUR."}


def test_a_currency_that_is_typed_with_the_amount_counts() -> None:
    edits = read_column(ROWS, STORED, {"price": "R$ 20", "currency": "brl"})

    assert edits.values == {"price": Decimal(20), "currency": "BRL"}


def test_a_term_beside_an_amount_must_be_that_of_the_package() -> None:
    edits = read_column(ROWS, STORED, {"price": "20 / year", "signup_fee": "5 / month"})

    assert edits.problems == {
        "price": "Says 1 year, but the term of this package is 1 month.",
        "signup_fee": "Give the amount alone: this is charged once.",
    }


def test_a_term_that_is_typed_with_the_amount_counts() -> None:
    edits = read_column(ROWS, STORED, {"price": "20 / year", "term": "yearly"})

    assert edits.values == {"price": Decimal(20), "term": Term(1, "year")}


def test_a_row_that_the_grid_does_not_have_is_left_alone() -> None:
    assert not read_column(ROWS, STORED, {"features/unheard_of": "1", "status": "active"})
