"""What a provider or the feature matrix contributes to packages is brought into them by one action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Package, PackageFeature
from config.rules import RuleViolation
from features import sync
from features.dependents import registry as feature_registry
from features.entries import ENTRY_FIELDS, FeatureChange, FeatureEntry, NewValue
from features.models import Feature
from providers import actions as providers
from providers.changes import ProviderChanges
from providers.dependents import registry as provider_registry
from providers.models import Provider
from tests.catalog.writes import BY, document, numbers, revisions, told
from tests.factories.feature import FeatureFactory
from tests.factories.package import PackageFactory, sellable
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db


def statements(action: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        action()
    return len(queries)


def rename(provider: Provider, name: str) -> None:
    providers.update(key=provider.pk, changes=ProviderChanges(provider_name=name), by=BY)


def change_feature(feature: Feature, value: NewValue | None = None, **fields: Any) -> int:
    """What a sync does when a release changes a feature."""
    before = feature.entry()
    for name, new in fields.items():
        setattr(feature, name, new)
    feature.save()
    after = FeatureEntry(**{name: fields.get(name, getattr(before, name)) for name in ENTRY_FIELDS})
    change = FeatureChange(before, after, value)
    return feature_registry.current.changed([change], by=BY, reason="Feature matrix 9.0")


# --- Providers -----------------------------------------------------------------------------------


def test_a_renamed_provider_makes_one_revision_of_each_package_that_has_it() -> None:
    provider, other = ProviderFactory.create_batch(2)
    first, second = PackageFactory.create_batch(2, providers=[provider, other])
    without = PackageFactory.create(providers=[other])

    rename(provider, "Renamed")

    assert [numbers(package) for package in (first, second, without)] == [[1, 2], [1, 2], [1]]
    assert document(first)["providers"][0]["provider_name"] == "Renamed"
    last = revisions(first)[-1]
    assert last.actor_name == "olivia"
    assert "renamed to Renamed" in last.reason


def test_fifty_packages_of_a_provider_cost_no_more_statements_than_five() -> None:
    few, many = ProviderFactory.create_batch(2)
    PackageFactory.create_batch(5, providers=[few])
    PackageFactory.create_batch(50, providers=[many])

    assert statements(lambda: rename(few, "Few")) == statements(lambda: rename(many, "Many"))


def test_what_packages_do_not_show_of_a_provider_makes_no_revision() -> None:
    provider = ProviderFactory.create()
    package = PackageFactory.create(providers=[provider])

    providers.update(key=provider.pk, changes=ProviderChanges(settings={"region": "eu"}), by=BY)

    assert numbers(package) == [1]


def test_a_default_provider_is_not_switched_off_and_the_packages_are_named() -> None:
    provider = ProviderFactory.create()
    sellable(name="Basic", providers=[provider])

    with pytest.raises(RuleViolation, match="Basic") as broken:
        providers.deactivate(key=provider.pk, by=BY)

    assert told(broken.value) == [("/active", "provider_is_default")]


def test_a_provider_that_is_not_the_default_is_switched_off_and_shown_so() -> None:
    default, spare = ProviderFactory.create_batch(2)
    package = PackageFactory.create(providers=[default, spare])

    providers.deactivate(key=spare.pk, by=BY)

    assert [row["provider_active"] for row in document(package)["providers"]] == [True, False]


def test_an_attached_provider_is_not_deleted_and_the_packages_are_named() -> None:
    provider = ProviderFactory.create()
    for number in range(7):
        PackageFactory.create(name=f"Plan {number}", providers=[provider])

    with pytest.raises(RuleViolation, match="Plan 0, Plan 1, Plan 2, Plan 3, Plan 4 and 2 more packages"):
        providers.delete(key=provider.pk, by=BY)


def test_usage_is_answered_for_all_providers_at_once() -> None:
    first, second = ProviderFactory.create_batch(2)
    PackageFactory.create(name="B", providers=[first, second])
    PackageFactory.create(name="A", providers=[first])
    ask = provider_registry.current

    attached = ask.packages_with([first.pk, second.pk], holders=1)
    default = ask.packages_defaulting_to([first.pk, second.pk], holders=5)

    assert [(u.count, [h.name for h in u.holders]) for u in (attached[first.pk], attached[second.pk])] == [
        (2, ["A"]),
        (1, ["B"]),
    ]
    assert {key: usage.count for key, usage in default.items()} == {first.pk: 2}
    assert statements(lambda: ask.packages_with([first.pk], holders=1)) == statements(
        lambda: ask.packages_with([first.pk, second.pk], holders=1)
    )


# --- The feature matrix --------------------------------------------------------------------------


def test_another_wording_of_a_feature_makes_one_revision_of_each_package_that_has_it() -> None:
    feature = FeatureFactory.create(code="chat", name="Chat")
    package, without = PackageFactory.create(features={"chat": True}), PackageFactory.create()

    revised = change_feature(feature, name="Public chat")

    assert revised == 1
    assert document(package)["features"][0]["name"] == "Public chat"
    assert (numbers(package), numbers(without)) == ([1, 2], [1])
    assert revisions(package)[-1].reason == "Feature matrix 9.0"


def test_what_packages_do_not_show_of_a_feature_makes_no_revision() -> None:
    feature = FeatureFactory.create(code="chat")
    package = PackageFactory.create(features={"chat": True})

    assert change_feature(feature, description="Another explanation.") == 0
    assert numbers(package) == [1]


def test_fifty_packages_with_a_feature_cost_no_more_statements_than_five() -> None:
    few, many = FeatureFactory.create_batch(2)
    PackageFactory.create_batch(5, features={few.code: True})
    PackageFactory.create_batch(50, features={many.code: True})

    assert statements(lambda: change_feature(few, name="Few")) == statements(
        lambda: change_feature(many, name="Many")
    )


@pytest.mark.parametrize(
    ("flags", "value", "shown"),
    [
        ({"quota": True}, NewValue(limit=5), ("limit", 5, False)),
        ({"quota": True}, NewValue(unlimited=True), ("limit", True, True)),
        ({"quota": True, "consumable": True}, NewValue(limit=7), ("allowance", 7, False)),
        ({"consumable": True}, NewValue(), ("usage", True, False)),
    ],
)
def test_a_changed_meaning_gives_packages_the_value_of_the_release(
    flags: dict[str, bool], value: NewValue, shown: tuple[str, object, bool]
) -> None:
    feature = FeatureFactory.create(code="rooms")
    package = PackageFactory.create(features={"rooms": True})

    change_feature(feature, value, **flags)

    (row,) = document(package)["features"]
    assert (row["kind"], row["value"], row["unlimited"]) == shown
    assert PackageFeature.objects.get().kind == shown[0]
    assert numbers(package) == [1, 2]


def test_a_unit_price_goes_with_the_use_that_it_charged() -> None:
    feature = FeatureFactory.create(code="minutes", usage=True)
    PackageFactory.create(features={"minutes": True})
    PackageFeature.objects.update(unit_price=1)

    change_feature(feature, NewValue(), consumable=False)

    assert PackageFeature.objects.get().unit_price is None


def test_the_sync_counts_beforehand_what_it_revises() -> None:
    feature = FeatureFactory.create(code="chat", name="Chat")
    PackageFactory.create_batch(3, features={"chat": True})
    before = feature.entry()
    ask = feature_registry.current

    worded = FeatureChange(before, FeatureEntry(**{**vars(before), "name": "Talk"}))
    unseen = FeatureChange(before, FeatureEntry(**{**vars(before), "description": "Talk."}))

    assert (ask.would_revise([worded]), ask.would_revise([unseen])) == (3, 0)


def test_a_sync_that_changes_nothing_leaves_packages_alone(matrix: dict[str, Feature]) -> None:
    package = PackageFactory.create(features={"public_chat": True})

    outcome = sync.apply(by=BY)

    assert (outcome.revised, numbers(package)) == (0, [1])


def test_usage_names_the_packages_that_have_a_feature() -> None:
    FeatureFactory.create(code="chat")
    package = PackageFactory.create(name="Basic", features={"chat": True})

    usage = feature_registry.current.usage(["chat", "nobody"], holders=3)

    assert list(usage) == ["chat"]
    assert [(h.name, str(package.pk) in h.admin_url) for h in usage["chat"].holders] == [("Basic", True)]
    assert Package.objects.count() == usage["chat"].count == 1
