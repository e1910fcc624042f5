"""What the change feed says of providers, and of the packages that show them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import FeedEntry, PackageRevision
from config.rules import RuleViolation
from providers import actions as providers
from providers.changes import ProviderChanges
from providers.models import Provider
from tests.catalog.following import entries, said, told_by
from tests.catalog.writes import BY
from tests.factories.package import PackageFactory, sellable
from tests.factories.provider import SECRET, ProviderFactory

pytestmark = pytest.mark.django_db


def rename(provider: Provider, name: str) -> Callable[[], object]:
    changes = ProviderChanges(provider_name=name)
    return lambda: providers.update(key=provider.pk, changes=changes, by=BY)


def test_a_new_provider_is_told_as_a_whole() -> None:
    (entry,) = told_by(ProviderFactory.create)

    assert said(entry) == ("provider_changed", None, False, [""])
    assert (entry.provider_uuid, entry.package_uuid) == (Provider.objects.get().pk, None)
    assert entry.standing == ""


def test_a_provider_that_is_deleted_is_told_by_its_key() -> None:
    key = ProviderFactory.create().pk

    (entry,) = told_by(lambda: providers.delete(key=key, by=BY))

    assert said(entry) == ("provider_changed", None, False, [""])
    assert entry.provider_uuid == key


def test_a_renamed_provider_is_told_before_each_package_that_shows_it() -> None:
    provider, other = ProviderFactory.create_batch(2)
    packages = PackageFactory.create_batch(2, providers=[provider, other])
    PackageFactory.create(providers=[other])

    changed, *updated = told_by(rename(provider, "Renamed"))

    assert said(changed) == ("provider_changed", None, False, ["/provider_name"])
    assert [entry.package_uuid for entry in updated] == sorted(package.pk for package in packages)
    path = f"/providers/{provider.id}/provider_name"
    assert [said(entry) for entry in updated] == [("updated", 2, False, [path])] * 2


def test_who_renamed_it_is_told_everywhere() -> None:
    provider = ProviderFactory.create()
    PackageFactory.create(providers=[provider])

    found = told_by(rename(provider, "Renamed"))

    assert {(entry.actor_kind, entry.actor_name) for entry in found} == {("operator", "olivia")}


def test_a_provider_that_is_switched_off_is_told_with_its_packages() -> None:
    default, spare = ProviderFactory.create_batch(2)
    PackageFactory.create(providers=[default, spare])

    changed, updated = told_by(lambda: providers.deactivate(key=spare.pk, by=BY))

    assert said(changed) == ("provider_changed", None, False, ["/active"])
    assert said(updated) == ("updated", 2, False, [f"/providers/{spare.id}/provider_active"])


def test_what_packages_do_not_show_is_told_of_the_provider_alone() -> None:
    provider = ProviderFactory.create()
    PackageFactory.create(providers=[provider])
    changes = ProviderChanges(settings={"region/zone": "eu"}, metadata={"owner": 7})

    (entry,) = told_by(lambda: providers.update(key=provider.pk, changes=changes, by=BY))

    assert said(entry) == ("provider_changed", None, False, ["/settings/region~1zone", "/metadata/owner"])


def test_of_another_secret_only_its_name_is_told() -> None:
    provider = ProviderFactory.create()
    changes = ProviderChanges(properties={"secret": "another-secret"})

    (entry,) = told_by(lambda: providers.update(key=provider.pk, changes=changes, by=BY))

    assert said(entry) == ("provider_changed", None, False, ["/properties/secret"])
    assert "another-secret" not in str(vars(entry))


def test_no_secret_is_anywhere_in_the_feed() -> None:
    provider = ProviderFactory.create()
    sellable(providers=[provider])
    told_by(rename(provider, "Renamed"))

    for row in entries():
        told = " ".join(str(value) for value in vars(row).values())
        assert SECRET not in told
        assert not any(str(sealed) in told for sealed in provider.secrets.values())


def test_a_secret_that_is_sent_as_it_was_tells_nothing() -> None:
    provider = ProviderFactory.create()
    changes = ProviderChanges(properties={"secret": SECRET})

    assert told_by(lambda: providers.update(key=provider.pk, changes=changes, by=BY)) == []


def test_a_refused_change_tells_nothing() -> None:
    provider = ProviderFactory.create()
    sellable(providers=[provider])

    def refused() -> None:
        with pytest.raises(RuleViolation):
            providers.deactivate(key=provider.pk, by=BY)
        with pytest.raises(RuleViolation):
            providers.delete(key=provider.pk, by=BY)

    assert told_by(refused) == []


def test_two_hundred_packages_cost_the_statements_of_one_hundred() -> None:
    costs = []
    for count in (100, 200):
        provider = ProviderFactory.create()
        PackageFactory.create_batch(count, providers=[provider])
        before = FeedEntry.objects.count(), PackageRevision.objects.count()
        with CaptureQueriesContext(connection) as captured:
            rename(provider, f"Of {count}")()
        costs.append(len(captured))
        after = FeedEntry.objects.count(), PackageRevision.objects.count()
        assert (after[0] - before[0], after[1] - before[1]) == (count + 1, count)

    assert costs[0] == costs[1]
