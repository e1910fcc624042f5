"""From the body of a request to the changes that it asks for, with everything that can't be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from catalog.api import schemas
from catalog.api.feature_inputs import read_features
from catalog.api.provider_inputs import read_providers
from catalog.changes import Difference, Guard, Merge, PackageChanges
from catalog.models import Package, PackageDocument
from config.rules import Problem, RuleViolation

LISTS = ("notification_preferences", "package_settings", "package_metadata", "providers", "features")
_PAIRS = ("package_settings", "package_metadata")
_SETS = ("features", "providers")
# What a sale from stock changes between reading a document and writing it back.
_MOVED_BY_SALES = ("availability", "updated_at")


@dataclass(frozen=True)
class ReadPackage:
    """The changes, and where in the body the parts of the package document come from."""

    changes: PackageChanges
    places: Mapping[str, str] = field(default_factory=dict)


def new_package(body: dict[str, Any], *, guard: Guard) -> ReadPackage:
    """A package to be made from a whole document."""
    read = schemas.PackageSchema(data=body).read()
    return _package(read.values, read.problems, {}, replace=True, guard=guard)


def changed_package(body: dict[str, Any], document: PackageDocument, *, guard: Guard) -> ReadPackage:
    """What a PATCH asks for: what isn't sent stays."""
    current = orjson.loads(document.text)
    read = schemas.PackageSchema(data=body).read(partial=True, current=current)
    return _package(read.values, read.problems, current, replace=False, guard=guard)


def replaced_package(body: dict[str, Any], document: PackageDocument, *, guard: Guard) -> ReadPackage:
    """What a PUT asks for: what isn't sent goes back to its default, and lists must be sent."""
    current = orjson.loads(document.text)
    moved = current["has_stock"] and body.get("updated_at", current["updated_at"]) != current["updated_at"]
    readable = {k: v for k, v in body.items() if not (moved and k in _MOVED_BY_SALES)}
    read = schemas.PackageSchema(data=readable).read(current=current)
    problems = [
        *read.problems,
        *(
            Problem(f"/{name}", "required", "Send the whole list; [] is one.")
            for name in LISTS
            if name not in body
        ),
    ]
    values = {**_defaults(), **read.values}
    if current["has_stock"] and values.get("has_stock"):
        values["stock_qty"] = _moved_count(values.get("stock_qty"), current["stock_qty"], stale=moved)
    return _package(values, problems, current, replace=True, guard=guard)


def _defaults() -> dict[str, Any]:
    blank = Package()
    names = [name for name, field in schemas.PackageSchema().fields.items() if not field.read_only]
    return {name: getattr(blank, name) for name in names if name not in LISTS}


def _moved_count(sent: Any, current: int, *, stale: bool) -> Any:
    """A count moves by what was changed of it; one that was read before a sale is not written back."""
    if sent is None:
        return None
    return Difference(0 if stale else sent - current)


def _package(
    values: dict[str, Any],
    problems: list[Problem],
    current: Mapping[str, Any],
    *,
    replace: bool,
    guard: Guard,
) -> ReadPackage:
    features = read_features(values.get("features", {}), current.get("features", []), replace=replace)
    providers = read_providers(values.get("providers", {}), current.get("providers", []), replace=replace)
    changes = PackageChanges(
        values={k: _plain(k, v, replace=replace) for k, v in values.items() if k not in _SETS},
        features=features.changes,
        providers=providers.changes,
        replace_features=features.replace,
        replace_providers=providers.replace,
        problems=(*problems, *features.problems, *providers.problems),
        guard=guard,
    )
    return ReadPackage(changes, {**features.places, **providers.places})


def _plain(name: str, value: Any, *, replace: bool) -> Any:
    if name in _PAIRS and isinstance(value, dict) and not replace:
        return Merge(value)
    return value


def copy_name(body: dict[str, Any]) -> tuple[str, tuple[Problem, ...]]:
    """The name of a copy, empty when it isn't said."""
    read = schemas.DuplicateSchema(data=body).read()
    return read.values.get("name") or "", tuple(read.problems)


def stock_change(body: dict[str, Any]) -> int:
    """By how much stock moves; raises RuleViolation."""
    read = schemas.StockChangeSchema(data=body).read()
    if read.problems:
        raise RuleViolation(read.problems)
    change: int = read.values["change"]
    return change
