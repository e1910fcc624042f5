"""What the history pages of a package show of its revisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import orjson
from django.urls import reverse
from django.utils.safestring import SafeString

from catalog.admin.wording import ago, badge
from catalog.models import PackageRevision

PAGE = 50
MOST_SHOWN = 12
_KINDS = {"operator": "", "api_client": "API client", "command": "command"}


@dataclass(frozen=True)
class RevisionRow:
    """One revision in words; `more` counts the changes that are not shown."""

    number: int
    when: datetime
    ago: str
    who: str
    kind: str
    reason: str
    badge: SafeString
    changes: tuple[str, ...]
    more: int
    is_latest: bool
    restore_url: str


@dataclass(frozen=True)
class RevisionPage:
    """Revisions, the newest first; `older` is where the next page begins, None at the end."""

    rows: tuple[RevisionRow, ...]
    older: int | None


def revision_page(key: UUID, *, before: int | None, latest: int) -> RevisionPage:
    """The revisions of a package below a number; one statement, without their documents."""
    found = PackageRevision.objects.filter(package_uuid=key).order_by("-number").defer("text")
    if before is not None:
        found = found.filter(number__lt=before)
    rows = tuple(revision_row(one, latest=latest) for one in found[: PAGE + 1])
    return RevisionPage(rows[:PAGE], rows[PAGE - 1].number if len(rows) > PAGE else None)


def revision_row(revision: PackageRevision, *, latest: int) -> RevisionRow:
    """One revision as the pages show it."""
    texts = [change["text"] for change in orjson.loads(revision.changes)]
    return RevisionRow(
        number=revision.number,
        when=revision.recorded_at,
        ago=ago(revision.recorded_at),
        who=revision.actor_name,
        kind=_KINDS.get(revision.actor_kind, revision.actor_kind),
        reason=revision.reason,
        badge=kind_badge(commercial=revision.commercial),
        changes=tuple(texts[:MOST_SHOWN]),
        more=max(0, len(texts) - MOST_SHOWN),
        is_latest=revision.number == latest,
        restore_url=reverse("admin:catalog_package_restore", args=[revision.package_uuid, revision.number]),
    )


def kind_badge(*, commercial: bool) -> SafeString:
    """Whether customers are promised something else, or only other words."""
    if commercial:
        return badge("active", "Commercial", "Price, terms, features or whether it is offered")
    return badge("draft", "Wording", "Names, descriptions, settings, metadata or providers")
