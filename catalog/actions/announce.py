"""New entries of the change feed: what readers can see changed, told in the transaction of the change.

The database numbers them when that transaction commits (see `catalog.models.feed_entry`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from catalog.actions.revise import NewRevision, News
from catalog.actions.store import store
from catalog.models import FeedEntry, FeedKind, Package, PackageDocument
from config.differences import WHOLE
from config.identity import moment
from integrations.actors import Actor

_STATE = ("sellable", "renewable", "listed", "reasons")


def announce_packages(
    news: Sequence[News],
    documents: Sequence[PackageDocument],
    revisions: Mapping[UUID, NewRevision],
    *,
    by: Actor,
) -> None:
    """Tells of packages that were stored: `documents` are theirs, in the same order."""
    store(
        [
            _package_entry(one, document, revisions.get(one.package.pk), by=by)
            for one, document in zip(news, documents, strict=True)
        ]
    )


def announce_deleted(package: Package, *, by: Actor) -> None:
    """Tells that a package is gone; its last revision stays."""
    entry = _entry(FeedKind.DELETED, [WHOLE], by=by, commercial=True, at=moment())
    entry.package_uuid, entry.revision = package.pk, package.revision
    entry.save()


def announce_features(paths: Sequence[str], *, by: Actor, commercial: bool) -> None:
    """Tells that the matrix changed: `/code` for a feature that is new, `/code/field` for what is different."""
    _entry(FeedKind.FEATURES_CHANGED, paths, by=by, commercial=commercial, at=moment()).save()


def announce_provider(key: UUID, paths: Sequence[str], *, by: Actor) -> None:
    """Tells that a provider changed; packages that show it are told of by themselves."""
    entry = _entry(FeedKind.PROVIDER_CHANGED, paths, by=by, commercial=False, at=moment())
    entry.provider_uuid = key
    entry.save()


def _package_entry(
    news: News, document: PackageDocument, revision: NewRevision | None, *, by: Actor
) -> FeedEntry:
    kind = _kind(news)
    # Nothing that has a name, when a document that was spoilt is mended: all of it may be news.
    paths = list(_paths(news.known, document, revision)) if news.known else []
    commercial = (
        kind != FeedKind.UPDATED
        or not paths
        or "/stock_qty" in paths
        or _changes_a_sale(news.known, document)
        or (revision is not None and revision.row.commercial)
    )
    entry = _entry(kind, paths or [WHOLE], by=by, commercial=commercial, at=news.at)
    entry.package_uuid, entry.revision = document.package_id, document.revision
    entry.standing = news.rendered.standing
    return entry


def _kind(news: News) -> FeedKind:
    if news.known is None:
        return FeedKind.CREATED
    moved = news.known.stock_qty != news.package.stock_qty
    return FeedKind.STOCK if moved and not news.is_new else FeedKind.UPDATED


def _changes_a_sale(known: PackageDocument | None, now: PackageDocument) -> bool:
    """Whether it can be had now and could not before, or the other way round: more than wording, whatever did it."""
    return known is None or (known.sellable, known.renewable) != (now.sellable, now.renewable)


def _paths(known: PackageDocument, now: PackageDocument, revision: NewRevision | None) -> Iterator[str]:
    yield from revision.paths if revision else ()
    if known.stock_qty != now.stock_qty:
        yield "/stock_qty"
    if any(getattr(known, name) != getattr(now, name) for name in _STATE):
        yield "/availability"


def _entry(kind: FeedKind, paths: Sequence[str], *, by: Actor, commercial: bool, at: datetime) -> FeedEntry:
    return FeedEntry(
        kind=kind,
        paths=list(paths),
        commercial=commercial,
        recorded_at=at,
        actor_kind=by.kind,
        actor_name=by.name,
    )
