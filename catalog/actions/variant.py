"""The same package in another currency or for another term: a draft of its own, with prices of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from uuid import UUID

from catalog.actions.duplicate import (
    copied_features,
    copied_providers,
    copied_values,
    make_once,
    original_of,
)
from catalog.actions.save import Saved, create_package
from catalog.aggregate import Aggregate
from catalog.changes import FeatureChange, PackageChanges
from catalog.models import Package
from config.rules import Problem, RuleViolation
from integrations.actors import Actor

_SAME = Problem(
    "/currency", "not_another", "It has this currency and term already; choose another currency or term."
)
_TERMS = {
    (1, "day"): "daily",
    (1, "week"): "weekly",
    (1, "month"): "monthly",
    (3, "month"): "quarterly",
    (1, "year"): "yearly",
}
_SYNONYMS = {"annual": "yearly", "annually": "yearly"}


@dataclass(frozen=True)
class Variant:
    """What is another than in the original. `unit_prices` are of features by code, in the currency.

    A feature without one keeps its price of a unit in the same currency, and has none in another one: an
    amount of one currency means nothing in another.
    """

    currency: str
    periodicity: int
    periodicity_type: str
    price: Decimal | None = None
    signup_fee: Decimal = Decimal(0)
    name: str = ""
    unit_prices: Mapping[str, Decimal] = field(default_factory=dict)


def make_variant(
    *, key: UUID, variant: Variant, by: Actor, reason: str = "", new_key: UUID | None = None
) -> Saved:
    """Makes a draft like this package, but for the variant; with a `new_key` it is made once.

    Raises PackageGone, or RuleViolation.
    """

    def make() -> Saved:
        original = original_of(key)
        if not differs(original.package, variant):
            raise RuleViolation([_SAME])
        changes = PackageChanges(
            values=copied_values(original.package) | _values(original.package, variant),
            features=_features(original, variant),
            providers=copied_providers(original),
        )
        return create_package(changes=changes, by=by, reason=reason, key=new_key)

    return make_once(new_key, make) if new_key else make()


def differs(package: Package, variant: Variant) -> bool:
    """Whether the currency or the term is another."""
    was = (package.currency, package.periodicity, package.periodicity_type)
    return was != (variant.currency, variant.periodicity, variant.periodicity_type)


def variant_name(package: Package, variant: Variant) -> str:
    """The name of the original, with the currency and the term in it replaced: `Basic USD monthly`."""
    name = package.name
    if package.currency:
        name = re.sub(rf"\b{package.currency}\b", lambda _: variant.currency, name)
    was = _TERMS.get((package.periodicity, package.periodicity_type))
    now = _TERMS.get((variant.periodicity, variant.periodicity_type))
    return re.sub(r"\w+", lambda word: _renamed(word[0], was, now), name) if was and now else name


def _renamed(word: str, was: str | None, now: str | None) -> str:
    lower = word.lower()
    if now is None or _SYNONYMS.get(lower, lower) != was:
        return word
    return now.capitalize() if word[0].isupper() else now


def _values(package: Package, variant: Variant) -> dict[str, object]:
    return {
        "name": variant.name or variant_name(package, variant),
        "currency": variant.currency,
        "periodicity": variant.periodicity,
        "periodicity_type": variant.periodicity_type,
        "price": variant.price,
        "signup_fee": variant.signup_fee,
    }


def _features(original: Aggregate, variant: Variant) -> dict[str, FeatureChange | None]:
    same_currency = original.package.currency == variant.currency
    found: dict[str, FeatureChange | None] = {}
    for code, change in copied_features(original).items():
        priced = change is not None and change.unit_price is not None
        if change is not None and priced and (code in variant.unit_prices or not same_currency):
            change = replace(change, unit_price=variant.unit_prices.get(code))  # noqa: PLW2901
        found[code] = change
    return found
