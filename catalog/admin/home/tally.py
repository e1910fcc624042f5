"""Packages by service type and status, each number leading to the list of what it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.admin.home.cards import list_url
from catalog.home.counted import MOST_COUNTED
from catalog.models import Status
from features.service_types import ServiceType

STATUSES = (Status.ACTIVE, Status.DRAFT, Status.INACTIVE)


@dataclass(frozen=True)
class Number:
    """A count and the list of what it counts; no list for 0."""

    text: str
    url: str
    label: str


@dataclass(frozen=True)
class Row:
    """A service type."""

    title: str
    url: str
    numbers: tuple[Number, ...]


def tally(counts: Mapping[tuple[str, str], int]) -> tuple[Row, ...]:
    """A row for each service type that has packages, and a last one for all of them."""
    kinds = [kind for kind in ServiceType if any(counts.get((kind, status)) for status in STATUSES)]
    rows = [
        Row(
            str(kind.label),
            list_url(service_type=kind),
            tuple(
                _number(counts.get((kind, status), 0), str(kind.label), status, service_type=kind)
                for status in STATUSES
            ),
        )
        for kind in kinds
    ]
    return (*rows, _all(counts)) if len(rows) > 1 else tuple(rows)


def _all(counts: Mapping[tuple[str, str], int]) -> Row:
    sums = [(status, sum(counts.get((kind, status), 0) for kind in ServiceType)) for status in STATUSES]
    cut = any(count >= MOST_COUNTED for count in counts.values())
    return Row(
        "All",
        list_url(),
        tuple(_number(count, "All", status, cut=cut) for status, count in sums),
    )


def _number(count: int, kind: str, status: Status, *, cut: bool = False, **filters: str) -> Number:
    text = f"{count:,}" + ("+" if cut or count >= MOST_COUNTED else "")
    url = list_url(status=status, **filters) if count else ""
    return Number(text, url, f"{kind}, {status.label}: {text}")
