"""Which packages stand in the grid: of a service type, a status, a ladder; or those that were named."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from catalog.grid.columns import MOST_SHOWN
from catalog.grid.values import Term
from catalog.models import PackageDocument
from catalog.natural_order import natural_key
from features.service_types import ServiceType

RETIRED = "retired"
# Deeper than anybody turns pages, and no deeper than a page is found quickly.
LAST_PAGE = 400
# Everything of one column that is in use, by skipping through its index: as many steps as there are values.
_USED = """
    WITH RECURSIVE used AS (
        (SELECT {column} AS value FROM catalog_packagedocument ORDER BY 1 LIMIT 1)
        UNION ALL
        SELECT (SELECT d.{column} FROM catalog_packagedocument d
                WHERE d.{column} > used.value ORDER BY 1 LIMIT 1)
        FROM used WHERE used.value IS NOT NULL
    )
    SELECT '{column}', value FROM used WHERE value <> ''
"""


@dataclass(frozen=True)
class Choice:
    """What was asked for; empty means any. With `keys` nothing else counts.

    `status` is a status, or `retired`; retired packages stand in the grid only when they are asked for.
    """

    service_type: str = ""
    status: str = ""
    tier_from: str = ""
    tier_to: str = ""
    currency: str = ""
    term: Term | None = None
    page: int = 1
    keys: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class InUse:
    """The service types and the currencies that packages have."""

    service_types: tuple[str, ...]
    currencies: tuple[str, ...]


@dataclass(frozen=True)
class Chosen:
    """The keys of one screen, and whether there are more behind it."""

    keys: tuple[UUID, ...]
    has_more: bool = False


def in_use() -> InUse:
    """What there is to choose from; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(f"({_USED.format(column=name)})" for name in ("service_type", "currency"))
        )
        rows = cursor.fetchall()
    types = {value for name, value in rows if name == "service_type"}
    return InUse(
        service_types=tuple(name for name in ServiceType.values if name in types),
        currencies=tuple(value for name, value in rows if name == "currency"),
    )


def completed(choice: Choice, used: InUse) -> Choice:
    """A choice that names nothing begins with the first service type that there are packages of."""
    if choice.keys or choice.service_type:
        return choice
    return replace(
        choice, service_type=used.service_types[0] if used.service_types else ServiceType.MEET.value
    )


def chosen(choice: Choice) -> Chosen:
    """The packages of one screen, by tier; one statement over indexed columns, none for named ones."""
    if choice.keys:
        return Chosen(choice.keys[:MOST_SHOWN], len(choice.keys) > MOST_SHOWN)
    start = (choice.page - 1) * MOST_SHOWN
    rows = _matching(choice).order_by("tier_key", "package_id").values_list("package_id", flat=True)
    keys = tuple(rows[start : start + MOST_SHOWN + 1])
    return Chosen(keys[:MOST_SHOWN], len(keys) > MOST_SHOWN)


def _matching(choice: Choice) -> QuerySet[PackageDocument]:
    found = PackageDocument.objects.filter(service_type=choice.service_type, retired=choice.status == RETIRED)
    if choice.status and choice.status != RETIRED:
        found = found.filter(status=choice.status)
    if choice.currency:
        found = found.filter(currency=choice.currency)
    if choice.tier_from:
        found = found.filter(tier_key__gte=natural_key(choice.tier_from))
    if choice.tier_to:
        found = found.filter(tier_key__lte=natural_key(choice.tier_to))
    if choice.term is not None:
        found = found.filter(package__periodicity=choice.term.count)
        if choice.term.count:
            found = found.filter(package__periodicity_type=choice.term.unit)
    return found
