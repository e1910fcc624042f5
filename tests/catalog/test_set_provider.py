"""The provider that serves a package, set in one go."""

from __future__ import annotations

import pytest
from uuid_utils.compat import uuid7

from catalog.actions.save import PackageGone
from catalog.actions.set_provider import set_default_provider
from catalog.models import Package
from config.rules import RuleViolation
from tests.catalog.writes import BY, numbers, revisions, told
from tests.factories.package import PackageFactory
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db


def attached(package: Package) -> dict[str, tuple[bool, bool]]:
    """Whether each provider of a package is active there, and the default."""
    rows = package.providers.values_list("provider__provider_name", "active", "default")
    return {name: (active, default) for name, active, default in rows}


def test_a_package_without_a_provider_gets_it_as_its_default() -> None:
    package, provider = PackageFactory.create(), ProviderFactory.create(provider_name="New")

    saved = set_default_provider(key=package.pk, provider=provider.pk, by=BY, reason="Launch")

    assert saved.changed
    assert attached(package) == {"New": (True, True)}
    assert [revision.reason for revision in revisions(package)] == ["", "Launch"]


def test_the_former_default_stays_attached() -> None:
    old, new = (ProviderFactory.create(provider_name=name) for name in ("Old", "New"))
    package = PackageFactory.create(providers=[old])

    set_default_provider(key=package.pk, provider=new.pk, by=BY)

    assert attached(package) == {"Old": (True, False), "New": (True, True)}


def test_one_that_is_attached_and_off_there_is_switched_on_and_keeps_its_settings() -> None:
    old, new = (ProviderFactory.create(provider_name=name) for name in ("Old", "New"))
    package = PackageFactory.create(providers=[old, new])
    package.providers.filter(provider=new).update(active=False, settings={"region": "eu"})

    set_default_provider(key=package.pk, provider=new.pk, by=BY)

    assert attached(package) == {"Old": (True, False), "New": (True, True)}
    assert package.providers.get(provider=new).settings == {"region": "eu"}


def test_what_has_it_already_gets_no_revision() -> None:
    provider = ProviderFactory.create()
    package = PackageFactory.create(providers=[provider])

    saved = set_default_provider(key=package.pk, provider=provider.pk, by=BY)

    assert not saved.changed
    assert numbers(package) == [1]


@pytest.mark.parametrize(
    ("values", "pointer", "code"),
    [
        ({"service_type": "webinar"}, "", "provider_service_type"),
        ({"active": False}, "/default", "provider_inactive"),
    ],
)
def test_a_provider_that_can_not_serve_it_is_refused(
    values: dict[str, object], pointer: str, code: str
) -> None:
    package, provider = PackageFactory.create(), ProviderFactory.create(**values)

    with pytest.raises(RuleViolation) as refused:
        set_default_provider(key=package.pk, provider=provider.pk, by=BY)

    assert told(refused.value) == [(f"/providers/{provider.id}{pointer}", code)]
    assert attached(package) == {}


def test_a_provider_that_is_not_there_is_told() -> None:
    package = PackageFactory.create()

    with pytest.raises(RuleViolation) as refused:
        set_default_provider(key=package.pk, provider=uuid7(), by=BY)

    assert [code for _, code in told(refused.value)] == ["unknown_provider"]


def test_a_package_that_is_not_there_is_told() -> None:
    with pytest.raises(PackageGone):
        set_default_provider(key=uuid7(), provider=ProviderFactory.create().pk, by=BY)
