"""Deleting a package that was never offered. What was promised of it stays in its revisions."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from catalog.actions.announce import announce_deleted
from catalog.actions.save import PackageGone, Precondition, StaleWrite, recorded
from catalog.models import Package, PackageDocument, PackageRevision
from config.rules import Problem, RuleViolation
from integrations.actors import Actor


class WasOffered(RuleViolation):
    """A package that was ever active is never deleted."""

    def __init__(self, package: Package) -> None:
        super().__init__(
            [
                Problem(
                    "", "was_offered", f"{package.name} was offered once; retire it instead of deleting it."
                )
            ]
        )


def delete_package(*, key: UUID, by: Actor, expected: Precondition | None = None) -> PackageDocument:
    """Deletes a package with its features and providers; answers its last document.

    Raises PackageGone, NotRecorded, StaleWrite or WasOffered.
    """
    with transaction.atomic():
        package = Package.objects.select_for_update().filter(pk=key).first()
        if package is None:
            raise PackageGone
        document = recorded(key)
        if expected is not None and not expected.holds(document):
            raise StaleWrite(document)
        if package.ever_active:
            raise WasOffered(package)
        # Before it is deleted: an instance forgets its key with its row.
        announce_deleted(package, by=by)
        package.delete()
    return document


def was_there(key: UUID) -> bool:
    """Whether there was a package with this key, and is none now."""
    is_there = Package.objects.filter(pk=key)
    return PackageRevision.objects.filter(package_uuid=key).exists() and not is_there.exists()
