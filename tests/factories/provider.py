"""Providers, made as every door makes them: by the action, with their secrets sealed."""

from __future__ import annotations

from typing import Any

from factory.declarations import LazyAttribute, Sequence
from factory.django import DjangoModelFactory

from integrations.actors import Actor
from providers import actions
from providers.changes import ProviderChanges
from providers.models import Provider
from providers.types.registry import PROVIDER_TYPES

BY = Actor.command("factory")
SECRET = "only-for-tests"


def type_serving(service_type: str) -> str:
    """The first provider type that serves a service type."""
    return next(code for code, one in PROVIDER_TYPES.items() if service_type in one.service_types)


def properties_of(provider_type: str) -> dict[str, str]:
    """All that a type requires, secrets included."""
    given = {"host_url": f"https://{provider_type}.example.com/"}
    return {name: given.get(name, SECRET) for name in PROVIDER_TYPES[provider_type].required}


class ProviderFactory(DjangoModelFactory[Provider]):
    """Serves web meetings unless told, is switched on, and has its secrets; of a type that serves it."""

    class Meta:
        model = Provider
        skip_postgeneration_save = True

    provider_name = Sequence(lambda n: f"Provider {n}")
    service_type = "meet"
    provider_type = LazyAttribute(lambda provider: type_serving(provider.service_type))
    properties = LazyAttribute(lambda provider: properties_of(provider.provider_type))

    @classmethod
    def _create(cls, model_class: type[Provider], *args: Any, **values: Any) -> Provider:
        key = values.pop("uuid", None)
        return actions.create(changes=ProviderChanges(**values), by=BY, key=key)
