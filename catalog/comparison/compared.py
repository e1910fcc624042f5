"""Any documents side by side: every field and every row that one of them has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from catalog.comparison.lines import Line, Part, Said, line, part
from catalog.comparison.rows import feature_groups, listed_pairs, notification_lines, provider_lines
from catalog.difference_keys import Document
from catalog.differences import ASIDE, FOLLOWS, label_of, quantity
from config.differences import plain
from features.models import Feature
from features.service_types import service_type_label

_OFFER = ("name", "service_type", "status", "hidden", "retired", "short_description", "description")
_PRICE = ("price", "signup_fee", "currency", "tier", "periodicity", "overages_enabled")
_TRIAL = ("trial_period", "trial_mode", "grace_period")
_STOCK = ("has_stock", "oversell_enabled")
# A number and its unit are one thing.
_WITH_UNIT = {
    "periodicity": "periodicity_type",
    "trial_period": "trial_interval",
    "grace_period": "grace_interval",
}
_LONG = ("short_description", "description")
_ROWS = ("features", "providers", "notification_preferences", "package_settings", "package_metadata")
_TOLD = {*ASIDE, *FOLLOWS, *_OFFER, *_PRICE, *_TRIAL, *_STOCK, *_WITH_UNIT.values(), *_ROWS}


def compared(
    documents: Sequence[Document],
    matrix: Mapping[str, Feature],
    *,
    only_differences: bool,
    without: frozenset[str] = frozenset(),
) -> tuple[Part, ...]:
    """What documents say, the first one being what the others are held against; parts with nothing are left out.

    `documents` are as `differences.parsed` reads them, at least one. `matrix` has every feature by its code, in order.
    `without` names fields that are told elsewhere.
    """
    found = (
        part(title, lines, only_differences=only_differences)
        for title, lines in _parts(documents, matrix, without)
    )
    return tuple(one for one in found if one.lines)


def _parts(
    documents: Sequence[Document], matrix: Mapping[str, Feature], without: frozenset[str]
) -> Iterator[tuple[str, Iterator[Line] | list[Line]]]:
    # What a newer platform adds to documents is shown before anybody finds it a place.
    others = [
        name for name in dict.fromkeys(n for document in documents for n in document) if name not in _TOLD
    ]
    yield "What it is", _fields(documents, [name for name in (*_OFFER, *others) if name not in without])
    yield "Price and term", _fields(documents, _PRICE)
    yield "Trial and grace", _fields(documents, _TRIAL)
    yield "Stock", _fields(documents, _STOCK)
    yield from feature_groups(documents, matrix)
    yield "Providers", provider_lines(documents)
    yield "Notifications", notification_lines(documents)
    yield "Settings", listed_pairs(documents, "package_settings", "Setting")
    yield "Metadata", listed_pairs(documents, "package_metadata", "Metadata")


def _fields(documents: Sequence[Document], names: Sequence[str]) -> Iterator[Line]:
    for name in names:
        yield line(label_of(name), [_field(name, document) for document in documents])


def _field(name: str, document: Document) -> Said:
    value = document.get(name)
    if name in _WITH_UNIT:
        unit = document.get(_WITH_UNIT[name]) if value else None
        return Said([value, unit], str(quantity(name, document)))
    if name in ("price", "signup_fee"):
        return Said([value, document.get("currency") if value else None], str(quantity(name, document)))
    if name == "service_type":
        return Said(value, service_type_label(value) if isinstance(value, str) else plain(value))
    if name == "trial_mode" and not document.get("trial_period"):
        return Said(None)
    if name in _LONG:
        return Said(value, value or "")
    return Said(value, plain(value) if value not in ("", None) else "")
