"""Stored documents as readers are handed them: one statement, and bytes that nobody takes apart."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db import connection
from django.db.backends.utils import CursorWrapper

from config.postgresql.base import DatabaseWrapper

# What Django's proxy stands for; it doesn't say so.
_database = cast(DatabaseWrapper, connection)


@dataclass(frozen=True)
class StoredDocument:
    """A document as it was rendered, JSON in UTF-8, and its ETag."""

    body: bytes
    etag: str


# Plain SQL: making these statements with the ORM takes as long as all the rest of a request.
_DOCUMENT = "SELECT text, etag FROM catalog_packagedocument WHERE package_id = %s"
# What a storefront may see, as `PackageDocumentQuerySet.offers` says it.
OFFERED = " AND status = 'active' AND NOT retired"
_OFFER = " ".join(
    ("SELECT offer_text, offer_etag FROM catalog_packagedocument", "WHERE package_id = %s", OFFERED)
)


def document_of(package: UUID, *, offer: bool = False) -> StoredDocument | None:
    """What a back office reads of a package, or a storefront of what it may see (`offer`); None: nothing."""
    cursor = _read(_OFFER if offer else _DOCUMENT, [package])
    row = cursor.fetchone()
    return StoredDocument(row[0], row[1]) if row else None


def rows_of(statement: str, parameters: Sequence[Any], *, filtered: bool) -> list[tuple[Any, ...]]:
    """The rows of a statement about documents; what is `text` stays the bytes that it is.

    How many rows pass what is `filtered` depends on the values, and the best way to them on how many.
    """
    with _database.planned_for_its_values() if filtered else nullcontext():
        return list(_read(statement, parameters).fetchall())


def _read(statement: str, parameters: Sequence[Any]) -> CursorWrapper:
    cursor = _database.bytes_cursor()
    cursor.execute(statement, parameters)
    return cursor
