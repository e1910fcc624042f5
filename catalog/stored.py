"""Stored documents as readers are handed them: one statement, and bytes that nobody takes apart."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection


@dataclass(frozen=True)
class StoredDocument:
    """A document as it was rendered, JSON in UTF-8, and its ETag."""

    body: bytes
    etag: str


# Plain SQL: making these statements with the ORM takes as long as all the rest of a request.
_DOCUMENT = "SELECT text, etag FROM catalog_packagedocument WHERE package_id = %s"
# What a storefront may see, as `PackageDocumentQuerySet.offers` says it.
_OFFER = """
SELECT offer_text, offer_etag FROM catalog_packagedocument
WHERE package_id = %s AND status = 'active' AND NOT retired
"""


def document_of(package: UUID, *, offer: bool = False) -> StoredDocument | None:
    """What a back office reads of a package, or a storefront of what it may see (`offer`); None: nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_OFFER if offer else _DOCUMENT, [package])
        row = cursor.fetchone()
    return StoredDocument(row[0].encode(), row[1]) if row else None
