"""Features of packages, added as every door adds them: with a new document and revision of the package."""

from __future__ import annotations

from typing import Any

from factory.declarations import SubFactory
from factory.django import DjangoModelFactory

from catalog.actions.save import update_package
from catalog.changes import UNSET, FeatureChange, PackageChanges
from catalog.models import PackageFeature
from tests.factories.feature import FeatureFactory
from tests.factories.package import BY, PackageFactory


class PackageFeatureFactory(DjangoModelFactory[PackageFeature]):
    """A switch that is included; `value=10` with a feature that has an amount, and `unit_price`."""

    class Meta:
        model = PackageFeature

    package = SubFactory(PackageFactory)
    feature = SubFactory(FeatureFactory)

    @classmethod
    def _create(cls, model_class: type[PackageFeature], *args: Any, **values: Any) -> PackageFeature:
        package, feature = values["package"], values["feature"]
        change = FeatureChange(values.get("value", True), values.get("unit_price", UNSET))
        update_package(key=package.pk, changes=PackageChanges(features={feature.pk: change}), by=BY)
        return model_class.objects.get(package=package, feature=feature)
