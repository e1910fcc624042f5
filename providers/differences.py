"""What changed of a provider, as data and in plain words. Of a secret it says that it changed, and no more."""

from __future__ import annotations

from collections.abc import Iterator

from config.differences import Difference, added, keyed, named, plainly, removed, same
from config.json_rules import escape
from providers.models import Provider
from providers.types.registry import provider_type

_LABELS = {
    "provider_name": "Name",
    "active": "Active",
    "provider_type": "Type",
    "service_type": "Service type",
}
_OBJECTS = {"properties": "Property", "settings": "Setting", "metadata": "Metadata"}


def differences(before: Provider, after: Provider) -> tuple[Difference, ...]:
    """Everything that readers see different, in the order of the document, and secrets that are others."""
    return tuple(_differences(before, after))


def _differences(before: Provider, after: Provider) -> Iterator[Difference]:
    for name, label in _LABELS.items():
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            yield plainly(f"/{name}", was, now, label=label)
    for name, thing in _OBJECTS.items():
        yield from keyed(f"/{name}", getattr(before, name), getattr(after, name), thing)
        if name == "properties":
            yield from _secrets(before, after)


def _secrets(before: Provider, after: Provider) -> Iterator[Difference]:
    for name in dict.fromkeys([*after.secrets, *before.secrets]):
        if same(before.secrets.get(name), after.secrets.get(name)):
            continue
        path, label = f"/properties/{escape(name)}", _title(name, before, after)
        is_set = {"set": True}
        if not before.has_secret(name):
            yield added(path, is_set, label=label, text=f"{label} set")
        elif not after.has_secret(name):
            yield removed(path, is_set, label=label, text=f"{label} cleared")
        else:
            yield Difference(path, is_set, is_set, label, "set", "changed", f"{label} changed")


def _title(name: str, *providers: Provider) -> str:
    """What a secret is called in the forms of its type."""
    for declared in filter(None, (provider_type(one.provider_type) for one in providers)):
        if name in declared.secrets:
            return str(declared.properties[name]["title"])
    return named(name).capitalize()
