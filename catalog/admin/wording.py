"""Prices, terms and states of packages in the words of a price list."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import cache

from babel.numbers import format_currency, get_currency_name, get_currency_symbol
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince

from catalog import money
from catalog.models import Package, PackageDocument
from catalog.models.package import Status
from features.choices import FeatureKind
from features.models import Feature

LOCALE = "en"
_PERIODS = {"daily": "day", "weekly": "week", "monthly": "month"}


@cache
def currency_choices() -> tuple[tuple[str, str], ...]:
    """Every currency with its name, by code; first the empty choice."""
    named = (
        (code, f"{code} – {get_currency_name(code, locale=LOCALE)}") for code in sorted(money.exponents())
    )
    return (("", "Choose…"), *named)


def amount_text(amount: Decimal | None, currency: str) -> str:
    """An amount as its currency writes it: $14.99, ¥1,200; `Free` for 0, `Not decided` for none."""
    if amount is None:
        return "Not decided"
    if amount == 0:
        return "Free"
    if not currency:
        return money.number_text(amount)
    symbol, text = (
        get_currency_symbol(currency, locale=LOCALE),
        format_currency(amount, currency, locale=LOCALE),
    )
    # A symbol of letters stands apart from the number, which Babel leaves out.
    return text.replace(symbol, f"{symbol}\xa0") if symbol[-1].isalpha() else text


def counted(count: int, unit: str) -> str:
    """`month` for one, `6 months` for more."""
    return unit if count == 1 else f"{count} {unit}s"


def term_text(periodicity: int, periodicity_type: str) -> str:
    """How often a price is paid: `month`, `6 months`, `once`."""
    return counted(periodicity, periodicity_type) if periodicity else "once"


def price_text(package: Package) -> str:
    """A price with its term: `$14.99 / month`, `$99.00 once`."""
    term = term_text(package.periodicity, package.periodicity_type)
    return priced_text(package.price, package.currency, term)


def priced_text(price: Decimal | None, currency: str, term: str) -> str:
    """A price and how often it is paid, as `term_text` says it."""
    text = amount_text(price, currency)
    if not price:
        return text
    return f"{text} {term}" if term == "once" else f"{text} / {term}"


def period_text(feature: Feature) -> str:
    """When an allowance or a usage starts again; empty for what is not used up."""
    if feature.kind not in (FeatureKind.ALLOWANCE, FeatureKind.USAGE):
        return ""
    if not feature.periodicity:
        return "in use" if feature.kind == FeatureKind.ALLOWANCE else ""
    return f"per {counted(feature.periodicity, _PERIODS[feature.periodicity_type])}"


def ago(moment: datetime) -> str:
    """How long ago, by its largest unit: `3 days ago`."""
    text = timesince(moment, timezone.now(), depth=1)
    return "just now" if text.startswith("0") else f"{text} ago"


def badge(tone: str, text: str, title: str = "") -> SafeString:
    """A state in words, with a shape of its own beside its colour."""
    if title:
        return format_html('<span class="badge badge-{}" title="{}">{}</span>', tone, title, text)
    return format_html('<span class="badge badge-{}">{}</span>', tone, text)


def status_badge(package: Package | PackageDocument) -> SafeString:
    """The status, and that a package is retired, which ends its sales whatever the status."""
    if package.retired:
        return badge("retired", "Retired", f"{Status(package.status).label}, and retired")
    return badge(package.status, str(Status(package.status).label))
