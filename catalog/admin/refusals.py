"""Why a save was refused, in a shape that the form can show."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from catalog.models import PackageDocument, PackageRevision
from config.rules import Problem

# What the document says besides what was promised, or says twice.
_DERIVED = {"availability", "revision", "created_at", "updated_at", "stock_qty"} | {
    "price_minor",
    "signup_fee_minor",
    "currency_exponent",
}
_LISTS = {"features": ("code", "name"), "providers": ("provider", "provider_name")}


@dataclass(frozen=True)
class Told:
    """A problem in the list at the head of the page, with the box that it leads to."""

    detail: str
    label: str = ""
    href: str = ""


@dataclass(frozen=True)
class Difference:
    """One thing that somebody else changed, with what it was and what it is now, as texts."""

    label: str
    was: str
    now: str


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
    then: dict[str, Any] = next((json.loads(text) for number, text, _ in found if number == revision), {})
    authors = dict.fromkeys(name for number, _, name in found if number != revision)
    now = json.loads(document.text)
    differences = tuple(_differences(then, now)) if then else ()
    return Conflict(document.revision, tuple(authors), differences)


def _differences(then: dict[str, Any], now: dict[str, Any]) -> Iterator[Difference]:
    for name, value in now.items():
        if name in _DERIVED or then.get(name) == value:
            continue
        if name in _LISTS:
            yield from _list_differences(then.get(name, []), value, *_LISTS[name])
        else:
            yield Difference(name.replace("_", " ").capitalize(), _shown(then.get(name)), _shown(value))


def _list_differences(
    then: list[dict[str, Any]], now: list[dict[str, Any]], key: str, name: str
) -> Iterator[Difference]:
    was, became = ({row[key]: row for row in rows} for rows in (then, now))
    for code in dict.fromkeys([*was, *became]):
        if was.get(code) != became.get(code):
            label = (became.get(code) or was[code])[name]
            yield Difference(label, _row(was.get(code)), _row(became.get(code)))


def _row(row: dict[str, Any] | None) -> str:
    if row is None:
        return "not in the package"
    if "kind" not in row:
        return "default" if row["default"] else "attached" if row["active"] else "attached, off"
    value = "unlimited" if row["unlimited"] else "included" if row["limit"] is None else str(row["limit"])
    return value if row["unit_price"] is None else f"{value}, {row['unit_price']} a unit"


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value in (None, "", []):
        return "empty"
    return value if isinstance(value, str) else json.dumps(value)
