"""Copies packages: new keys and names, all else as in the pattern.

The product's renderer makes the documents, of rows that are in memory. They are stored with COPY, and
triggers are switched off: what those fill in stands in the patterns already. `check_copies` holds
copies against their rows as `check_catalog` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

import psycopg
from django.db import connection as django_connection
from django.db.models import Model
from psycopg import sql

from benchmarks import packages
from catalog.actions.judge import problems_of
from catalog.actions.record import stale
from catalog.aggregate import Aggregate, load_aggregates
from catalog.document import render
from catalog.models import (
    FeedEntry,
    Package,
    PackageDocument,
    PackageFeature,
    PackageProvider,
    PackageRevision,
)
from catalog.natural_order import folded, natural_key
from config.identity import uuid7

_BATCH = 1000
_CHECKED = 200


@dataclass(frozen=True)
class _Pattern:
    """A package with all that was recorded of it."""

    aggregate: Aggregate
    document: PackageDocument
    revision: PackageRevision
    entry: FeedEntry


class WrongCopy(Exception):
    """A copy is not what the product would have made."""


def copy_packages(keys: Sequence[UUID], numbers: Sequence[int], *, url: str) -> None:
    """Makes packages with these numbers of the packages with these keys, in turn, in the database at `url`."""
    patterns = _patterns(keys)
    with psycopg.connect(url, autocommit=True) as connection:
        _switch_triggers("DISABLE", connection)
        for start in range(0, len(numbers), _BATCH):
            with connection.transaction():
                _copy(patterns, numbers[start : start + _BATCH], connection)
        _switch_triggers("ENABLE", connection)
        connection.execute(
            "UPDATE catalog_feedhead SET position = (SELECT max(position) FROM catalog_feedentry)"
        )


def _switch_triggers(
    how: Literal["ENABLE", "DISABLE"], connection: psycopg.Connection[tuple[object, ...]]
) -> None:
    for model in (Package, PackageFeature, PackageProvider, PackageDocument, PackageRevision, FeedEntry):
        table = sql.Identifier(model._meta.db_table)
        connection.execute(sql.SQL("ALTER TABLE {} {} TRIGGER USER").format(table, sql.SQL(how)))


def _patterns(keys: Sequence[UUID]) -> list[_Pattern]:
    documents = PackageDocument.objects.in_bulk(list(keys))
    revisions = {row.package_uuid: row for row in PackageRevision.objects.filter(package_uuid__in=keys)}
    entries = {row.package_uuid: row for row in FeedEntry.objects.filter(package_uuid__in=keys)}
    return [
        _Pattern(one, documents[one.package.pk], revisions[one.package.pk], entries[one.package.pk])
        for one in load_aggregates(keys)
    ]


def _copy(
    patterns: Sequence[_Pattern], numbers: Sequence[int], connection: psycopg.Connection[tuple[object, ...]]
) -> None:
    chosen = [patterns[number % len(patterns)] for number in numbers]
    made = [_copied(pattern, number) for pattern, number in zip(chosen, numbers, strict=True)]
    for rows in zip(*made, strict=True):
        _store(rows, connection)
    pairs = [(pattern.document.package_id, rows[0].pk) for pattern, rows in zip(chosen, made, strict=True)]
    for part in (PackageFeature, PackageProvider):
        connection.execute(_copying(part), [[old for old, _ in pairs], [new for _, new in pairs]])


def _copied(pattern: _Pattern, number: int) -> tuple[Package, PackageDocument, PackageRevision, FeedEntry]:
    package, document = copy(pattern.aggregate.package), copy(pattern.document)
    revision, entry = copy(pattern.revision), copy(pattern.entry)
    package.uuid, package.name = uuid7(), packages.name(number)
    rendered = render(Aggregate(package, pattern.aggregate.features, pattern.aggregate.providers))
    document.package_id = revision.package_uuid = entry.package_uuid = package.pk
    document.text, document.etag = rendered.text, rendered.etag
    document.offer_text, document.offer_etag = rendered.offer_text, rendered.offer_etag
    document.promise_digest = revision.digest = rendered.promise_digest
    document.name_key = natural_key(package.name)
    document.search_text = folded(f"{package.name}\n{package.short_description}\n{package.description}")
    revision.text = rendered.promise_text
    # The feed has the providers before the first package, so that there is room up to the next thousand.
    entry.position, entry.standing = number + _BATCH, rendered.standing
    return package, document, revision, entry


def _store(rows: Sequence[Model], connection: psycopg.Connection[tuple[object, ...]]) -> None:
    fields = [field for field in rows[0]._meta.concrete_fields if field.column != "id"]
    names = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor().copy(f"COPY {rows[0]._meta.db_table} ({names}) FROM STDIN") as writing:
        for row in rows:
            writing.write_row(
                [field.get_db_prep_save(getattr(row, field.attname), django_connection) for field in fields]
            )


def _copying(model: type[Model]) -> str:
    columns = [
        field.column for field in model._meta.concrete_fields if field.column not in ("id", "package_id")
    ]
    names = ", ".join(f'"{column}"' for column in columns)
    table = model._meta.db_table
    return (
        f"INSERT INTO {table} (package_id, {names}) SELECT copies.new, {names} "  # noqa: S608
        f"FROM unnest(%s::uuid[], %s::uuid[]) AS copies (old, new) JOIN {table} ON package_id = copies.old"
    )


def check_copies(count: int) -> None:
    """Holds some packages, spread over all, against their rows and every rule; raises WrongCopy."""
    keys = PackageDocument.objects.order_by("pk").values_list("pk", flat=True)
    for batch in _batches(list(keys)[:: max(count // _CHECKED, 1)]):
        aggregates = load_aggregates(batch)
        if wrong := [*stale(aggregates), *(p for one in aggregates for p in problems_of(one))]:
            raise WrongCopy(f"{len(wrong)} copied packages are not what their rows say: {wrong[0]}")


def _batches(keys: Sequence[UUID]) -> Iterator[Iterable[UUID]]:
    for start in range(0, len(keys), _BATCH):
        yield keys[start : start + _BATCH]
