"""Adjectives that chain, over packages and over their documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models

from catalog.natural_order import folded, natural_key
from config.identity import parse_identity

if TYPE_CHECKING:
    from catalog.models import Package, PackageDocument, PackageFeature, PackageProvider  # noqa: F401


class PackageQuerySet(models.QuerySet["Package"]):
    def offers(self) -> PackageQuerySet:
        """What a storefront may see: active and not retired (hidden ones too, by their id)."""
        return self.filter(status="active", retired=False)

    def matching(self, text: str) -> PackageQuerySet:
        """Packages with every word of `text` in their name or descriptions, accents and case apart."""
        return self.filter(*(models.Q(document__search_text__contains=w) for w in folded(text).split()))


class PackageDocumentQuerySet(models.QuerySet["PackageDocument"]):
    def offers(self) -> PackageDocumentQuerySet:
        """What a storefront may see: active and not retired (hidden ones too, by their id)."""
        return self.filter(status="active", retired=False)

    def unhidden(self) -> PackageDocumentQuerySet:
        return self.filter(hidden=False)

    def named(self, name: str) -> PackageDocumentQuerySet:
        """Packages of this name, accents and letter case apart."""
        return self.filter(name_key=natural_key(name))

    def with_features(self, codes: Iterable[str]) -> PackageDocumentQuerySet:
        """Packages that have every one of these features."""
        return self.filter(feature_codes__contains=list(codes))

    def with_provider(self, provider: UUID) -> PackageDocumentQuerySet:
        return self.filter(provider_uuids__contains=[provider])

    def matching(self, text: str) -> PackageDocumentQuerySet:
        """Packages with every word of `text` in their name or descriptions, accents and case apart."""
        return self.filter(*(models.Q(search_text__contains=w) for w in folded(text).split()))


_unresolved: ContextVar[bool] = ContextVar("natural_keys_unresolved", default=False)


@contextmanager
def natural_keys_unresolved() -> Iterator[None]:
    """Leaves rows of packages that a fixture names unknown meanwhile: who loads them finds them by the thousand."""
    token = _unresolved.set(True)
    try:
        yield
    finally:
        _unresolved.reset(token)


class PackageFeatureManager(models.Manager["PackageFeature"]):
    def get_by_natural_key(self, package: Any, code: str) -> PackageFeature:
        if _unresolved.get():
            raise self.model.DoesNotExist
        return self.get(package_id=_key(package, "pkg"), feature_id=code)


class PackageProviderManager(models.Manager["PackageProvider"]):
    def get_by_natural_key(self, package: Any, provider: Any) -> PackageProvider:
        if _unresolved.get():
            raise self.model.DoesNotExist
        return self.get(package_id=_key(package, "pkg"), provider_id=_key(provider, "prv"))


def _key(spelling: Any, prefix: str) -> UUID:
    # What spells no key finds no row, as a key that was never made.
    return parse_identity(str(spelling), prefix=prefix) or UUID(int=0)
