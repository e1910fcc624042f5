"""Reading what was promised of a package, also of one that was deleted."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from catalog.differences import differences, parsed
from catalog.models import PackageRevision
from config.differences import Difference

# What the column of numbers holds.
LAST_NUMBER = 2**31 - 1


class RevisionUnknown(Exception):
    """The package never had a revision of this number."""


@dataclass(frozen=True)
class Comparison:
    """Two revisions of a package, and what the second promises differently."""

    before: PackageRevision
    after: PackageRevision
    differences: tuple[Difference, ...]


def revision_of(key: UUID, number: int) -> PackageRevision:
    """The revision of a package with this number; raises RevisionUnknown."""
    rows = PackageRevision.objects.filter(package_uuid=key, number=number)
    row = rows.first() if number <= LAST_NUMBER else None
    if row is None:
        raise RevisionUnknown
    return row


def latest_revision(key: UUID) -> PackageRevision:
    """The newest revision of a package; raises RevisionUnknown when there never was such a package."""
    row = PackageRevision.objects.filter(package_uuid=key).order_by("-number").first()
    if row is None:
        raise RevisionUnknown
    return row


def compare(key: UUID, number: int, *, to: int | None = None) -> Comparison:
    """What changed from one revision to another, by default to the newest; raises RevisionUnknown."""
    before = revision_of(key, number)
    after = latest_revision(key) if to is None else revision_of(key, to)
    return Comparison(before, after, differences(parsed(before.text), parsed(after.text)))
