"""Entries of the feed in words, from the revisions that they led to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from django.db.models import JSONField, OuterRef, Subquery, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from catalog.availability import SHORT
from catalog.models import FeedEntry, FeedKind, PackageRevision
from features.models import Feature
from providers.models import Provider

# Told by the entry itself: no revision came of them.
_STANDING = {"/stock_qty", "/availability"}


@dataclass(frozen=True)
class Told:
    """What an entry says of a package, and what the package was called then."""

    name: str
    texts: tuple[str, ...]


def telling(positions: Iterable[int]) -> dict[int, Told]:
    """What the entries of packages at these positions say; one statement."""
    wanted = list(positions)
    if not wanted:
        return {}
    promise = PackageRevision.objects.filter(
        package_uuid=OuterRef("package_uuid"), number=OuterRef("revision")
    )
    name = KeyTextTransform("name", Cast("text", JSONField()))
    rows = FeedEntry.objects.filter(position__in=wanted).annotate(
        changes=Subquery(promise.values("changes")),
        name=Subquery(promise.annotate(called=name).values("called")),
    )
    return {row.position or 0: Told(row.name or "", tuple(_texts(row, row.changes))) for row in rows}


def thing_names(entries: Iterable[FeedEntry]) -> dict[str, str]:
    """What people call the providers and the features that entries name, by key and by code; one statement."""
    found = list(entries)
    keys = {entry.provider_uuid for entry in found if entry.provider_uuid}
    codes = {code for entry in found if entry.kind == FeedKind.FEATURES_CHANGED for code in _codes(entry)}
    if not keys and not codes:
        return {}
    providers = Provider.objects.filter(pk__in=keys).order_by().annotate(key=Cast("pk", TextField()))
    features = Feature.objects.filter(pk__in=codes).order_by().annotate(key=Cast("pk", TextField()))
    rows = providers.values_list("key", "provider_name").union(features.values_list("key", "name"), all=True)
    return dict(rows)


def _codes(entry: FeedEntry) -> Iterator[str]:
    return (path.split("/")[1] for path in entry.paths if path)


def _texts(entry: FeedEntry, changes: str | None) -> Iterator[str]:
    if entry.kind == FeedKind.CREATED:
        yield "Added"
    elif entry.kind == FeedKind.DELETED:
        yield "Deleted"
    elif set(entry.paths) - _STANDING:
        yield from (change["text"] for change in orjson.loads(changes or "[]"))
    said: dict[str, Any] = orjson.loads(entry.standing) if entry.standing else {}
    if "/stock_qty" in entry.paths:
        yield (
            f"Stock is {said.get('stock_qty')}"
            if said.get("stock_qty") is not None
            else "Stock is not counted"
        )
    if "/availability" in entry.paths:
        yield _availability(said.get("availability", {}))


def _availability(state: dict[str, Any]) -> str:
    if state.get("sellable"):
        return "Can be sold"
    reasons = [SHORT.get(reason["code"], reason["code"]) for reason in state.get("reasons", ())]
    return f"Can't be sold: {', '.join(reasons).lower()}"
