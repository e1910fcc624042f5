"""What was typed over a package that somebody else has saved meanwhile, laid over what is there now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from catalog.grid.cells import read_column
from catalog.grid.rows import Row
from catalog.grid.values import Values, text_of
from catalog.models import PackageRevision


@dataclass(frozen=True)
class Moved:
    """A cell that somebody else changed: its text as it was, and as it is now."""

    was: str
    now: str


@dataclass(frozen=True)
class Merged:
    """`texts` go over what is there now; `clashes` are cells that both changed, differently.

    `moved` has every cell that somebody else changed and the operator did not.
    """

    texts: Mapping[str, str]
    clashes: Mapping[str, Moved] = field(default_factory=dict)
    moved: Mapping[str, Moved] = field(default_factory=dict)


def merge(rows: Mapping[str, Row], then: Values, now: Values, texts: Mapping[str, str]) -> Merged:
    """Keeps what was typed, takes over what others changed elsewhere, and tells where the two meet.

    `then` are the values over which `texts` were typed.
    """
    mine = _changed(rows, then, texts)
    theirs = {
        key: Moved(was, text)
        for key, row in rows.items()
        if (was := text_of(row, then)) != (text := text_of(row, now))
    }
    agreed = theirs.keys() & mine.keys() - _changed(rows, now, mine).keys()
    kept = {key: text for key, text in mine.items() if key not in agreed}
    return Merged(
        kept,
        clashes={key: theirs[key] for key in theirs if key in kept},
        moved={key: moved for key, moved in theirs.items() if key not in mine},
    )


def _changed(rows: Mapping[str, Row], stored: Values, texts: Mapping[str, str]) -> dict[str, str]:
    edits = read_column(rows, stored, texts)
    return {key: text for key, text in texts.items() if key in edits.values or key in edits.problems}


def authors_since(seen: Mapping[UUID, int]) -> dict[UUID, tuple[str, ...]]:
    """Who saved these packages after the revisions that were seen; one statement."""
    if not seen:
        return {}
    rows = PackageRevision.objects.filter(package_uuid__in=list(seen), number__gt=min(seen.values()))
    found: dict[UUID, dict[str, None]] = {}
    for key, number, name in rows.order_by("number").values_list("package_uuid", "number", "actor_name"):
        if number > seen[key]:
            found.setdefault(key, {})[name] = None
    return {key: tuple(names) for key, names in found.items()}
