"""Parts of stored documents: PostgreSQL cuts them out of the text, byte for byte as they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db import connection

from catalog.models import PackageDocument
from integrations.api.conditional import etag_of

PartName = Literal["features", "providers"]


@dataclass(frozen=True)
class Part:
    """One feature or provider of a package: the key it goes by (its code, its `prv_` id) and its JSON."""

    key: str
    text: bytes
    quota: bool = False

    @property
    def etag(self) -> str:
        return etag_of(self.text)


_KEY_NAMES = {"features": "code", "providers": "provider"}

_PARTS = """
SELECT part.value ->> %s, part.value::text, COALESCE((part.value ->> 'quota')::boolean, false)
FROM catalog_packagedocument AS document
CROSS JOIN LATERAL json_array_elements(document.{column}::json -> %s) WITH ORDINALITY AS part (value, place)
WHERE document.package_id = %s
ORDER BY part.place
"""


def parts_of(package: UUID, name: PartName, *, offer: bool = False) -> list[Part]:
    """The features or providers of a package in their order; empty as well when there is no such package."""
    query = _PARTS.format(column="offer_text" if offer else "text")
    with connection.cursor() as cursor:
        cursor.execute(query, [_KEY_NAMES[name], name, package])
        return [Part(key, text.encode(), quota) for key, text, quota in cursor.fetchall()]


def availability_of(package: UUID) -> bytes | None:
    """The availability of a package as JSON; None when there is no such package."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (text::json -> 'availability')::text FROM catalog_packagedocument WHERE package_id = %s",
            [package],
        )
        row = cursor.fetchone()
    return row[0].encode() if row else None


@dataclass(frozen=True)
class ExpectedPart:
    """Which state of one feature or provider a write was made for (see `catalog.actions.save.Expected`).

    Without `etags` it only has to be there.
    """

    name: PartName
    key: str
    etags: frozenset[str] | None

    def holds(self, document: PackageDocument) -> bool:
        found = [part for part in parts_of(document.pk, self.name) if part.key == self.key]
        return bool(found) and (self.etags is None or found[0].etag in self.etags)
