"""Amounts and terms, as people and spreadsheets of many countries write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from catalog.grid.amounts import Priced, Unreadable, fits_currency, read_amount, read_currency, read_term
from catalog.grid.values import Term


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("14.99", "14.99"),
        ("14,99", "14.99"),
        ("1,299.00", "1299.00"),
        ("1.299,00", "1299.00"),
        ("1 299,00", "1299.00"),
        ("1\u00a0299,00", "1299.00"),
        ("1\u202f299,00", "1299.00"),
        ("1'299.50", "1299.50"),
        ("1,299,000", "1299000"),
        ("0.125", "0.125"),
        ("0", "0"),
        ("Free", "0"),
        ("  7  ", "7"),
    ],
)
def test_an_amount_is_read_however_it_is_written(text: str, amount: str) -> None:
    assert read_amount(text) == Priced(Decimal(amount))


@pytest.mark.parametrize("text", ["1,000", "1.000", "$ 2,500", "12.345"])
def test_what_can_be_read_in_two_ways_is_refused_with_both(text: str) -> None:
    with pytest.raises(Unreadable, match=r"can be read as .* or as "):
        read_amount(text)


def test_three_decimals_are_those_of_a_currency_that_has_them() -> None:
    assert read_amount("1.250", places=3) == Priced(Decimal("1.250"))


@pytest.mark.parametrize(
    ("text", "currency", "term"),
    [
        ("R$ 14,90", "R$", None),
        ("14.90 EUR", "EUR", None),
        ("€9", "€", None),
        ("$13.33 / month", "$", Term(1, "month")),
        ("$14.99/user/month", "$", Term(1, "month")),
        ("$14.99 per user per month", "$", Term(1, "month")),
        ("€ 14.99 host/mo*", "€", Term(1, "month")),
        ("$14.99 / year / license", "$", Term(1, "year")),
        ("$99/yr", "$", Term(1, "year")),
        ("12 per month", "", Term(1, "month")),
    ],
)
def test_what_stands_beside_an_amount_is_kept(text: str, currency: str, term: Term | None) -> None:
    found = read_amount(text)

    assert (found.currency, found.term) == (currency, term)


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "-5",
        "Contact sales",
        "5 users",
        "14.99 for 5 users / month",
        "14.99 plus tax",
        "1.29,00",
        "٣",
        "9" * 100,
        "1..2",
        "NaN",
    ],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read_amount(text)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("month", Term(1, "month")),
        ("Monthly", Term(1, "month")),
        ("per month", Term(1, "month")),
        ("/mo", Term(1, "month")),
        ("6 months", Term(6, "month")),
        ("every 3 months", Term(3, "month")),
        ("quarterly", Term(3, "month")),
        ("Annually", Term(1, "year")),
        ("2 weeks", Term(2, "week")),
        ("14 days", Term(14, "day")),
        ("once", Term(0, "month")),
    ],
)
def test_a_term_is_read_however_it_is_written(text: str, term: Term) -> None:
    assert read_term(text) == term


@pytest.mark.parametrize("text", ["soon", "12345 months", "1.5 months", "month and a half"])
def test_what_is_no_term_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="Give a term"):
        read_term(text)


@pytest.mark.parametrize(("text", "code"), [("eur", "EUR"), ("€", "EUR"), ("R$", "BRL"), ("USD", "USD")])
def test_a_currency_is_read_by_its_code_or_by_a_sign_of_its_own(text: str, code: str) -> None:
    assert read_currency(text) == code


@pytest.mark.parametrize("text", ["$", "euro", "XYZ", "kr"])
def test_a_sign_of_several_currencies_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="three letters"):
        read_currency(text)


@pytest.mark.parametrize(
    ("mark", "currency", "fits"),
    [("$", "USD", True), ("$", "CAD", True), ("R$", "BRL", True), ("€", "USD", False), ("eur", "EUR", True)],
)
def test_a_sign_fits_the_currencies_that_are_written_with_it(mark: str, currency: str, fits: bool) -> None:
    assert fits_currency(mark, currency) is fits
