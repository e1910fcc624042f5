"""Prices, periods and values in the words and formats of a language."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from catalog.pricing.languages import WORDS, language, languages
from catalog.pricing.wording import amount, feature_value, period, rate, unit_price

ROW = {
    "kind": "limit",
    "limit": 5,
    "unlimited": False,
    "field_suffix": "",
    "periodicity": 0,
    "periodicity_type": "monthly",
    "unit_price": None,
}


def plain(text: str) -> str:
    """With ordinary spaces, as one types them."""
    return text.replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("value", "currency", "tag", "said"),
    [
        ("14.9", "EUR", "en-US", "€14.90"),
        ("14.9", "EUR", "de-DE", "14,90 €"),
        ("1234.5", "USD", "fr-FR", "1 234,50 $US"),
        ("1200", "JPY", "ja-JP", "¥1,200"),
        ("12345678", "INR", "hi-IN", "₹1,23,45,678.00"),
        ("0.004", "EUR", "de-DE", "0,004 €"),
        ("9.9", "BRL", "pt-BR", "R$ 9,90"),
    ],
)
def test_money_has_the_format_of_the_language_and_the_decimals_that_it_needs(
    value: str, currency: str, tag: str, said: str
) -> None:
    shown = plain(amount(Decimal(value), currency, language(tag))).replace("￥", "¥")

    assert shown == said


@pytest.mark.parametrize(
    ("count", "unit", "tag", "said"),
    [
        (1, "month", "en-US", "per month"),
        (6, "month", "en-US", "every 6 months"),
        (6, "month", "de-DE", "alle 6 Monate"),
        (1, "year", "it-IT", "all’anno"),
        (1, "month", "pl-PL", "per month"),
        (0, "month", "de-DE", ""),
    ],
)
def test_a_term_is_said_as_a_rate(count: int, unit: str, tag: str, said: str) -> None:
    assert rate(count, unit, language(tag)) == said


def test_a_period_is_one_or_many() -> None:
    assert [period(n, "day", language("de-DE")) for n in (1, 14)] == ["1 Tag", "14 Tage"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({}, "5"),
        ({"field_suffix": "minutes", "limit": 1000}, "1.000 Minuten"),
        ({"field_suffix": "days", "limit": 1}, "1 Tag"),
        ({"unlimited": True, "limit": None}, "Unbegrenzt"),
        ({"kind": "switch", "limit": None}, "Enthalten"),
        ({"kind": "usage", "limit": None}, "Nach Verbrauch"),
        ({"kind": "allowance", "field_suffix": "gb", "periodicity": 1}, "5 GB pro Monat"),
        ({"kind": "allowance", "field_suffix": "user_id", "periodicity": 1}, "5 pro Monat"),
    ],
)
def test_a_value_is_said_with_its_unit_and_when_it_starts_again(row: dict[str, Any], said: str) -> None:
    assert feature_value({**ROW, **row}, language("de-DE")) == said


def test_what_use_costs_is_said_per_unit() -> None:
    row = {**ROW, "kind": "allowance", "field_suffix": "minutes", "unit_price": Decimal("0.05")}

    assert plain(unit_price(row, "EUR", language("de-DE"))) == "danach 0,05 € pro Minute"
    assert plain(unit_price({**row, "field_suffix": "x"}, "EUR", language("en-US"))) == "then €0.05 per unit"
    assert plain(unit_price({**row, "kind": "usage"}, "EUR", language("en-US"))) == "€0.05 per minute"


@pytest.mark.parametrize("change", [{"unit_price": None}, {"unlimited": True}])
def test_where_nothing_is_charged_nothing_is_said(change: dict[str, Any]) -> None:
    row = {**ROW, "kind": "allowance", "unit_price": Decimal(1), **change}

    assert unit_price(row, "EUR", language("en-US")) == ""


def test_a_language_that_is_none_is_the_first() -> None:
    assert language("xx") == language("") == languages()[0]


def test_every_language_has_every_word_or_none() -> None:
    english = WORDS["en"]

    for words in WORDS.values():
        assert words.units.keys() == english.units.keys()
        assert words.per.keys() == english.per.keys()
    assert {one.tag for one in languages() if not one.is_translated} == {
        "da-DK", "sv-SE", "pl-PL", "cs-CZ", "tr-TR", "hi-IN", "ja-JP", "ko-KR", "zh-Hans-CN",
    }  # fmt: skip
