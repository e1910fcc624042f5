"""Why a save was refused, in a shape that the form can show."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from catalog.differences import differences, parsed
from catalog.models import PackageDocument, PackageRevision
from config.differences import Difference
from config.rules import Problem


@dataclass(frozen=True)
class Told:
    """A problem in the list at the head of the page, with the box that it leads to."""

    detail: str
    label: str = ""
    href: str = ""


@dataclass(frozen=True)
class Conflict:
    """Somebody saved the package after the form was opened; `revision` is what is there now."""

    revision: int
    authors: tuple[str, ...]
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Refusal:
    """Nothing was stored: because of these problems, because of somebody else's save, or
    (with neither) because the operator only asked for another row."""

    problems: tuple[Problem, ...] = ()
    conflict: Conflict | None = None


def conflict_since(revision: int | None, *, key: UUID) -> Conflict:
    """What happened to a package since a revision."""
    document = PackageDocument.objects.get(pk=key)
    later = PackageRevision.objects.filter(package_uuid=key, number__gte=revision or 0).order_by("number")
    found = list(later.values_list("number", "text", "actor_name"))
    then = next((parsed(text) for number, text, _ in found if number == revision), None)
    authors = dict.fromkeys(name for number, _, name in found if number != revision)
    changed = differences(then, parsed(document.text)) if then else ()
    return Conflict(document.revision, tuple(authors), changed)
