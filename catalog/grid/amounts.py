"""Amounts and terms as people and spreadsheets write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import get_currency_symbol

from catalog import money
from catalog.grid.values import Term
from catalog.money import number_text

# Spaces of every width, as number formats put them between thousands.
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]+")
_PRICE = re.compile(
    r"(?P<before>[^\d.,+-]*?)\s*(?P<number>[\d.,' ’]*\d)\s*(?P<after>[^\d/]*?)\s*"
    r"(?P<term>(?:/|\bper\b|\bp\.|\ba\b).+)?",
    re.ASCII,
)
_PLAIN = re.compile(r"\d+([.,]\d+)?", re.ASCII)
_GROUPED = re.compile(
    r"[1-9]\d{0,2}(?:(?P<group>[.,' ’])\d{3})(?:(?P=group)\d{3})*(?:(?P<point>[.,])\d+)?", re.ASCII
)
_THREE = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
# Which people a price is for says nothing about how much it is.
_PERSON = r"\b(?:user|host|licen[cs]e|seat|member|person|organi[sz]er)s?\b\.?"
_WHOM = re.compile(rf"\s*(?:/|\bper\b|\ba\b)\s*{_PERSON}|\s+{_PERSON}(?=\s*/)", re.IGNORECASE)
# Nobody writes an amount that is longer.
_LONGEST = 60

_UNITS = {
    "d": "day", "day": "day", "days": "day", "daily": "day",
    "w": "week", "wk": "week", "week": "week", "weeks": "week", "weekly": "week",
    "m": "month", "mo": "month", "mon": "month", "month": "month", "months": "month", "monthly": "month",
    "y": "year", "yr": "year", "year": "year", "years": "year", "yearly": "year",
    "annual": "year", "annually": "year", "annum": "year",
}  # fmt: skip
_NAMED_TERMS = {
    "once": Term(0, "month"),
    "one-time": Term(0, "month"),
    "one time": Term(0, "month"),
    "no end": Term(0, "month"),
    "without end": Term(0, "month"),
    "0": Term(0, "month"),
    "quarter": Term(3, "month"),
    "quarterly": Term(3, "month"),
    "half-yearly": Term(6, "month"),
    "biannual": Term(6, "month"),
}
_TERM = re.compile(r"(?:(?:per|every|each|/)\s*|a\s+)?(?P<count>\d{1,4})?\s*(?P<unit>[a-z]+)\.?")
_SYMBOLS = {"€": "EUR", "£": "GBP", "R$": "BRL", "US$": "USD", "₹": "INR", "₩": "KRW", "₪": "ILS", "₺": "TRY"}


@dataclass(frozen=True)
class Priced:
    """An amount that was read, with the currency and the term that were written beside it, if any."""

    amount: Decimal
    currency: str = ""
    term: Term | None = None


class Unreadable(Exception):
    """The text says nothing that the cell can hold; the message says what to write instead."""


def read_amount(text: str, *, places: int = 2) -> Priced:
    """An amount: 14.99, 14,99, R$ 14,90, 1,299.00, € 9 / month, free. Raises Unreadable.

    `places` are the decimals of the currency that it is in.
    """
    plain = _SPACES.sub(" ", text).strip()
    if plain.casefold() in ("free", "gratis"):
        return Priced(Decimal(0))
    plain = _WHOM.sub("", plain).rstrip("*†‡ ")
    found = _PRICE.fullmatch(plain) if len(plain) <= _LONGEST else None
    if found is None:
        raise Unreadable("Give an amount, like 14.99, or leave it empty.")
    marks = [mark for mark in (found["before"].strip(), found["after"].strip()) if mark]
    if len(marks) > 1 or any(not _is_currency(mark) for mark in marks):
        raise Unreadable("Give the amount alone, like 14.99; what else is said has rows of its own.")
    amount = read_number(found["number"].strip(), places=places)
    return Priced(amount, "".join(marks), _term_beside(found["term"]))


def _is_currency(mark: str) -> bool:
    return mark.upper() in money.exponents() or len(mark) <= 3


def _term_beside(text: str | None) -> Term | None:
    if text is None:
        return None
    try:
        return read_term(text.replace("p.", "per "))
    except Unreadable:
        raise Unreadable("Give the amount for one term, like 14.99, and the term in its own row.") from None


def read_number(text: str, *, places: int) -> Decimal:
    """A number with either decimal mark and any mark between thousands; raises Unreadable.

    1.299,00 and 1,299.00 can be read in one way only; 1,299 in two, which differ a thousandfold, unless
    it is written with the three decimals that its currency has.
    """
    if _THREE.fullmatch(text) and not (places == 3 and "." in text):
        whole, short = re.sub(r"[.,]", "", text), number_text(Decimal(text.replace(",", ".")))
        other = short if short != text else "fewer decimals"
        raise Unreadable(f"{text} can be read as {whole} or as {short}. Write {whole}, or {other}.")
    grouped = _GROUPED.fullmatch(text)
    if grouped and not _THREE.fullmatch(text) and grouped["group"] != grouped["point"]:
        return Decimal(text.replace(grouped["group"], "").replace(",", "."))
    if _PLAIN.fullmatch(text):
        return Decimal(text.replace(",", "."))
    raise Unreadable("Give an amount, like 14.99, or leave it empty.")


def read_term(text: str) -> Term:
    """A term: 1 month, monthly, 6 months, /yr, quarterly, once. Raises Unreadable."""
    plain = _SPACES.sub(" ", text).strip().casefold()
    if plain in _NAMED_TERMS:
        return _NAMED_TERMS[plain]
    found = _TERM.fullmatch(plain)
    if found is None or found["unit"] not in _UNITS:
        raise Unreadable("Give a term, like 1 month, 6 months or 1 year, or once.")
    return Term(int(found["count"] or 1), _UNITS[found["unit"]])


def read_currency(text: str) -> str:
    """A currency by its code in any letter case, or by a sign that only one has; raises Unreadable."""
    code = _SYMBOLS.get(text.strip(), text.strip().upper())
    if code and money.exponent(code) is None:
        raise Unreadable("Give a currency by its three letters, like EUR.")
    return code


def fits_currency(mark: str, currency: str) -> bool:
    """Whether what was written beside an amount ($, R$, eur) can stand for this currency."""
    symbol = get_currency_symbol(currency, locale="en")
    return mark.upper() == currency or _SYMBOLS.get(mark) == currency or symbol.endswith(mark)
