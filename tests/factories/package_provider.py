"""Providers of packages, attached as every door attaches them: with a new document and revision."""

from __future__ import annotations

from typing import Any

from factory.declarations import SelfAttribute, SubFactory
from factory.django import DjangoModelFactory

from catalog.actions.save import update_package
from catalog.changes import PackageChanges, ProviderChange
from catalog.models import PackageProvider
from tests.factories.package import BY, PackageFactory
from tests.factories.provider import ProviderFactory


class PackageProviderFactory(DjangoModelFactory[PackageProvider]):
    """Attached and active, and the default when told so."""

    class Meta:
        model = PackageProvider

    package = SubFactory(PackageFactory)
    provider = SubFactory(ProviderFactory, service_type=SelfAttribute("..package.service_type"))

    @classmethod
    def _create(cls, model_class: type[PackageProvider], *args: Any, **values: Any) -> PackageProvider:
        package, provider = values.pop("package"), values.pop("provider")
        changes = PackageChanges(providers={provider.pk: ProviderChange(**values)})
        update_package(key=package.pk, changes=changes, by=BY)
        return model_class.objects.get(package=package, provider=provider)
