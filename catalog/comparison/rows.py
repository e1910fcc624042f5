"""Lines for the rows of documents, which are found by their keys: features, providers, settings, notifications."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from catalog.comparison.lines import Line, Said, line
from catalog.difference_keys import Document, Row, by_key, told
from catalog.difference_parts import value_of
from catalog.difference_words import amount
from config.differences import named, plain, same
from features.choices import FeatureGroup, FeatureKind
from features.models import Feature
from features.units import unit_text

_PERIODS = {"daily": "day", "weekly": "week", "monthly": "month"}
# Said by the value and its unit, or by the label.
_OF_VALUE = {"code", "name", "value", "limit", "unlimited", "unit_price"}
_OF_UNIT = {"field_suffix", "periodicity", "periodicity_type"}
_UNSAID = Said(None)


def keys_of(rows: Iterable[Mapping[str, object]]) -> list[str]:
    """The keys of all documents, in the order in which they are met."""
    return list(dict.fromkeys(key for row in rows for key in row))


# --- Features ------------------------------------------------------------------------------------


def feature_groups(
    documents: Sequence[Document], matrix: Mapping[str, Feature]
) -> Iterator[tuple[str, list[Line]]]:
    """Lines of features, group by group in the order of the matrix; what it lacks comes last."""
    rows = [by_key(document, "features", "code") for document in documents]
    last = len(matrix)
    places = {code: (number, feature.group) for number, (code, feature) in enumerate(matrix.items())}
    placed = sorted((*places.get(code, (last, "")), code) for code in keys_of(rows))
    for group, members in groupby(placed, key=lambda one: one[1]):
        title = str(FeatureGroup(group).label) if group else "Other features"
        yield (
            title,
            [
                one
                for _, _, code in members
                for one in _feature(code, rows, [document["currency"] for document in documents], matrix)
            ],
        )


def _feature(
    code: str, rows: Sequence[Mapping[str, Row]], currencies: Sequence[str], matrix: Mapping[str, Feature]
) -> Iterator[Line]:
    found = [row.get(code) for row in rows]
    there = [row for row in found if row is not None]
    units = {unit_of(row) for row in there}
    said = [
        _feature_said(row, currency, with_unit=len(units) > 1)
        for row, currency in zip(found, currencies, strict=True)
    ]
    description = matrix[code].description if code in matrix else ""
    unit = units.pop() if len(units) == 1 else ""
    yield line(there[0]["name"], said, unit=unit, description=description)
    yield from _meanings(found, there)


def _feature_said(row: Row | None, currency: str, *, with_unit: bool) -> Said:
    if row is None:
        return Said(None)
    price = row["unit_price"]
    raw = {name: row[name] for name in ("value", "unit_price", *sorted(_OF_UNIT)) if name in row}
    text = f"{value_of(row).count} {unit_of(row, row['value']) if with_unit else ''}".strip()
    return Said(
        [raw, currency if price else None], text, "" if price is None else f"{amount(price, currency)} a unit"
    )


def unit_of(row: Row, count: object = None) -> str:
    """What a value counts and for how long: `minutes per month`, `GB`; empty for what is simply counted."""
    unit = unit_text(row["field_suffix"], count)
    if row["kind"] not in (FeatureKind.ALLOWANCE, FeatureKind.USAGE) or not row["periodicity"]:
        return unit
    count, period = row["periodicity"], _PERIODS[row["periodicity_type"]]
    return f"{unit} per {period if count == 1 else f'{count} {period}s'}".strip()


def _meanings(found: Sequence[Row | None], there: Sequence[Row]) -> Iterator[Line]:
    """What the matrix said of the feature, where it did not always say the same."""
    for name in there[0]:
        if name in _OF_VALUE - {"name"} | _OF_UNIT or all(
            same(there[0][name], row.get(name)) for row in there[1:]
        ):
            continue
        said = [_UNSAID if row is None else Said(row.get(name), plain(row.get(name))) for row in found]
        yield line(f"{there[0]['name']}: {named(name)}", said)


# --- Providers -----------------------------------------------------------------------------------


def provider_lines(documents: Sequence[Document]) -> Iterator[Line]:
    """Which providers serve, the default first, with their settings in each package."""
    rows = [by_key(document, "providers", "provider") for document in documents]
    for key in keys_of(rows):
        found = [row.get(key) for row in rows]
        names = dict.fromkeys(row["provider_name"] for row in found if row is not None)
        label = " / ".join(names)
        yield line(label, [_UNSAID if row is None else _provider_said(row) for row in found])
        for name, thing in (("settings", "setting"), ("metadata", "metadata")):
            pairs = [{} if row is None else row[name] for row in found]
            yield from pair_lines(pairs, f"{label} {thing}")


def _provider_said(row: Row) -> Said:
    raw = {name: value for name, value in row.items() if name not in ("settings", "metadata")}
    off = [
        text
        for name, text in (("active", "off in this package"), ("provider_active", "switched off"))
        if not row[name]
    ]
    return Said(raw, "default" if row["default"] else "attached", ", ".join(off))


# --- Keys and values -----------------------------------------------------------------------------


def pair_lines(documents: Sequence[Mapping[str, object]], thing: str) -> Iterator[Line]:
    """Settings or metadata by their keys."""
    for key in keys_of(documents):
        said = [Said([pairs[key]], plain(pairs[key])) if key in pairs else _UNSAID for pairs in documents]
        yield line(f"{thing} {key}", said)


def listed_pairs(documents: Sequence[Document], name: str, thing: str) -> Iterator[Line]:
    """The same of the lists of keys and values that a package has."""
    found = [{pair["key"]: pair["value"] for pair in document.get(name, ())} for document in documents]
    yield from pair_lines(found, thing)


def notification_lines(documents: Sequence[Document]) -> Iterator[Line]:
    """Of which events customers are told, and how."""
    rows = [by_key(document, "notification_preferences", "event") for document in documents]
    for event in keys_of(rows):
        found = [row.get(event) for row in rows]
        said = [_UNSAID if row is None else Said(row, told(row)) for row in found]
        yield line(named(event).capitalize(), said)
