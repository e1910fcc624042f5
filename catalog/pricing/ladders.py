"""Which ladders there are, and the documents of one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F

from catalog.differences import parsed
from catalog.models import Package, PackageDocument

# More tiers than anybody puts beside one another.
MOST_TIERS = 12
_OFFERED = ("active", "draft")

# As many steps through the index of ladders as there are currencies.
_CURRENCIES = """
    WITH RECURSIVE used AS (
        (SELECT currency FROM catalog_packagedocument
         WHERE service_type = %(kind)s AND NOT retired ORDER BY currency LIMIT 1)
        UNION ALL
        SELECT (SELECT d.currency FROM catalog_packagedocument d
                WHERE service_type = %(kind)s AND NOT retired AND d.currency > used.currency
                ORDER BY d.currency LIMIT 1)
        FROM used WHERE used.currency IS NOT NULL
    )
    SELECT currency FROM used WHERE currency <> ''
"""
# Of the lowest thousand tiers; a term that none of them has can be had by the address of one of its packages.
_TERMS = """
    SELECT periodicity, periodicity_type FROM catalog_package JOIN (
        SELECT package_id FROM catalog_packagedocument
        WHERE service_type = %s AND currency = %s AND NOT retired AND status IN ('active', 'draft')
        ORDER BY tier_key, price_key, package_id LIMIT 1000
    ) AS offered ON package_id = uuid
    GROUP BY periodicity, periodicity_type ORDER BY count(*) DESC, periodicity_type, periodicity
"""


@dataclass(frozen=True)
class Ladder:
    """What packages that compare have in common; without a term or a currency it has not been chosen."""

    service_type: str
    currency: str = ""
    periodicity: int | None = None
    periodicity_type: str = ""

    @property
    def term(self) -> str:
        """The term as an address carries it: `1-month`."""
        return "" if self.periodicity is None else f"{self.periodicity}-{self.periodicity_type}"


@dataclass(frozen=True)
class Choices:
    """The ladder that is shown, and what else could be."""

    ladder: Ladder
    currencies: tuple[str, ...]
    terms: tuple[Ladder, ...]


def ladder_of(package: UUID | None) -> Ladder | None:
    """The ladder that a package stands in; without one, that of the newest package on sale. None: there is none."""
    rows = Package.objects.filter(pk=package) if package else _newest()
    row = rows.values_list("service_type", "currency", "periodicity", "periodicity_type").first()
    return Ladder(*row) if row else None


def _newest() -> Any:
    newest = PackageDocument.objects.offers().unhidden().order_by("-package_id").values("package_id")[:1]
    return Package.objects.filter(pk__in=newest).order_by()


def choices(wanted: Ladder, *, is_there: bool = False) -> Choices:
    """The ladder that comes nearest to what is wanted, among those that there are; two statements.

    With `is_there` some package stands in the wanted one, though its term may be none that is offered.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CURRENCIES, {"kind": wanted.service_type})
        currencies = tuple(code for (code,) in cursor.fetchall())
        currency = wanted.currency if wanted.currency in currencies else next(iter(currencies), "")
        cursor.execute(_TERMS, [wanted.service_type, currency])
        terms = tuple(Ladder(wanted.service_type, currency, *row) for row in cursor.fetchall())
    within = replace(wanted, currency=currency)
    if is_there and within == wanted and within not in terms:
        terms = (within, *terms)
    if within in terms:
        return Choices(within, currencies, terms)
    return Choices(next(iter(terms), within), currencies, terms)


def documents_of(ladder: Ladder, *, drafts: bool) -> tuple[list[dict[str, Any]], bool]:
    """The packages of a ladder by tier, those without one last, and whether there are more than MOST_TIERS.

    Those that customers are shown; with `drafts` also what is not offered yet, and what is hidden.
    """
    if ladder.periodicity is None:
        return [], False
    rows = PackageDocument.objects.filter(
        service_type=ladder.service_type,
        currency=ladder.currency,
        retired=False,
        package__periodicity=ladder.periodicity,
        package__periodicity_type=ladder.periodicity_type,
    )
    rows = rows.filter(status__in=_OFFERED) if drafts else rows.offers().unhidden()
    ordered = rows.order_by(F("tier_key"), F("price_key"), F("package_id"))
    found = [parsed(text) for text in ordered.values_list("text", flat=True)[: MOST_TIERS + 1]]
    shown = sorted(found[:MOST_TIERS], key=lambda document: not document["tier"])
    return shown, len(found) > MOST_TIERS
