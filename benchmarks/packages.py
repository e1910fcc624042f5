"""What the packages of the benchmark look like: the same number makes the same package, on every machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

# As many packages share the rare word of their name, whatever the size of the catalog.
SERIES = 20
COMMON_WORD = "campus"
FEATURES = 20

_LINES = ("Start", "Team", "Business", "Campus", "Clínica", "Estúdio", "Enterprise", "Pro")
_SYLLABLES = tuple(consonant + vowel for consonant in "bcdfghjklmnprstv" for vowel in "aeio")
# Odd, so that each series has a word of its own; large, so that neighbours don't begin alike.
_SCATTER = 0x9E3779
_CURRENCIES = ("BRL", "EUR", "USD", "JPY")
_SERVICES = {
    "meet": "Meetings",
    "live": "Live",
    "video": "Video",
    "webinar": "Webinars",
    "webcast": "Webcast",
    "simulcast": "Simulcast",
    "phone": "Phone",
    "audio": "Audio",
    "audcast": "Radio",
}
SERVICE_TYPES = tuple(_SERVICES)
_STATUSES = ("active",) * 7 + ("draft",) * 2 + ("inactive",)


@dataclass(frozen=True)
class Offered:
    """A feature that packages of a service type can be given, and whether it takes a number."""

    code: str
    counted: bool


def series_word(number: int) -> str:
    """The word that twenty packages share, four syllables like a name's; no two of 2**24 series have the same."""
    scattered = number // SERIES * _SCATTER % (1 << 24)
    return "".join(_SYLLABLES[scattered >> shift & 63] for shift in (18, 12, 6, 0))


def service_type(number: int) -> str:
    return SERVICE_TYPES[number % len(SERVICE_TYPES)]


def name(number: int) -> str:
    line = _LINES[number // 9 % len(_LINES)]
    return f"{_SERVICES[service_type(number)]} {line} {series_word(number).capitalize()} {number}"


def values(number: int) -> dict[str, Any]:
    """The fields of a package, its parts apart."""
    return {
        "name": name(number),
        "service_type": service_type(number),
        "status": _STATUSES[number * 7 % 10],
        "hidden": number % 11 == 0,
        "description": f"Everything that a {_LINES[number // 9 % len(_LINES)]} needs, by the month.",
        "short_description": f"{_SERVICES[service_type(number)]} for up to {10 + number % 90} people",
        # Without decimals, so that it fits every currency.
        "price": Decimal(5 + number * 37 % 990),
        "signup_fee": Decimal(number % 3 * 10),
        "currency": _CURRENCIES[number // 9 % len(_CURRENCIES)],
        "tier": str(number // 9 % 9 * 10 + 10),
        "trial_period": number % 4 * 7,
        "grace_period": number % 3 * 5,
        "periodicity": 12 if number % 5 == 0 else 1,
        "package_metadata": {"color": ("red", "green", "blue")[number % 3], "channel": f"c{number % 7}"},
    }


def features(number: int, offered: Sequence[Offered]) -> Mapping[str, int | bool]:
    """Twenty features, by code; every fifth package has counted ones only, so that all twenty can change."""
    if number % 5 == 0:
        offered = [feature for feature in offered if feature.counted]
    start = number % len(offered)
    chosen = [*offered[start:], *offered[:start]][:FEATURES]
    return {feature.code: 10 + number % 90 if feature.counted else True for feature in chosen}
