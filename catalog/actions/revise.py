"""New revisions of packages, each with what it changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from catalog.aggregate import Aggregate
from catalog.differences import commercial, differences, parsed
from catalog.document import Rendered, is_as_rendered
from catalog.models import Package, PackageDocument, PackageRevision
from config.differences import listed
from integrations.actors import Actor


@dataclass(frozen=True)
class News:
    """A package of which readers see something new, numbered and rendered.

    `known` is the document that they saw before; `is_new` says whether the promise is another one.
    """

    aggregate: Aggregate
    rendered: Rendered
    known: PackageDocument | None
    is_new: bool
    at: datetime

    @property
    def package(self) -> Package:
        return self.aggregate.package


@dataclass(frozen=True)
class NewRevision:
    """A revision to be stored, and the paths of what it promises differently."""

    row: PackageRevision
    paths: tuple[str, ...]


def promises_before(news: Iterable[News], *, latest: Mapping[UUID, tuple[int, str]]) -> dict[UUID, str]:
    """What each package that makes a new promise promised so far, by its key.

    The stored document still says it; one statement asks the history for all whose document is gone, behind
    or spoilt, because they were deleted or written past the actions.
    """
    again = {one.package.pk: one.known for one in news if one.is_new and one.package.pk in latest}
    found = {
        key: known.text for key, known in again.items() if known is not None and _says(known, latest[key][1])
    }
    return found | _texts([key for key in again if key not in found])


def _says(document: PackageDocument, digest: str) -> bool:
    return document.promise_digest == digest and is_as_rendered(
        text=document.text, etag=document.etag, promise_digest=digest
    )


def _texts(keys: Sequence[UUID]) -> dict[UUID, str]:
    if not keys:
        return {}
    rows = PackageRevision.objects.filter(package_uuid__in=keys).order_by("package_uuid", "-number")
    return dict(rows.distinct("package_uuid").values_list("package_uuid", "text"))


def new_revision(news: News, before: Mapping[UUID, str], *, by: Actor, reason: str) -> NewRevision:
    """The revision of a new promise; `before` has what its package promised so far, if it did."""
    package, rendered = news.package, news.rendered
    was = before.get(package.pk)
    found = differences(parsed(was), parsed(rendered.promise_text)) if was is not None else ()
    row = PackageRevision(
        package_uuid=package.pk,
        number=package.revision,
        text=rendered.promise_text,
        digest=rendered.promise_digest,
        recorded_at=news.at,
        actor_kind=by.kind,
        actor_name=by.name,
        reason=reason,
        changes=listed(found).decode(),
        # A package that is new is an offer that was not there.
        commercial=was is None or commercial(found),
    )
    return NewRevision(row, tuple(difference.path for difference in found))
