"""The columns of the grid: packages as they are stored, and those that are not there yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from catalog.differences import parsed
from catalog.grid.values import BLANK, Values, values_of
from catalog.models import Package, PackageDocument, PackageRevision
from catalog.natural_order import natural_key

# What fits one screen, and what one save may still hold with packages that are new.
MOST_SHOWN = 25
MOST_COLUMNS = 50


@dataclass(frozen=True)
class Column:
    """A package as it is now; without a `key` one that is not there yet.

    `document` is as `catalog.differences.parsed` reads it, empty for a new one.
    """

    service_type: str
    key: UUID | None = None
    revision: int | None = None
    document: Mapping[str, Any] = field(default_factory=dict)
    values: Values = field(default_factory=lambda: BLANK)

    @property
    def name(self) -> str:
        return str(self.values["name"])

    def has(self, row_key: str) -> bool:
        return row_key in self.values


def columns_of(keys: Iterable[UUID]) -> dict[UUID, Column]:
    """The packages with these keys that have a document; one statement."""
    found = PackageDocument.objects.filter(pk__in=list(keys)).order_by()
    return {key: stored_column(key, text) for key, text in found.values_list("package_id", "text")}


def stored_column(key: UUID, text: str) -> Column:
    """A package from the text of its document, or of a revision."""
    document = parsed(text)
    return Column(document["service_type"], key, document["revision"], document, values_of(document))


def columns_then(seen: Mapping[UUID, int]) -> dict[UUID, Column]:
    """The packages as they were at these revisions, as far as there were such; one statement."""
    if not seen:
        return {}
    numbers = set(seen.values())
    rows = PackageRevision.objects.filter(package_uuid__in=list(seen), number__in=numbers).order_by()
    return {
        key: stored_column(key, text)
        for key, number, text in rows.values_list("package_uuid", "number", "text")
        if number == seen[key]
    }


def unrecorded(keys: Iterable[UUID]) -> list[str]:
    """The names of packages that are there without a document, as only a write past the actions leaves them."""
    rows = Package.objects.filter(pk__in=list(keys), document__isnull=True).order_by("name", "pk")
    return list(rows.values_list("name", flat=True))


def by_tier(columns: Iterable[Column]) -> list[Column]:
    """In the order of a price list: by tier, then ladder by ladder; packages without a tier come last."""
    return sorted(columns, key=_place)


def _place(column: Column) -> tuple[Any, ...]:
    values = column.values
    tier = str(values["tier"])
    return (
        not tier,
        natural_key(tier),
        values["currency"],
        str(values["term"]),
        values["name"],
        str(column.key),
    )


def service_types(columns: Sequence[Column]) -> list[str]:
    """The service types of the packages that are there, each once, in their order."""
    return list(dict.fromkeys(column.service_type for column in columns if column.key))
