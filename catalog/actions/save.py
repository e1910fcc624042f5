"""Creating and changing packages: the one way in which their rows are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from django.db import models, transaction

from catalog import rules
from catalog.actions.prepare import apply, matrix_for, providers_for
from catalog.actions.record import record
from catalog.actions.store import store
from catalog.aggregate import Aggregate, load_aggregates
from catalog.changes import PackageChanges
from catalog.models import Package, PackageDocument, PackageFeature, PackageProvider
from catalog.read_rows import read_rows
from config.identity import id_of
from config.json_rules import comparable
from config.rules import Problem, RuleViolation
from features.models import Feature
from integrations.actors import Actor
from providers.models import Provider

if TYPE_CHECKING:
    from django.db.models import Field


@dataclass(frozen=True)
class Saved:
    """What a write left behind; `changed` is False when readers see nothing new.

    `before` is the document as it was, None for a new package. `lost_sale` says that this write made an
    active package one that can't be sold.
    """

    document: PackageDocument
    changed: bool
    before: PackageDocument | None = None
    lost_sale: bool = False


class PackageGone(Exception):
    """There is no package with this key (any more)."""


class NotRecorded(Exception):
    """The package is there and its document is not, as only a write past this application leaves it."""

    def __init__(self, key: UUID) -> None:
        spelled = id_of(key, prefix=Package.id_prefix)
        super().__init__(f"The document of {spelled} is missing: run check_catalog --repair.")


class StaleWrite(Exception):
    """The promise was changed by somebody else since it was read; `document` and what else it has are of now."""

    def __init__(self, document: PackageDocument) -> None:
        self.document = document
        self.etag = document.etag
        self.revision = document.revision
        super().__init__(f"The package is at revision {document.revision} now.")


class Precondition(Protocol):
    """Says whether a package, by its stored document, is still what a write was made for."""

    def holds(self, document: PackageDocument) -> bool: ...


@dataclass(frozen=True)
class Expected:
    """Which promise a write was made for: one of these ETags, or a revision number."""

    etags: frozenset[str] = frozenset()
    revision: int | None = None

    def holds(self, document: PackageDocument) -> bool:
        """A sale from stock changes an ETag behind its dot only, and is no reason to refuse."""
        promises = {etag.strip('"').split(".")[0] for etag in self.etags}
        return document.promise_digest in promises or document.revision == self.revision


def create_package(*, changes: PackageChanges, by: Actor, reason: str = "", key: UUID | None = None) -> Saved:
    """Makes a package; raises RuleViolation with everything that is wrong, and stores nothing then."""
    package = Package(pk=key) if key else Package()
    package.updated_at = package.created_at
    with transaction.atomic():
        after = _changed(Aggregate(package), changes, before=None)
        after.package.save(force_insert=True)
        _write_rows(None, after)
        return Saved(record([after], by=by, reason=reason)[0], changed=True)


def update_package(
    *,
    key: UUID,
    changes: PackageChanges,
    by: Actor,
    reason: str = "",
    expected: Precondition | None = None,
) -> Saved:
    """Changes a package; raises PackageGone, StaleWrite, or RuleViolation with everything that is wrong.

    A package without its document raises NotRecorded, here and in every other change of one package.
    """
    with transaction.atomic():
        matrix, providers = matrix_for(changes.features), providers_for(changes.providers)
        before, document = lock_package(key, matrix=matrix, providers=providers)
        if expected is not None and not expected.holds(document):
            raise StaleWrite(document)
        after = checked(before, changes, *apply(before, changes, matrix=matrix, providers=providers))
        _write_package(before.package, after.package)
        _write_rows(before, after)
        stored = record([after], by=by, reason=reason, stored={key: document})
    now = stored[0] if stored else document
    lost_sale = document.sellable and not now.sellable
    return Saved(now, changed=bool(stored), before=document, lost_sale=lost_sale)


def lock_package(
    key: UUID,
    *,
    matrix: Mapping[str, Feature] | None = None,
    providers: Mapping[UUID, Provider] | None = None,
) -> tuple[Aggregate, PackageDocument]:
    """A package, locked, with its document; raises PackageGone or NotRecorded.

    `matrix` and `providers` are those that the caller has read already.
    """
    found = load_aggregates([key], lock=True, matrix=matrix or {}, providers=providers or {})
    if not found:
        raise PackageGone
    return found[0], recorded(key)


def recorded(key: UUID) -> PackageDocument:
    """The document of a package that is there; raises NotRecorded."""
    for document in read_rows(PackageDocument, "WHERE package_id = %s", [key]):
        return document
    raise NotRecorded(key)


def _changed(blank: Aggregate, changes: PackageChanges, *, before: Aggregate | None) -> Aggregate:
    matrix, providers = matrix_for(changes.features), providers_for(changes.providers)
    return checked(before, changes, *apply(blank, changes, matrix=matrix, providers=providers))


def checked(
    before: Aggregate | None, changes: PackageChanges, after: Aggregate, found: list[Problem]
) -> Aggregate:
    """`after`, when nothing is wrong with it; a field that could not be read is not judged twice.

    `found` is what `apply` could not do. Raises RuleViolation with everything that is wrong; no query.
    """
    if changes.guard is not None:
        changes.guard(before, after)
    unread = {problem.pointer for problem in changes.problems}
    found = [*changes.problems, *(p for p in found if not _is_below(p.pointer, unread))]
    reported = {problem.pointer for problem in found}
    broken = [p for p in rules.problems(after, before=before) if not _is_below(p.pointer, reported)]
    if found or broken:
        raise RuleViolation([*found, *broken])
    return after


def _is_below(pointer: str, reported: set[str]) -> bool:
    parts = pointer.split("/")
    return any("/".join(parts[:length]) in reported for length in range(2, len(parts) + 1))


def _write_package(before: Package, after: Package) -> None:
    changed = {
        field.attname: getattr(after, field.attname)
        for field in Package._meta.concrete_fields
        if _column(after, field) != _column(before, field)
    }
    if changed:
        Package.objects.filter(pk=after.pk).update(**changed)


def _write_rows(before: Aggregate | None, after: Aggregate) -> None:
    _write(PackageFeature, before.features if before else [], after.features, "feature")
    _write(PackageProvider, before.providers if before else [], after.providers, "provider")


def _write(
    model: type[PackageFeature] | type[PackageProvider],
    before: Sequence[models.Model],
    after: Sequence[models.Model],
    names: str,
) -> None:
    """Removes the rows that are gone, and stores those that are new or changed in one statement."""
    kept = {row.pk for row in after}
    gone = [row.pk for row in before if row.pk not in kept]
    if gone:
        model._default_manager.filter(pk__in=gone).delete()
    was = {row.pk: _columns(row) for row in before}
    changed = [row for row in after if row.pk is None or was.get(row.pk) != _columns(row)]
    store(changed, found_by=("package", names))


def _columns(row: models.Model) -> tuple[object, ...]:
    return tuple(_column(row, field) for field in row._meta.concrete_fields)


def _column(row: models.Model, field: Field[Any, Any]) -> object:
    value = getattr(row, field.attname)
    return comparable(value) if isinstance(field, models.JSONField) else value
