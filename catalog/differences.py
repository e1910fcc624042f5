"""What changed between two promises of a package, as data and in plain words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from catalog import difference_keys as keys
from catalog import difference_parts as parts
from catalog.difference_keys import Document
from catalog.difference_words import amount, period
from config.differences import Difference, Quantity, changed, named, plain, plainly, same

# Mere wording: what customers or machines are shown, and how the service is delivered, but not what is
# sold and for how much. Everything else is commercial, so that a field that is new is not overlooked.
WORDING = frozenset(
    {
        "name",
        "description",
        "short_description",
        "hidden",
        "notification_preferences",
        "package_settings",
        "package_metadata",
        "providers",
    }
)

# Not promised: what a package is called by machines, and what the moment or the stock makes of it.
ASIDE = frozenset({"id", "uuid", "ulid", "stock_qty", "availability", "revision", "created_at", "updated_at"})
# Follow from others, and are told by themselves only when those stayed as they were.
FOLLOWS = {
    "price_minor": ("price", "currency"),
    "signup_fee_minor": ("signup_fee", "currency"),
    "currency_exponent": ("currency",),
}
_PERIODS = {
    "trial_period": ("trial_interval", "none"),
    "grace_period": ("grace_interval", "none"),
    "periodicity": ("periodicity_type", "without end"),
}
_LABELS = {
    "has_stock": "Limited stock",
    "overages_enabled": "Overages",
    "oversell_enabled": "Overselling",
    "signup_fee": "Sign-up fee",
    "trial_period": "Trial",
    "trial_interval": "Trial unit",
    "grace_interval": "Grace period unit",
    "periodicity": "Term",
    "periodicity_type": "Term unit",
}
# Too long to be quoted in a sentence.
_TEXTS = ("description", "short_description")


def parsed(text: str) -> dict[str, Any]:
    """A stored document, its decimals exact."""
    document: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return document


def differences(before: Document, after: Document) -> tuple[Difference, ...]:
    """Everything that `after` promises differently, in the order of the document.

    Both are documents of one package as `parsed` reads them; stock, availability, times and revision
    numbers, which are no promise, don't count.
    """
    return tuple(_differences(before, after))


def movement(before: Document, after: Document) -> tuple[Difference, ...]:
    """What `after` says differently of stock, which is a count and no promise: `Stock 5 → 4`."""
    was, now = before.get("stock_qty"), after.get("stock_qty")
    return () if same(was, now) else (plainly("/stock_qty", was, now, label="Stock"),)


def commercial(found: Iterable[Difference]) -> bool:
    """Whether anything of it concerns what is sold or for how much, and not mere wording."""
    return any(_is_commercial(difference.path.split("/")[1:]) for difference in found)


def _is_commercial(place: list[str]) -> bool:
    if place[0] == "features":
        return len(place) == 2 or (len(place) > 2 and place[2] != "name")
    return place[0] not in WORDING


def _differences(before: Document, after: Document) -> Iterator[Difference]:
    for name in dict.fromkeys([*after, *before]):
        if name in ASIDE or same(before.get(name), after.get(name)):
            continue
        if name == "features":
            yield from parts.features(before, after)
        elif name == "providers":
            yield from parts.providers(before, after)
        elif name == "notification_preferences":
            yield from keys.notifications(before, after)
        elif name == "package_settings":
            yield from keys.pairs(name, "Setting", before, after)
        elif name == "package_metadata":
            yield from keys.pairs(name, "Metadata", before, after)
        elif all(same(before.get(source), after.get(source)) for source in FOLLOWS.get(name, ())):
            yield _field(name, before, after)


def _field(name: str, before: Document, after: Document) -> Difference:
    was, now = (quantity(name, document) for document in (before, after))
    label = label_of(name)
    found = changed(f"/{name}", before.get(name), after.get(name), label=label, was=was, now=now)
    if name in _TEXTS:
        whole = {"was": before.get(name) or "none", "now": after.get(name) or "none"}
        return replace(found, text=f"{label} changed", **whole)
    return found


def label_of(name: str) -> str:
    """What people call a field of the document."""
    return _LABELS.get(name) or named(name).capitalize()


def quantity(name: str, document: Document) -> Quantity:
    """What a field of a document says, in words."""
    value = document.get(name)
    if name in ("price", "signup_fee"):
        return amount(value, document["currency"])
    if name in _PERIODS and value is not None:
        unit, nothing = _PERIODS[name]
        return period(value, document[unit], nothing=nothing)
    return Quantity(plain(value))
