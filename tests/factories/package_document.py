"""Documents of packages: never made by hand, always rendered from rows."""

from __future__ import annotations

from typing import Any

from factory.django import DjangoModelFactory

from catalog.models import PackageDocument
from tests.factories.package import PackageFactory


class PackageDocumentFactory(DjangoModelFactory[PackageDocument]):
    """The document of a new package, which takes what `PackageFactory` takes."""

    class Meta:
        model = PackageDocument

    @classmethod
    def _create(cls, model_class: type[PackageDocument], *args: Any, **values: Any) -> PackageDocument:
        return model_class.objects.get(pk=PackageFactory.create(**values).pk)
