"""The rows of the grid: what each can hold, and which packages can't have it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from features.choices import FeatureKind
from features.models import Feature
from features.platform import Platform, not_offered_reasons
from features.service_types import service_type_label

FEATURES = "features/"


class Holds(Enum):
    """What is typed in the cells of a row."""

    TEXT = "text"
    AMOUNT = "amount"
    CURRENCY = "currency"
    TERM = "term"
    TICK = "tick"
    COUNT = "count"


@dataclass(frozen=True)
class Row:
    """A row; `key` is where its value stands in a package's document: `price`, `features/max_rooms`.

    `feature` is None for the package's own fields.
    """

    key: str
    label: str
    holds: Holds
    note: str = ""
    feature: Feature | None = None


FIELD_ROWS = (
    Row("name", "Name", Holds.TEXT, "What customers read on the price list."),
    Row("tier", "Tier", Holds.TEXT, "A higher number is an upgrade: 10, 20, 30."),
    Row("price", "Price", Holds.AMOUNT, "For one term. Empty: not decided yet. 0: free."),
    Row("signup_fee", "Sign-up fee", Holds.AMOUNT, "Charged once, at the start. Empty: none."),
    Row("currency", "Currency", Holds.CURRENCY, "Three letters, like EUR."),
    Row("term", "Term", Holds.TERM, "How often the price is paid: 1 month, 6 months, 1 year; once: no end."),
)
# Where problems with the two halves of a term, and what they are called elsewhere, are looked for.
_PLACES = {"periodicity": "term", "periodicity_type": "term"}


def feature_row(feature: Feature) -> Row:
    """The row of a feature: a tick, or a number."""
    holds = Holds.COUNT if FeatureKind(feature.kind).has_amount else Holds.TICK
    return Row(f"{FEATURES}{feature.code}", feature.name, holds, feature.description, feature)


def grid_rows(matrix: Iterable[Feature]) -> dict[str, Row]:
    """Every row by its key: the fields of packages, then the features in the order of `matrix`."""
    return {row.key: row for row in (*FIELD_ROWS, *map(feature_row, matrix))}


def row_key(pointer: str) -> str:
    """The row in which a problem of a package at `pointer` is mended; "" when it is none of the grid."""
    parts = pointer.split("/")[1:3]
    if parts[:1] == ["features"] and len(parts) == 2:
        return f"{FEATURES}{parts[1]}"
    name = parts[0] if parts else ""
    name = _PLACES.get(name, name)
    return name if any(row.key == name for row in FIELD_ROWS) else ""


def why_closed(row: Row, service_type: str, *, platform: Platform) -> str:
    """Why a package of this service type can't be given the row's feature; "" when it can.

    What a package has, it keeps, also when nobody is offered it any more.
    """
    feature = row.feature
    if feature is None:
        return ""
    if not feature.applies_to(service_type):
        types = ", ".join(map(service_type_label, feature.service_types))
        return f"Does not apply to {service_type_label(service_type)}, only to {types}."
    return " ".join(reason.detail for reason in not_offered_reasons(feature, platform=platform))
