from decimal import Decimal

import pytest

from catalog.money import (
    MAX_DECIMALS,
    amount_problems,
    digit_problems,
    exponent,
    exponents,
    minor,
    number_text,
    typed_amount,
)


@pytest.mark.parametrize(("currency", "places"), [("USD", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4)])
def test_knows_the_decimals_of_a_currency(currency: str, places: int) -> None:
    assert exponent(currency) == places


@pytest.mark.parametrize("currency", ["", "usd", "XAU", "XXX", "ZZZ"])
def test_knows_what_is_no_currency_to_pay_in(currency: str) -> None:
    assert exponent(currency) is None


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("14.9900", "14.99"),
        ("0.0000", "0"),
        ("-0", "0"),
        ("1000", "1000"),
        ("1E+3", "1000"),
        ("0.000000000001", "0.000000000001"),
    ],
)
def test_writes_an_amount_in_its_shortest_exact_form(amount: str, text: str) -> None:
    assert number_text(Decimal(amount)) == text


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [("14.99", "USD", 1499), ("500", "JPY", 500), ("1.234", "KWD", 1234), ("5", "", None)],
)
def test_tells_an_amount_in_minor_units(amount: str, currency: str, expected: int | None) -> None:
    assert minor(Decimal(amount), currency) == expected


@pytest.mark.parametrize(("amount", "currency"), [("0.5", "JPY"), ("1.999", "USD"), ("1.2345", "KWD")])
def test_refuses_more_decimals_than_the_currency_has(amount: str, currency: str) -> None:
    problems = amount_problems(Decimal(amount), currency, "/price")

    assert [(p.pointer, p.code) for p in problems] == [("/price", "too_many_decimals")]


@pytest.mark.parametrize(("amount", "currency"), [("1.50", "USD"), ("500.000", "JPY"), ("1.999", "")])
def test_takes_an_amount_that_can_be_paid(amount: str, currency: str) -> None:
    assert amount_problems(Decimal(amount), currency, "/price") == []


@pytest.mark.parametrize("amount", ["1234567890123456", "1E+15", "0.1234567890123456", "NaN", "Infinity"])
def test_refuses_what_not_every_reader_of_json_keeps(amount: str) -> None:
    assert len(digit_problems(Decimal(amount), "/price")) == 1


def test_an_amount_without_a_currency_has_no_more_decimals_than_are_stored() -> None:
    problems = amount_problems(Decimal("0.12345"), "", "/signup_fee")

    assert [(p.pointer, p.code) for p in problems] == [("/signup_fee", "too_many_decimals")]
    assert max(exponents().values()) <= MAX_DECIMALS


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("14.9", "EUR", "14.90"),
        ("14.905", "EUR", "14.905"),
        ("1" * 30, "EUR", "1" * 30 + ".00"),
        ("14", "JPY", "14"),
    ],
)
def test_an_amount_of_any_length_is_shown_as_it_would_be_typed(amount: str, currency: str, text: str) -> None:
    assert f"{typed_amount(Decimal(amount), currency):f}" == text
