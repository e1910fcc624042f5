"""Revisions of packages: never made by hand, always the promise of an action."""

from __future__ import annotations

from typing import Any

from factory.declarations import Sequence, SubFactory
from factory.django import DjangoModelFactory

from catalog.actions.save import update_package
from catalog.changes import PackageChanges
from catalog.models import PackageRevision
from tests.factories.package import BY, PackageFactory


class PackageRevisionFactory(DjangoModelFactory[PackageRevision]):
    """The next promise of a package: another name, unless the changed fields are given."""

    class Meta:
        model = PackageRevision

    package = SubFactory(PackageFactory)
    name = Sequence(lambda n: f"Another name {n}")

    @classmethod
    def _create(cls, model_class: type[PackageRevision], *args: Any, **values: Any) -> PackageRevision:
        package = values.pop("package")
        saved = update_package(key=package.pk, changes=PackageChanges(values), by=BY)
        return model_class.objects.get(package_uuid=package.pk, number=saved.document.revision)
