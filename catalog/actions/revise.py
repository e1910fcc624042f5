"""New revisions of packages, each with what it changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from catalog.differences import commercial, differences, listed, parsed
from catalog.document import Rendered, is_as_rendered
from catalog.models import Package, PackageDocument, PackageRevision
from integrations.actors import Actor


@dataclass(frozen=True)
class Promised:
    """A package, numbered and rendered, whose promise is a new one."""

    package: Package
    rendered: Rendered


def new_revisions(
    promised: Sequence[Promised], *, before: Mapping[UUID, str], by: Actor, reason: str, now: datetime
) -> list[PackageRevision]:
    """The revisions to be stored; `before` has the promise before each, of packages that made one."""
    return [_revision(one, before.get(one.package.pk), by=by, reason=reason, now=now) for one in promised]


def promises_before(
    promised: Iterable[Promised],
    *,
    stored: Mapping[UUID, PackageDocument],
    latest: Mapping[UUID, tuple[int, str]],
) -> dict[UUID, str]:
    """What each package promised so far, by its key.

    The stored document still says it; one statement asks the history for all whose document is gone, behind
    or spoilt, because they were deleted or written past the actions.
    """
    keys = [one.package.pk for one in promised if one.package.pk in latest]
    found = {
        key: document.text
        for key in keys
        if (document := stored.get(key)) is not None and _says(document, latest[key][1])
    }
    return found | _texts([key for key in keys if key not in found])


def _says(document: PackageDocument, digest: str) -> bool:
    return document.promise_digest == digest and is_as_rendered(
        text=document.text, etag=document.etag, promise_digest=digest
    )


def _texts(keys: Sequence[UUID]) -> dict[UUID, str]:
    if not keys:
        return {}
    rows = PackageRevision.objects.filter(package_uuid__in=keys).order_by("package_uuid", "-number")
    return dict(rows.distinct("package_uuid").values_list("package_uuid", "text"))


def _revision(
    promised: Promised, before: str | None, *, by: Actor, reason: str, now: datetime
) -> PackageRevision:
    package, rendered = promised.package, promised.rendered
    found = differences(parsed(before), parsed(rendered.promise_text)) if before is not None else ()
    return PackageRevision(
        package_uuid=package.pk,
        number=package.revision,
        text=rendered.promise_text,
        digest=rendered.promise_digest,
        recorded_at=now,
        actor_kind=by.kind,
        actor_name=by.name,
        reason=reason,
        changes=listed(found).decode(),
        # A package that is new is an offer that was not there.
        commercial=before is None or commercial(found),
    )
