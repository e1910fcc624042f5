"""Parts of stored documents: PostgreSQL cuts them out of the text, byte for byte as they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db import connection

from catalog.models import PackageDocument
from catalog.stored import OFFERED
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
SELECT part.value ->> '{key}', part.value::text, COALESCE((part.value ->> 'quota')::boolean, false)
FROM catalog_packagedocument AS document
LEFT JOIN LATERAL json_array_elements(document.{column}::json -> '{name}') WITH ORDINALITY AS part (value, place)
ON true
WHERE document.package_id = %s{visible}
ORDER BY part.place
"""
_ONE_PART = """
SELECT part.value::text FROM json_array_elements(%s::json -> '{name}') AS part (value)
WHERE part.value ->> '{key}' = %s
"""
_AVAILABILITY = """
SELECT (text::json -> 'availability')::text FROM catalog_packagedocument WHERE package_id = %s{visible}
"""
# A storefront sees what can be bought, by documents without the providers' settings and metadata.
_SEEN = {
    False: {"column": "text", "visible": ""},
    True: {"column": "offer_text", "visible": OFFERED},
}


def parts_of(package: UUID, name: PartName, *, offer: bool = False) -> list[Part] | None:
    """The features or providers of a package in their order; None when there is no such package to be seen."""
    query = _PARTS.format(key=_KEY_NAMES[name], name=name, **_SEEN[offer])
    with connection.cursor() as cursor:
        cursor.execute(query, [package])
        rows = cursor.fetchall()
    # A package without any has one row, of nulls.
    return [Part(key, text.encode(), quota) for key, text, quota in rows if key is not None] if rows else None


def part_in(document: PackageDocument, name: PartName, key: str) -> Part | None:
    """A feature or provider as this document has it, whatever was stored since; None when it has none of the key."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE_PART.format(key=_KEY_NAMES[name], name=name), [document.text, key])
        row = cursor.fetchone()
    return Part(key, row[0].encode()) if row else None


def availability_of(package: UUID, *, offer: bool = False) -> bytes | None:
    """The availability of a package as JSON; None when there is no such package to be seen."""
    with connection.cursor() as cursor:
        cursor.execute(_AVAILABILITY.format(**_SEEN[offer]), [package])
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
        found = part_in(document, self.name, self.key)
        return found is not None and (self.etags is None or found.etag in self.etags)


@dataclass(frozen=True)
class AbsentPart:
    """The package must not have this feature or provider yet."""

    name: PartName
    key: str

    def holds(self, document: PackageDocument) -> bool:
        return part_in(document, self.name, self.key) is None
