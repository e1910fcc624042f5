"""From the body of a request to the changes that it asks for, with everything that can't be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import orjson

from catalog import key_values
from catalog.api import schemas
from catalog.api.feature_inputs import read_features, whole
from catalog.api.provider_inputs import read_providers
from catalog.changes import Difference, Guard, Merge, PackageChanges
from catalog.models import Package
from catalog.stored import StoredDocument
from config.json_rules import escape
from config.rules import Problem, RuleViolation

LISTS = ("notification_preferences", "package_settings", "package_metadata", "providers", "features")
_PAIRS = ("package_settings", "package_metadata")
_SETS = ("features", "providers")
# What a sale from stock changes between reading a document and writing it back.
_MOVED_BY_SALES = ("availability", "updated_at")
_STALE_COUNT = (
    "The count moved, or this was not made from what was read last: send updated_at as it was read, "
    "or change the count by POST to /stock."
)


class Seen(Enum):
    """Which state of a package a client had before its eyes; a sale in between changes no promise."""

    THIS = "this"
    EARLIER = "earlier"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class ReadPackage:
    """The changes, and where in the body the parts of the package document come from."""

    changes: PackageChanges
    places: Mapping[str, str] = field(default_factory=dict)


def new_package(body: dict[str, Any], *, guard: Guard) -> ReadPackage:
    """A package to be made from a whole document."""
    read = schemas.PackageSchema(data=body).read()
    return _package(read.values, read.problems, {}, replace=True, guard=guard)


def changed_package(body: dict[str, Any], document: StoredDocument, *, guard: Guard) -> ReadPackage:
    """What a PATCH asks for: what isn't sent stays."""
    current = orjson.loads(document.body)
    read = schemas.PackageSchema(data=body).read(partial=True, current=current)
    return _package(read.values, read.problems, current, replace=False, guard=guard)


def replaced_package(
    body: dict[str, Any], document: StoredDocument, *, seen: Seen, guard: Guard
) -> ReadPackage:
    """What a PUT asks for: what isn't sent goes back to its default, and lists must be sent."""
    current = orjson.loads(document.body)
    sold = bool(current["has_stock"]) and seen is not Seen.THIS
    sent = _without_sales(body, current) if sold else body
    read = schemas.PackageReplacementSchema(data=sent).read(current=current)
    values, problems = {**_defaults(), **read.values}, read.problems
    values.pop("revision", None)
    if current["has_stock"] and values.get("has_stock") and "stock_qty" in read.values:
        values["stock_qty"] = _moved_count(values["stock_qty"], current["stock_qty"], seen, problems)
    return _package(values, problems, current, replace=True, guard=guard)


def seen_by(body: Mapping[str, Any], document: StoredDocument, etags: frozenset[str]) -> Seen:
    """Which state of the package a PUT was made from, as its ETags and its `updated_at` tell."""
    updated_at = orjson.loads(document.body)["updated_at"]
    if document.etag in etags or body.get("updated_at") == updated_at:
        return Seen.THIS
    return Seen.EARLIER if etags or "updated_at" in body else Seen.UNKNOWN


def _without_sales(body: dict[str, Any], current: Mapping[str, Any]) -> dict[str, Any]:
    """The body without what a sale changes beside the count, where it is as it can have been before."""
    was = schemas.BeforeSaleSchema(data={name: body[name] for name in _MOVED_BY_SALES if name in body})
    refused = {problem.pointer.split("/")[1] for problem in was.read().problems}
    later = str(body.get("updated_at", "")) > str(current["updated_at"])
    refused |= {"updated_at"} if later else set()
    return {name: value for name, value in body.items() if name not in _MOVED_BY_SALES or name in refused}


def _defaults() -> dict[str, Any]:
    blank = Package()
    names = [name for name, field in schemas.PackageSchema().fields.items() if not field.read_only]
    return {name: getattr(blank, name) for name in names if name not in LISTS}


def _moved_count(sent: Any, current: int, seen: Seen, problems: list[Problem]) -> Any:
    """A count moves by what was changed of it; one that was read before a sale is not written back."""
    if sent is None:
        return None
    if seen is Seen.UNKNOWN and sent != current:
        problems.append(Problem("/stock_qty", "stale_count", _STALE_COUNT))
    return Difference(sent - current if seen is Seen.THIS else 0)


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
    pairs = _places_of_pairs(values, current, replace=replace)
    return ReadPackage(changes, {**features.places, **providers.places, **pairs})


def _plain(name: str, value: Any, *, replace: bool) -> Any:
    if name in _PAIRS and isinstance(value, dict) and not replace:
        return Merge(value)
    return [_whole_numbers(item) for item in value] if name == "notification_preferences" else value


def _whole_numbers(entry: Any) -> Any:
    """5.0 is a whole number in JSON."""
    if not isinstance(entry, dict):
        return entry
    return {key: whole(value) for key, value in entry.items()}


def _places_of_pairs(
    values: Mapping[str, Any], current: Mapping[str, Any], *, replace: bool
) -> dict[str, str]:
    """Where the pairs of a settings object come from: rules speak of the array that it becomes."""
    places: dict[str, str] = {}
    for name in _PAIRS:
        sent = values.get(name)
        if isinstance(sent, dict):
            pairs = key_values.as_pairs(sent) if replace else key_values.merged(current.get(name, []), sent)
            for index, pair in enumerate(pairs):
                if pair["key"] in sent:
                    place = f"/{name}/{escape(pair['key'])}"
                    places |= {f"/{name}/{index}{part}": place for part in ("", "/key", "/value")}
    return places


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


def reason(body: dict[str, Any]) -> str:
    """Why it is done, empty when it isn't said; raises RuleViolation."""
    read = schemas.RestoreSchema(data=body).read()
    if read.problems:
        raise RuleViolation(read.problems)
    return read.values.get("reason") or ""
