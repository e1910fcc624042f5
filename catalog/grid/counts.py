"""Numbers of something, as price lists write them: 25, 1,000 rooms, up to 30 hours, 2 TB, unlimited."""

from __future__ import annotations

import re
from fractions import Fraction

from catalog.grid.amounts import Unreadable
from features.models import Feature
from features.units import unit_text

NO = {"-", "–", "—", "✗", "✘", "✕", "✖", "❌", "☐", "n", "no", "false", "off", "none", "not included", "n/a"}
_UNLIMITED = {"∞", "u", "unlimited", "no limit", "no limits", "infinite", "inf"}
_NUMBER = re.compile(
    r"\d{1,18}|\d{1,3}(?:(?P<mark>[,' ’])\d{3})(?:(?P=mark)\d{3}){0,4}|\d{1,3}(?:\.\d{3}){2,5}",
    re.ASCII,
)
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2}\.\d{3}", re.ASCII)
_PART = re.compile(r"\d{1,6}[.,]\d{1,2}", re.ASCII)
_SAID = re.compile(r"(?P<number>\d(?:[\d.,' ’]*\d)?)\s*(?P<thing>[^\d\s].*)?", re.ASCII)
_ABOUT = re.compile(r"(?:up to|at most|max(?:\.|imum)?|≤)\s*")
# What is counted each time anew, which a limit says of itself.
_EACH = re.compile(r"\s*(?:/|\bper\b|\ba\b|\beach\b)\s*(?:meeting|session|call|room|webinar|event)\Z")
_AGAIN = re.compile(r"\s*(?:/|\bper\b|\ba\b|\bevery\b)\s*(?P<period>day|week|month|mo)\Z")
_PERIODS = {"daily": {"day"}, "weekly": {"week"}, "monthly": {"month", "mo"}}

# How much one of each is of the smallest; a month has no length in days, so it is none of them. A terabyte is
# 1,000 gigabytes, as those who sell storage count it.
_SCALES: tuple[dict[str, int], ...] = (
    {
        "second": 1, "sec": 1, "minute": 60, "min": 60, "hour": 3600, "hr": 3600, "h": 3600,
        "day": 86_400, "week": 604_800, "year": 31_536_000, "yr": 31_536_000,
    },
    {"mb": 1, "gb": 1000, "tb": 1_000_000},
)  # fmt: skip
_PEOPLE = {"person", "people", "participant", "attendee", "user", "guest"}


def read_count(text: str, feature: Feature | None) -> int | bool | None:
    """A number above 0, True for unlimited, None for not included; raises Unreadable.

    A unit beside the number is taken into that of the feature, as far as it comes out whole.
    """
    said = _plain(text, feature)
    if not said or said in NO:
        return None
    if said in _UNLIMITED or _without_thing(said, feature) in _UNLIMITED:
        return True
    found = _SAID.fullmatch(said)
    scale = _scale(found["thing"] or "", feature) if found else None
    if found is None or scale is None:
        raise _unreadable(feature)
    number = _number(found["number"], text, feature, scale=scale)
    if not number:
        raise Unreadable("0 can't be sold: leave it empty for not included, or give a number above 0.")
    return number


def _plain(text: str, feature: Feature | None) -> str:
    """In small letters, without marks of footnotes, and without what goes without saying."""
    said = re.sub(r"[\s\u00a0\u2009\u202f]+", " ", text).strip().casefold().rstrip("*†‡").strip()
    said = _EACH.sub("", _ABOUT.sub("", said, count=1) if _ABOUT.match(said) else said)
    again = _AGAIN.search(said)
    if again and feature and feature.periodicity == 1:
        is_its_period = again["period"] in _PERIODS.get(feature.periodicity_type, set())
        return said[: again.start()] if is_its_period else said
    return said


def _without_thing(said: str, feature: Feature | None) -> str:
    first, _, thing = said.partition(" ")
    return first if thing and _scale(thing, feature) == 1 else said


def _scale(thing: str, feature: Feature | None) -> Fraction | None:
    """How many of the feature's units one of this is; None when it is something else."""
    if not thing:
        return Fraction(1)
    if feature is None:
        return None
    unit, one = unit_text(feature.field_suffix, 1).casefold(), _one(thing.rstrip("."))
    for scale in _SCALES:
        if unit in scale and one in scale:
            return Fraction(scale[one], scale[unit])
    return Fraction(1) if set(map(_one, thing.split())) <= _things(feature, unit) else None


def _things(feature: Feature, unit: str) -> set[str]:
    """What the feature counts, in single words."""
    named = {_one(word) for word in re.findall(r"\w+", feature.name.casefold())}
    things = {*named, *map(_one, unit.split())} - {"max", "maximum", "per", "of"}
    return things | _PEOPLE if things & _PEOPLE else things


def _one(word: str) -> str:
    return word if word in ("s", "h") else word.removesuffix("s")


def _number(number: str, text: str, feature: Feature | None, *, scale: Fraction) -> int:
    if _AMBIGUOUS.fullmatch(number):
        whole, short = number.replace(".", ""), number.split(".", maxsplit=1)[0]
        raise Unreadable(f"{text} can be read as {whole} or as {short}. Write it without a point.")
    if _NUMBER.fullmatch(number):
        found = scale * int(re.sub(r"\D", "", number))
    elif _PART.fullmatch(number) and scale != 1:
        found = scale * Fraction(number.replace(",", "."))
    else:
        raise _unreadable(feature)
    if found.denominator != 1:
        raise _unreadable(feature)
    return int(found)


def _unreadable(feature: Feature | None) -> Unreadable:
    unit = unit_text(feature.field_suffix) if feature else ""
    of = f" of {unit}" if unit else ""
    return Unreadable(f"Give a whole number{of}, ∞ for unlimited, or leave it empty.")
