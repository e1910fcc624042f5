"""A pricing table of documents: tiers beside one another, what they share told once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

from catalog.ladder import FalseStep, Rung, false_steps
from catalog.pricing.languages import Language
from catalog.pricing.wording import amount, feature_value, period, rate, unit_price
from config.differences import same
from features.choices import FeatureGroup
from features.models import Feature

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """A feature in a tier. `is_there` False: the tier lacks it, and `value` says so."""

    name: str
    description: str
    value: str
    note: str
    is_there: bool
    is_switch: bool


@dataclass(frozen=True)
class Group:
    """Features that belong together, in the order of the matrix."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Tier:
    """A package as customers see it; `extras` has its trial, fees and grace in words.

    `is_decided` is False without a price.
    """

    key: UUID
    name: str
    description: str
    price: str
    is_decided: bool
    rate: str
    extras: tuple[str, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class PricingTable:
    """The tiers of a ladder from the lowest up; what all of them give is in `shared` alone, when it was folded."""

    tiers: tuple[Tier, ...]
    shared: tuple[Group, ...]


def pricing_table(
    documents: Sequence[Document], matrix: Mapping[str, Feature], language: Language, *, fold: bool
) -> PricingTable:
    """The table of documents that `differences.parsed` has read, in their order."""
    rows = [{row["code"]: row for row in document["features"]} for document in documents]
    codes = [code for code in matrix if any(code in one for one in rows)]
    common = [code for code in codes if fold and len(rows) > 1 and _is_common(code, rows)]
    own = [code for code in codes if code not in common]
    tiers = tuple(
        _tier(document, _groups(own, found, document["currency"], matrix, language), language)
        for document, found in zip(documents, rows, strict=True)
    )
    shared = _groups(common, rows[0], documents[0]["currency"], matrix, language) if common else ()
    return PricingTable(tiers, tuple(shared))


def steps(documents: Sequence[Document]) -> list[FalseStep]:
    """Where a higher tier of the table is worse than a lower one; keys are the documents' UUIDs as texts."""
    names = {row["code"]: row["name"] for document in documents for row in document["features"]}
    return false_steps((_rung(document) for document in documents), names=names)


def _rung(document: Document) -> Rung:
    return Rung(
        key=document["uuid"],
        ladder=(),
        tier=document["tier"],
        name=document["name"],
        price=document["price"],
        values={row["code"]: row["value"] for row in document["features"]},
    )


def _is_common(code: str, rows: Sequence[Mapping[str, Document]]) -> bool:
    return all(code in one and same(rows[0].get(code), one[code]) for one in rows)


def _tier(document: Document, groups: Sequence[Group], language: Language) -> Tier:
    words, price = language.words, document["price"]
    paid = rate(document["periodicity"], document["periodicity_type"], language) or words.once
    return Tier(
        UUID(document["uuid"]),
        document["name"],
        document["short_description"],
        _price(price, document["currency"], language),
        price is not None,
        paid if price else "",
        tuple(_extras(document, language)),
        tuple(groups),
    )


def _price(price: Decimal | None, currency: str, language: Language) -> str:
    if price is None:
        return language.words.on_request
    return amount(price, currency, language) if price else language.words.free


def _extras(document: Document, language: Language) -> Iterator[str]:
    words = language.words
    if document["trial_period"]:
        yield words.trial.format(period(document["trial_period"], document["trial_interval"], language))
    if document["signup_fee"]:
        yield words.signup_fee.format(amount(document["signup_fee"], document["currency"], language))
    if document["grace_period"]:
        yield words.grace.format(period(document["grace_period"], document["grace_interval"], language))


def _groups(
    codes: Sequence[str],
    rows: Mapping[str, Document],
    currency: str,
    matrix: Mapping[str, Feature],
    language: Language,
) -> list[Group]:
    return [
        Group(
            str(FeatureGroup(group).label),
            tuple(_row(matrix[code], rows.get(code), currency, language) for code in members),
        )
        for group, members in groupby(codes, key=lambda code: matrix[code].group)
    ]


def _row(feature: Feature, row: Document | None, currency: str, language: Language) -> Row:
    if row is None:
        return Row(feature.name, feature.description, language.words.missing, "", False, False)
    is_switch = row["kind"] == "switch"
    note = unit_price(row, currency, language)
    return Row(feature.name, feature.description, feature_value(row, language), note, True, is_switch)
