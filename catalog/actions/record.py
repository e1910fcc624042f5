"""The last step of every write: packages are rendered, stored, and their promises kept.

Everything that changes what readers see of a package ends here, in the transaction of the change:
one package that an operator saved, or ten thousand whose provider was renamed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import connection

from catalog import key_values
from catalog.actions.announce import announce_packages
from catalog.actions.revise import News, new_revision, promises_before
from catalog.actions.store import store
from catalog.aggregate import Aggregate, batches, load_aggregates
from catalog.document import Promise, Rendered, promised, render
from catalog.models import Package, PackageDocument, PackageRevision
from catalog.natural_order import folded, natural_key
from config.identity import moment
from integrations.actors import Actor

_TICK = timedelta(milliseconds=1)
# Packages without a price stand before the free ones.
_NO_PRICE = Decimal(-1)


def record_all(keys: Iterable[UUID], *, by: Actor, reason: str = "") -> int:
    """Records packages whose rows, provider or features were changed; answers how many changed for readers.

    A transaction must be open. The packages are locked in key order, a thousand at a time, with a constant
    number of statements for each thousand.
    """
    return sum(
        len(record(load_aggregates(batch, lock=True), by=by, reason=reason)) for batch in batches(keys)
    )


def record(
    aggregates: Sequence[Aggregate],
    *,
    by: Actor,
    reason: str = "",
    stored: Mapping[UUID, PackageDocument] | None = None,
) -> list[PackageDocument]:
    """Stores the documents of packages that changed, each with its place in the feed, and new promises.

    The rows must be locked and written. `stored` are the documents of now, for a caller that has read them
    under those locks. Answers the documents that were stored: none for a package of which readers see
    nothing new.
    """
    now = moment()
    keys = [aggregate.package.pk for aggregate in aggregates]
    stored = PackageDocument.objects.in_bulk(keys) if stored is None else stored
    latest = _latest_revisions(keys)
    news = [
        one
        for aggregate in aggregates
        if (one := _news(aggregate, stored.get(aggregate.package.pk), latest.get(aggregate.package.pk), now))
    ]
    documents = [_document(one.aggregate, one.rendered) for one in news]
    before = promises_before(news, latest=latest)
    revisions = {
        one.package.pk: new_revision(one, before, by=by, reason=reason) for one in news if one.is_new
    }
    _store(documents, [revision.row for revision in revisions.values()])
    announce_packages(news, documents, revisions, by=by)
    return documents


def stale(aggregates: Sequence[Aggregate]) -> list[Aggregate]:
    """Those whose document, revision number or newest revision is not what their rows say; two statements."""
    keys = [aggregate.package.pk for aggregate in aggregates]
    stored, latest = PackageDocument.objects.in_bulk(keys), _latest_revisions(keys)
    return [
        a
        for a in aggregates
        if not _is_current(a, promised(a), stored.get(a.package.pk), latest.get(a.package.pk))
    ]


def _news(
    aggregate: Aggregate, known: PackageDocument | None, last: tuple[int, str] | None, now: datetime
) -> News | None:
    """The package, numbered and rendered, when readers see anything new of it."""
    promise = promised(aggregate)
    if _is_current(aggregate, promise, known, last):
        return None
    package, is_new = aggregate.package, last is None or last[1] != promise.digest
    _number(package, last, is_new=is_new)
    if known is not None or (last is not None and is_new):
        # Later than before, whatever the clock says: readers tell states apart by it.
        package.updated_at = max(now, package.updated_at + _TICK)
    return News(aggregate, render(aggregate, promise), known, is_new=is_new, at=now)


def _is_current(
    aggregate: Aggregate, promise: Promise, known: PackageDocument | None, last: tuple[int, str] | None
) -> bool:
    if known is None or last != (aggregate.package.revision, promise.digest):
        return False
    document = _document(aggregate, render(aggregate, promise))
    return all(getattr(document, name) == getattr(known, name) for name in _DERIVED)


# Plain SQL, here and below: every write passes, and making these with the ORM takes longer than running them.
# The index brings the newest revision of each package at once, however many it has.
_LATEST = """
SELECT asked.key, newest.number, newest.digest FROM unnest(%s::uuid[]) AS asked (key) CROSS JOIN LATERAL (
    SELECT number, digest FROM catalog_packagerevision
    WHERE package_uuid = asked.key ORDER BY number DESC LIMIT 1
) AS newest
"""
# The packages' own rows say what their documents say.
_REPEAT = """
UPDATE catalog_package AS package SET revision = document.revision, updated_at = document.updated_at
FROM catalog_packagedocument AS document
WHERE document.package_id = package.uuid AND package.uuid = ANY(%s)
"""


def _latest_revisions(keys: Sequence[UUID]) -> dict[UUID, tuple[int, str]]:
    """Number and digest of the newest revision of each package, deleted ones that come back included."""
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, [list(keys)])
        return {key: (number, digest) for key, number, digest in cursor.fetchall()}


def _number(package: Package, latest: tuple[int, str] | None, *, is_new: bool) -> None:
    if latest is None:
        # A package that arrives with a number, as a fixture carries it, keeps it.
        package.revision = max(package.revision, 1)
    else:
        package.revision = latest[0] + 1 if is_new else latest[0]


def _document(aggregate: Aggregate, rendered: Rendered) -> PackageDocument:
    package, state = aggregate.package, rendered.availability
    return PackageDocument(
        package_id=package.pk,
        text=rendered.text,
        etag=rendered.etag,
        offer_text=rendered.offer_text,
        offer_etag=rendered.offer_etag,
        promise_digest=rendered.promise_digest,
        revision=package.revision,
        sellable=state.sellable,
        renewable=state.renewable,
        listed=state.listed,
        reasons=[reason.code for reason in state.reasons],
        name_key=natural_key(package.name),
        tier_key=natural_key(package.tier),
        price_key=_NO_PRICE if package.price is None else package.price,
        search_text=folded(f"{package.name}\n{package.short_description}\n{package.description}"),
        service_type=package.service_type,
        status=package.status,
        hidden=package.hidden,
        retired=package.retired,
        currency=package.currency,
        price=package.price,
        tier=package.tier,
        stock_qty=package.stock_qty,
        feature_codes=[row.feature_id for row in aggregate.features],
        provider_uuids=[row.provider_id for row in aggregate.providers],
        provider_types=sorted({row.provider.provider_type for row in aggregate.providers}),
        metadata_pairs=key_values.searchable(package.package_metadata),
        created_at=package.created_at,
        updated_at=package.updated_at,
    )


_DERIVED = [f.name for f in PackageDocument._meta.concrete_fields if not f.primary_key]


def _store(documents: list[PackageDocument], revisions: list[PackageRevision]) -> None:
    store(documents, found_by=("package",))
    store(revisions)
    with connection.cursor() as cursor:
        cursor.execute(_REPEAT, [[document.package_id for document in documents]])
