"""What has to be read to say what a save means: bounded, whatever the history and the catalog are."""

from __future__ import annotations

from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import F

from catalog.differences import parsed
from catalog.impact.promises import Document, Past
from catalog.models import PackageDocument, PackageRevision

_MOST_REVISIONS = 200
# So many of the nearest tiers below, and above.
_MOST_TIERS = 12


def past_of(key: UUID) -> list[Past]:
    """What the newest commercial revisions of a package changed, the newest first; one statement."""
    rows = PackageRevision.objects.filter(package_uuid=key, commercial=True).order_by("-number")
    return [
        Past(number, change["path"], change["before"])
        for number, changes in rows.values_list("number", "changes")[:_MOST_REVISIONS]
        for change in _listed(changes)
    ]


def _listed(changes: str) -> list[dict[str, Any]]:
    found: Any = parsed(changes)
    return list(found)


def ladder_around(document: PackageDocument, after: Document) -> list[Document]:
    """The other packages on sale or in the making among which a package stands; two statements, none without a tier."""
    if not after["tier"] or after["retired"]:
        return []
    rows = PackageDocument.objects.exclude(pk=document.package_id).filter(
        service_type=document.service_type,
        currency=document.currency,
        retired=False,
        package__periodicity=after["periodicity"],
        package__periodicity_type=after["periodicity_type"],
    )
    place = (F("tier_key"), F("price_key"), F("package_id"))
    below = rows.filter(tier_key__lt=document.tier_key, tier_key__gt="")
    above = rows.filter(tier_key__gt=document.tier_key)
    found = chain(
        below.order_by(*(column.desc() for column in place)).values_list("text", flat=True)[:_MOST_TIERS],
        above.order_by(*place).values_list("text", flat=True)[:_MOST_TIERS],
    )
    return [parsed(text) for text in found]
