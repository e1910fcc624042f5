"""Finding a few packages by what somebody types, fast enough for each key."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from catalog.models import Package, PackageDocument
from catalog.natural_order import folded, natural_key
from catalog.querysets import PackageDocumentQuerySet
from config.identity import parse_identity

# Shorter words are in no index of texts: they find names that begin with them.
_SHORTEST_WORD = 3


@dataclass(frozen=True)
class Found:
    """A package, with what tells it from others of its name."""

    key: UUID
    name: str
    service_type: str
    status: str
    retired: bool
    price: Decimal | None
    currency: str
    tier: str
    periodicity: int
    periodicity_type: str


def find_packages(text: str, *, limit: int) -> list[Found]:
    """Packages with every word of `text` in their name or descriptions, or of this id; by name. One statement."""
    wanted = _wanted(text.strip())
    if wanted is None:
        return []
    rows = wanted.order_by("name_key", "package_id").values_list(
        "package_id",
        "package__name",
        "service_type",
        "status",
        "retired",
        "price",
        "currency",
        "tier",
        "package__periodicity",
        "package__periodicity_type",
    )
    return [Found(*row) for row in rows[:limit]]


def _wanted(text: str) -> PackageDocumentQuerySet | None:
    key = parse_identity(text, prefix=Package.id_prefix)
    documents = PackageDocument.objects.all()
    if key is not None:
        return documents.filter(pk=key)
    # PostgreSQL takes no NUL, not even in a question.
    if "\0" in text or not folded(text).strip():
        return None
    if max(map(len, folded(text).split())) < _SHORTEST_WORD:
        return documents.filter(name_key__startswith=natural_key(text))
    return documents.matching(text)
