"""What is wanted of a provider, and the provider as it would become. Nothing is stored here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from config.json_rules import canonical, comparable, escape, object_problems
from config.rules import Problem
from providers import rules
from providers.encryption import UnreadableSecret
from providers.models import Provider
from providers.types.registry import provider_type, secret_names

_HOW = ("replace", "seal_again")
_PLAIN = ("provider_name", "active", "provider_type", "service_type")
# Secrets stand among the properties.
_OBJECTS = {
    "properties": "properties",
    "secrets": "properties",
    "settings": "settings",
    "metadata": "metadata",
}


class Unset:
    """The type of UNSET, which stands for a value that was not sent."""


UNSET: Final = Unset()


@dataclass(frozen=True, repr=False)
class ProviderChanges:
    """What is wanted of a provider; what is UNSET stays. Values have the types of the model.

    Objects are merged by key, where null removes one; with `replace` they take the place of what was
    there. Secrets stand among the properties: a text sets one, null clears it, and one that is not
    sent, or is sent as the API shows it, is kept either way. `seal_again` makes a secret that is sent a new
    one even where it is the same, so that nobody can tell: a dry run could be asked until the guess is right.
    """

    provider_name: str | Unset = UNSET
    active: bool | Unset = UNSET
    provider_type: str | Unset = UNSET
    service_type: str | Unset = UNSET
    properties: Mapping[str, Any] | Unset = UNSET
    settings: Mapping[str, Any] | Unset = UNSET
    metadata: Mapping[str, Any] | Unset = UNSET
    replace: bool = False
    seal_again: bool = False

    def __repr__(self) -> str:
        # Names only: properties may hold secrets in the open.
        names = (field.name for field in fields(self) if field.name not in _HOW)
        sent = [name for name in names if not isinstance(getattr(self, name), Unset)]
        return f"ProviderChanges({', '.join(sent)})"


def applied(before: Provider, changes: ProviderChanges) -> tuple[Provider, list[Problem]]:
    """A changed copy of `before`, which stays as it is, and what could not be applied."""
    after = _copied(before)
    for name in _PLAIN:
        value = getattr(changes, name)
        if not isinstance(value, Unset):
            setattr(after, name, value)
    for name in ("settings", "metadata"):
        value = getattr(changes, name)
        if not isinstance(value, Unset):
            together = dict(value) if changes.replace else merged(getattr(before, name), value)
            setattr(after, name, _stored(together))
    return after, _set_properties(after, changes)


def merged(current: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """`current` with the given keys in place of its own; null removes one."""
    removed = {key for key, value in given.items() if value is None}
    return {key: value for key, value in {**current, **given}.items() if key not in removed}


def _copied(before: Provider) -> Provider:
    after = Provider(**{f.attname: getattr(before, f.attname) for f in Provider._meta.concrete_fields})
    after._state.adding, after._state.db = before._state.adding, before._state.db
    return after


def _stored(value: dict[str, Any]) -> dict[str, Any]:
    """A value as the database gives it back, so that it can be compared; a bad one as it is."""
    return value if object_problems(value) else canonical(value)


def _set_properties(after: Provider, changes: ProviderChanges) -> list[Problem]:
    given: Mapping[str, Any] = {} if isinstance(changes.properties, Unset) else changes.properties
    fresh = changes.replace and not isinstance(changes.properties, Unset)
    names = secret_names(after.provider_type)
    for forgotten in after.secrets.keys() - set(names):
        after.clear_secret(forgotten)
    open_ones = {name: value for name, value in given.items() if name not in names}
    after.properties = _stored(open_ones if fresh else merged(after.properties, open_ones))
    again = changes.seal_again
    return [p for name in names if name in given for p in _set_secret(after, name, given[name], again=again)]


def _set_secret(after: Provider, name: str, value: Any, *, again: bool) -> list[Problem]:
    pointer = f"/properties/{escape(name)}"
    if value is None:
        after.clear_secret(name)
        return []
    if rules.is_kept_secret(value):
        return [] if value["set"] is after.has_secret(name) else [_not_as_it_is(pointer)]
    declared = provider_type(after.provider_type)
    assert declared is not None, "only a known type has secrets"
    found = rules.secret_problems(value, declared.properties[name], pointer)
    if not found and (again or not _is_the_same(after, name, value)):
        after.set_secret(name, value)
    return found


def _not_as_it_is(pointer: str) -> Problem:
    return Problem(
        pointer,
        "read_only",
        "Whether a secret is set can't be written; send the secret as a text, or null to clear it.",
    )


def _is_the_same(after: Provider, name: str, value: str) -> bool:
    try:
        return after.secret(name) == value
    except UnreadableSecret:
        return False


def changed_paths(before: Provider, after: Provider) -> list[str]:
    """JSON pointers to what readers see different of a provider; a secret's says only that it is another."""
    plain = [f"/{name}" for name in _PLAIN if getattr(before, name) != getattr(after, name)]
    return list(
        dict.fromkeys([*plain, *(p for name in _OBJECTS for p in _changed_keys(name, before, after))])
    )


def _changed_keys(name: str, before: Provider, after: Provider) -> list[str]:
    was, now = (_by_key(getattr(provider, name), cleared=name == "secrets") for provider in (before, after))
    changed = [key for key in {**was, **now} if was.get(key) != now.get(key)]
    return [f"/{_OBJECTS[name]}/{escape(key)}" for key in changed]


def _by_key(value: Mapping[str, Any], *, cleared: bool) -> dict[str, bytes]:
    # A secret that is cleared is null until it is stored, and then gone.
    return {key: comparable(item) for key, item in value.items() if not (cleared and item is None)}
