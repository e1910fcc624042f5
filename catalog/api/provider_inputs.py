"""Providers of a package in the body of a request: a list, an object by id, or one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson

from catalog import rules
from catalog.api.schemas import PackageProviderSchema
from catalog.changes import UNSET, Merge, Presence, ProviderChange
from catalog.parts import Part
from config.identity import id_of, parse_identity
from config.json_rules import escape
from config.rules import Problem, RuleViolation
from integrations.api.fields import Read
from providers.models import Provider

_DEFAULTS = {"active": True, "default": False, "settings": {}, "metadata": {}}


@dataclass(frozen=True)
class ReadProvider:
    """One provider's key and change, and what could not be read of it."""

    key: UUID
    change: ProviderChange
    problems: tuple[Problem, ...]


@dataclass
class ReadProviders:
    """The changes by key, where each stands in the body, and what could not be read.

    Problems lead into the package document (`/providers/{id}`) where the key is known.
    """

    replace: bool
    changes: dict[UUID, ProviderChange | None] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def new_provider(body: dict[str, Any]) -> ReadProvider:
    """A provider to be attached; RuleViolation when not even its key is there."""
    read = PackageProviderSchema(data=body).read()
    if "provider" not in read.values:
        raise RuleViolation(read.problems)
    key = read.values["provider"]
    return ReadProvider(key, _change(read.values, presence="new"), _below(key, read.problems))


def replaced_provider(body: dict[str, Any], key: UUID, part: Part | None) -> ReadProvider:
    """A provider that is put: what isn't sent goes back to its default."""
    current = orjson.loads(part.text) if part else {}
    read = PackageProviderSchema(data={"provider": str(key), **body}).read(current=current)
    change = _change({**_DEFAULTS, **read.values}, presence="either")
    return ReadProvider(key, change, _below(key, [*read.problems, *_other_key(read.values, key)]))


def changed_provider(body: dict[str, Any], key: UUID, part: Part) -> ReadProvider:
    """A provider that is patched: what isn't sent stays, settings and metadata change by key."""
    read = PackageProviderSchema(data=body).read(partial=True, current=orjson.loads(part.text))
    change = _change(read.values, presence="there", merge=True)
    return ReadProvider(key, change, _below(key, [*read.problems, *_other_key(read.values, key)]))


def read_providers(
    sent: list[Any] | dict[str, Any], current: Sequence[Mapping[str, Any]], *, replace: bool
) -> ReadProviders:
    """`providers` of a package: a list replaces the set, an object sets by id and null removes."""
    known = {provider["provider"]: provider for provider in current}
    if isinstance(sent, dict):
        return _by_id(sent, known, replace=replace)
    read = ReadProviders(replace=True)
    for index, item in enumerate(sent or ()):
        place = f"/providers/{index}"
        if not isinstance(item, dict):
            read.problems.append(Problem(place, "wrong_type", "Give an object with a provider."))
            continue
        one = PackageProviderSchema(data=item).read(current=known.get(_spelled(item.get("provider")), {}))
        if "provider" in one.values:
            _add(read, one.values["provider"], one, place, merge=False)
        else:
            read.problems += [p.below(place) for p in one.problems]
    return read


def _by_id(sent: dict[str, Any], known: Mapping[str, Any], *, replace: bool) -> ReadProviders:
    read = ReadProviders(replace=replace)
    for spelling, item in sent.items():
        place = f"/providers/{escape(spelling)}"
        key = parse_identity(spelling, prefix=Provider.id_prefix)
        if key is None:
            read.problems.append(
                Problem(place, "invalid", "Give the id of a provider: prv_…, a ULID or a UUID.")
            )
        elif item is None:
            if not replace:
                read.changes[key] = None
        elif not isinstance(item, dict):
            read.problems.append(Problem(place, "wrong_type", "Give an object, or null."))
        else:
            now = known.get(_spelled(spelling), {})
            one = PackageProviderSchema(data={"provider": spelling, **item}).read(current=now)
            one.problems.extend(_other_key(one.values, key))
            _add(read, key, one, place, merge=not replace)
    return read


def _add(read: ReadProviders, key: UUID, one: Read, place: str, *, merge: bool) -> None:
    if key in read.changes:
        again = rules.provider_twice().below("/provider")
        read.problems += [p.below(place) for p in (again, *one.problems)]
        return
    read.changes[key] = _change(one.values, presence="either", merge=merge)
    read.places[f"/providers/{id_of(key, prefix=Provider.id_prefix)}"] = place
    read.problems += _below(key, one.problems)


def _change(values: Mapping[str, Any], *, presence: Presence, merge: bool = False) -> ProviderChange:
    objects = {
        name: Merge(values[name]) if merge else values[name]
        for name in ("settings", "metadata")
        if name in values
    }
    return ProviderChange(
        active=values.get("active", UNSET),
        default=values.get("default", UNSET),
        presence=presence,
        **objects,
    )


def _spelled(spelling: Any) -> str:
    key = parse_identity(spelling, prefix=Provider.id_prefix) if isinstance(spelling, str) else None
    return id_of(key, prefix=Provider.id_prefix) if key else ""


def _other_key(values: Mapping[str, Any], key: UUID) -> list[Problem]:
    if values.get("provider", key) != key:
        return [Problem("/provider", "read_only", "The path names another provider.")]
    return []


def _below(key: UUID, problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(p.below(f"/providers/{id_of(key, prefix=Provider.id_prefix)}") for p in problems)
