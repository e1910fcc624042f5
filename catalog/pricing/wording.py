"""Amounts, periods and values of a pricing table in words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from babel.numbers import format_currency, format_decimal

from catalog import money
from catalog.pricing.languages import Language

_PERIODS = {"daily": "day", "weekly": "week", "monthly": "month"}


def amount(value: Decimal | int, currency: str, language: Language) -> str:
    """Money in the format of a language, with as many decimals as it needs: `14,90 €`, `¥1,200`, `0,004 €`."""
    exact = Decimal(value)
    text: str
    if money.decimals(exact) > (money.exponent(currency) or 0):
        text = format_currency(exact, currency, locale=language.locale, decimal_quantization=False)
    else:
        text = format_currency(exact, currency, locale=language.locale)
    return text


def number(value: int, language: Language) -> str:
    text: str = format_decimal(value, locale=language.locale)
    return text


def period(count: int, unit: str, language: Language) -> str:
    """How long: `1 month`, `14 Tage`."""
    one, many = language.words.units[unit]
    return f"{number(count, language)} {one if count == 1 else many}"


def rate(count: int, unit: str, language: Language) -> str:
    """How often: `per month`, `alle 6 Monate`; empty for 0, which is once."""
    if not count:
        return ""
    words = language.words
    return words.per[unit] if count == 1 else words.every.format(period(count, unit, language))


def feature_value(row: Mapping[str, Any], language: Language) -> str:
    """What a package gives of a feature: `500 minutes per month`, `Unlimited`, `Included`, `Charged by use`."""
    words = language.words
    if row["kind"] == "usage":
        return words.by_use
    if row["unlimited"]:
        return words.unlimited
    if row["limit"] is None:
        return words.included
    counted = _counted(row["limit"], row["field_suffix"], language)
    return f"{counted} {_resets(row, language)}".strip()


def _counted(count: int, suffix: str, language: Language) -> str:
    units = {**language.words.units, "days": language.words.units["day"]}
    if suffix in units:
        one, many = units[suffix]
        return f"{number(count, language)} {one if count == 1 else many}"
    # A unit without a translation is the name of the feature said again.
    return number(count, language)


def _resets(row: Mapping[str, Any], language: Language) -> str:
    if row["kind"] != "allowance" or not row["periodicity"]:
        return ""
    return rate(row["periodicity"], _PERIODS[row["periodicity_type"]], language)


def unit_price(row: Mapping[str, Any], currency: str, language: Language) -> str:
    """What use costs that is not included: `then €0.05 per minute`; empty where nothing is charged."""
    if row["unit_price"] is None or row["unlimited"] or not currency:
        return ""
    per = language.words.per.get(row["field_suffix"], language.words.per[""])
    priced = f"{amount(row['unit_price'], currency, language)} {per}"
    return priced if row["kind"] == "usage" else language.words.then.format(priced)
