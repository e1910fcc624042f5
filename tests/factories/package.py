"""Packages, made as every door makes them: by the action, with their documents and revisions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from factory.declarations import Sequence
from factory.django import DjangoModelFactory

from catalog.actions.save import create_package
from catalog.changes import FeatureChange, PackageChanges, ProviderChange
from catalog.models import Package
from features.models import Feature
from integrations.actors import Actor
from tests.factories.feature import FeatureFactory
from tests.factories.provider import ProviderFactory

BY = Actor.command("factory")


class PackageFactory(DjangoModelFactory[Package]):
    """A draft for web meetings with a price; `features={"max_rooms": 10}` and `providers=[provider]`
    (the first is the default) give it more."""

    class Meta:
        model = Package

    name = Sequence(lambda n: f"Package {n}")
    service_type = "meet"
    price = Decimal("14.99")
    currency = "EUR"

    @classmethod
    def _create(cls, model_class: type[Package], *args: Any, **values: Any) -> Package:
        key, features, providers = (values.pop(name, None) for name in ("uuid", "features", "providers"))
        changes = PackageChanges(
            values=values,
            features={code: FeatureChange(value) for code, value in (features or {}).items()},
            providers={p.pk: ProviderChange(default=p is providers[0]) for p in providers or ()},
        )
        saved = create_package(changes=changes, by=BY, key=key)
        return model_class.objects.get(pk=saved.document.pk)


def sellable(**values: Any) -> Package:
    """An active package, with whatever of a default provider, a feature and a price is not said."""
    service_type = values.get("service_type", "meet")
    if "providers" not in values:
        values["providers"] = [ProviderFactory.create(service_type=service_type)]
    if "features" not in values:
        values["features"] = {_switch().code: True}
    return PackageFactory.create(**{"status": "active", **values})


def _switch() -> Feature:
    there = Feature.objects.filter(code="sellable").first()
    return there or FeatureFactory.create(code="sellable")
