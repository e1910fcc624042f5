"""Packages, made as every door makes them: by the action, with their documents and revisions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import factory

from catalog.actions.save import create_package
from catalog.changes import FeatureChange, PackageChanges, ProviderChange
from catalog.models import Package
from integrations.actors import Actor

BY = Actor.command("factory")


class PackageFactory(factory.django.DjangoModelFactory[Package]):
    """A draft for web meetings with a price; `features={"max_rooms": 10}` and `providers=[provider]`
    (the first is the default) give it more."""

    class Meta:
        model = Package
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Package {n}")
    service_type = "meet"
    price = Decimal("14.99")
    currency = "EUR"

    @classmethod
    def _create(cls, model_class: type[Package], *args: Any, **kwargs: Any) -> Package:
        features = kwargs.pop("features", {})
        providers = kwargs.pop("providers", [])
        changes = PackageChanges(
            values=kwargs,
            features={code: FeatureChange(value) for code, value in features.items()},
            providers={p.pk: ProviderChange(default=p is providers[0]) for p in providers},
        )
        saved = create_package(changes=changes, by=BY)
        return model_class.objects.get(pk=saved.document.pk)


def sellable(**kwargs: Any) -> Package:
    """An active package: with a default provider, a feature and a price."""
    from tests.factories.provider import ProviderFactory

    service_type = kwargs.get("service_type", "meet")
    kwargs.setdefault("providers", [ProviderFactory(service_type=service_type)])
    kwargs.setdefault("features", {"public_chat": True})
    return PackageFactory(**{"status": "active", **kwargs})
