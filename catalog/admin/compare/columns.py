"""The packages of a comparison: which are asked for, and the head of each column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

from catalog.admin.wording import priced_text, status_badge, term_text
from catalog.differences import parsed
from catalog.finding import Found
from catalog.models import Package, PackageDocument
from config.identity import parse_identity
from features.service_types import service_type_label

FEWEST, MOST = 2, 25


@dataclass(frozen=True)
class Chosen:
    """What the address asks for: keys in their order, each once; how many were no key, and how many too many."""

    keys: tuple[UUID, ...]
    unreadable: int
    too_many: int


@dataclass(frozen=True)
class Column:
    """A package in the head of the table, and where one can go from there."""

    key: UUID
    name: str
    status: SafeString
    price: str
    service_type: str
    url: str
    history_url: str
    first_url: str
    without_url: str


def chosen(query: QueryDict) -> Chosen:
    """The packages that an address names by `package`, any spelling of a key."""
    read = [parse_identity(text, prefix=Package.id_prefix) for text in query.getlist("package")]
    keys = tuple(dict.fromkeys(key for key in read if key is not None))
    return Chosen(keys[:MOST], read.count(None), len(keys[MOST:]))


def documents_of(keys: Sequence[UUID]) -> dict[UUID, tuple[PackageDocument, dict[str, Any]]]:
    """The documents of packages that are there, in the order of the keys; one statement."""
    rows = PackageDocument.objects.only("text", "status", "retired").in_bulk(list(keys)) if keys else {}
    return {key: (rows[key], parsed(rows[key].text)) for key in keys if key in rows}


def columns(found: dict[UUID, tuple[PackageDocument, dict[str, Any]]], *, show: str) -> list[Column]:
    """The heads of the columns."""
    keys = list(found)
    return [_column(key, row, document, keys, show) for key, (row, document) in found.items()]


def _column(key: UUID, row: PackageDocument, document: dict[str, Any], keys: list[UUID], show: str) -> Column:
    others = [other for other in keys if other != key]
    return Column(
        key,
        document["name"],
        status_badge(row),
        priced_text(
            document["price"],
            document["currency"],
            term_text(document["periodicity"], document["periodicity_type"]),
        ),
        service_type_label(document["service_type"]),
        reverse("admin:catalog_package_change", args=[key]),
        reverse("admin:catalog_package_history", args=[key]),
        compare_url([key, *others], show=show) if others and key != keys[0] else "",
        compare_url(others, show=show),
    )


def compare_url(keys: Sequence[UUID], *, show: str = "") -> str:
    """The address of a comparison; it carries everything."""
    pairs = [("package", str(key)) for key in keys] + ([("show", show)] if show else [])
    base = reverse("admin:catalog_compare")
    return f"{base}?{urlencode(pairs)}" if pairs else base


def grid_url(keys: Sequence[UUID]) -> str:
    """The same packages in the grid; empty while there is none."""
    try:
        base = reverse("admin:catalog_grid")
    except NoReverseMatch:
        return ""
    return f"{base}?{urlencode([('package', str(key)) for key in keys])}" if keys else ""


def found_words(one: Found) -> str:
    """What tells a package from others of its name: `Web Meeting · tier 20 · €14.99 / month · Draft`."""
    price = priced_text(one.price, one.currency, term_text(one.periodicity, one.periodicity_type))
    state = "Retired" if one.retired else one.status.capitalize()
    parts = (service_type_label(one.service_type), f"tier {one.tier}" if one.tier else "", price, state)
    return " · ".join(part for part in parts if part)
