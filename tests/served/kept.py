"""What must be true of a catalog, whatever was done to it and whoever was killed meanwhile."""

from __future__ import annotations

from collections import Counter, defaultdict
from io import StringIO
from uuid import UUID

import orjson
from django.core.management import call_command

from catalog import feed
from catalog.actions.record import stale
from catalog.aggregate import load_aggregates
from catalog.models import FeedEntry, FeedKind, Package, PackageDocument, PackageRevision

_WITH_REVISION = (FeedKind.CREATED, FeedKind.UPDATED)


def check() -> None:
    """Rows, documents, revisions and the feed say the same."""
    call_command("check_catalog", stdout=StringIO())
    assert stale(load_aggregates(Package.objects.values_list("pk", flat=True))) == []
    check_histories()
    check_feed()


def check_histories() -> None:
    """Every history counts from 1 without a gap, up to the revision that the document shows."""
    numbers: dict[UUID, list[int]] = defaultdict(list)
    for revision in PackageRevision.objects.order_by("package_uuid", "number"):
        numbers[revision.package_uuid].append(revision.number)
        assert orjson.loads(revision.text)["revision"] == revision.number
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())
    current = dict(PackageDocument.objects.values_list("package_id", "revision"))
    assert current == {key: len(numbers[key]) for key in current}


def check_feed() -> None:
    """It counts from 1 without a gap, tells of each revision once and in order, and rebuilds the catalog."""
    entries = list(FeedEntry.objects.order_by("position"))
    assert [entry.position for entry in entries] == list(range(1, feed.head() + 1))
    numbers: dict[UUID | None, list[int]] = defaultdict(list)
    for entry in entries:
        numbers[entry.package_uuid].append(entry.revision or 0)
    assert all(found == sorted(found) for found in numbers.values())
    told = Counter((entry.package_uuid, entry.revision) for entry in entries if entry.kind in _WITH_REVISION)
    assert told == Counter(PackageRevision.objects.values_list("package_uuid", "number"))
    assert rebuilt(entries) == dict(PackageDocument.objects.values_list("package_id", "text"))


def rebuilt(entries: list[FeedEntry]) -> dict[UUID | None, str]:
    """The catalog of a consumer who began with nothing: documents by package."""
    documents = feed.documents_of(entries)
    catalog: dict[UUID | None, str] = {}
    for entry in entries:
        if entry.kind == FeedKind.DELETED:
            del catalog[entry.package_uuid]
        elif entry.position in documents:
            catalog[entry.package_uuid] = documents[entry.position]
    return catalog
