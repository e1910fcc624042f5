"""Providers that can't serve, and features on their way out, with the packages that hang on them."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from pytest_django import Settings

from catalog.home.uses import deprecated_features, troubled_providers
from features.models import Feature
from providers import actions
from providers.changes import ProviderChanges
from providers.models import Provider
from providers.standing import faults
from tests.catalog.home.switching import switch
from tests.catalog.writes import BY, update
from tests.factories.feature import FeatureFactory
from tests.factories.package import PackageFactory, sellable
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db


def codes(provider: Provider) -> list[str]:
    provider.refresh_from_db()
    return [fault.code for fault in faults(provider)]


def test_a_provider_that_has_all_that_it_needs_can_serve() -> None:
    assert codes(ProviderFactory.create()) == []


def test_what_is_off_cannot_serve_until_it_is_on() -> None:
    provider = ProviderFactory.create(active=False)

    assert codes(provider) == ["off"]
    actions.update(key=provider.pk, changes=ProviderChanges(active=True), by=BY)
    assert codes(provider) == []


def test_a_type_that_the_platform_lost_cannot_serve() -> None:
    provider = ProviderFactory.create()
    Provider.objects.filter(pk=provider.pk).update(provider_type="gone")

    assert codes(provider) == ["unknown_type"]


def test_a_type_that_does_not_serve_the_service_cannot_serve() -> None:
    provider = ProviderFactory.create()
    Provider.objects.filter(pk=provider.pk).update(service_type="audcast")

    assert codes(provider) == ["service_type_not_served"]


def test_a_property_or_a_secret_that_is_missing_is_told() -> None:
    provider = ProviderFactory.create(provider_type="bbb")
    Provider.objects.filter(pk=provider.pk).update(properties={}, secrets={"secret": None})

    assert codes(provider) == ["property_missing", "secret_missing"]


def test_a_secret_that_no_key_opens_is_told(settings: Settings) -> None:
    provider = ProviderFactory.create(provider_type="bbb")
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]

    assert codes(provider) == ["secret_unreadable"]


def test_a_provider_is_told_with_the_packages_that_it_touches() -> None:
    off, other = ProviderFactory.create(active=True), ProviderFactory.create()
    sellable(name="Default of it", providers=[off])
    sellable(name="Attached too", providers=[other, off])
    switch(off, on=False)

    (found,) = troubled_providers()

    assert (found.key, found.defaults, found.packages.count) == (off.pk, 1, 2)
    assert [p.name for p in found.packages.first] == ["Default of it", "Attached too"]


def test_the_provider_that_most_packages_depend_on_comes_first() -> None:
    few, many = ProviderFactory.create(provider_name="A few"), ProviderFactory.create(provider_name="B many")
    sellable(providers=[few])
    sellable(providers=[many])
    sellable(providers=[many])
    for provider in (few, many):
        switch(provider, on=False)

    assert [one.name for one in troubled_providers()] == ["B many", "A few"]


def test_a_deprecated_feature_is_told_while_packages_have_it() -> None:
    FeatureFactory.create(code="old", name="Old")
    package = PackageFactory.create(name="Has it", features={"old": True})
    Feature.objects.filter(pk="old").update(deprecated=True)

    (found,) = deprecated_features()

    assert (found.code, found.packages.count) == ("old", 1)
    assert [p.name for p in found.packages.first] == ["Has it"]
    update(package, features={"old": None})
    assert deprecated_features() == ()
