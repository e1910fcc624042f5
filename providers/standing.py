"""Whether a provider can serve, as far as its row tells: nobody calls it here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from features.service_types import ServiceType
from providers.types.declaration import ProviderType
from providers.types.registry import provider_type

if TYPE_CHECKING:
    from providers.models import Provider


@dataclass(frozen=True)
class Fault:
    """Why a provider can't serve: a stable code and a sentence that says what to do."""

    code: str
    detail: str


def faults(provider: Provider) -> tuple[Fault, ...]:
    """Everything that keeps a provider from serving; empty when nothing is known to. Without a query."""
    return tuple(_faults(provider))


def _faults(provider: Provider) -> Iterator[Fault]:
    if not provider.active:
        yield Fault("off", "Switched off.")
    declared = provider_type(provider.provider_type)
    if declared is None:
        yield Fault(
            "unknown_type", f"This platform has no provider type {provider.provider_type}; choose another."
        )
        return
    if provider.service_type not in declared.service_types:
        label = ServiceType(provider.service_type).label
        yield Fault(
            "service_type_not_served", f"{declared.name} does not serve {label}; choose another type."
        )
    yield from _missing(provider, declared)


def _missing(provider: Provider, declared: ProviderType) -> Iterator[Fault]:
    for name in declared.required:
        title = declared.properties[name]["title"]
        if name not in declared.secrets:
            if not provider.properties.get(name):
                yield Fault("property_missing", f"{title} is missing.")
        elif not (state := provider.secret_state(name)).set:
            yield Fault("secret_missing", f"{title} is not set.")
        elif not state.readable:
            yield Fault("secret_unreadable", f"{title} can't be opened by any key any more; set it again.")
