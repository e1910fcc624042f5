"""Packages that come in by fixtures: the same rules, all or nothing, and no count or number is set back."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError
from django.db import connection

from catalog.actions import arrive
from catalog.actions.hold import Arriving, Held, hold
from catalog.actions.stock import change_stock
from catalog.models import Package, PackageDocument, PackageFeature, PackageProvider, PackageRevision
from config.identity import uuid7
from features.models import Feature
from providers.models import Provider
from tests.catalog import loads
from tests.catalog.loads import Row, feature, package, provider
from tests.catalog.writes import BY, document, numbers, revisions, update
from tests.factories.feature import FeatureFactory
from tests.factories.package import PackageFactory, sellable
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db

Load = Callable[..., None]
BBB = {"host_url": "https://bbb.example.com/bigbluebutton/"}


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Loads rows: see `tests.catalog.loads`."""
    return partial(loads.load, tmp_path / "fixture.json")


def refused(load: Load, *rows: Row) -> str:
    with pytest.raises(CommandError) as said:
        load(*rows)
    return str(said.value)


def test_a_loaded_package_has_its_document_and_first_revision(load: Load) -> None:
    key = uuid7()

    load(package(key, price="9.9", currency="EUR"))

    loaded = Package.objects.get()
    assert (document(loaded)["name"], document(loaded)["price"]) == ("Loaded", 9.9)
    assert [(r.number, r.actor_kind, r.actor_name) for r in revisions(loaded)] == [(1, "command", "loaddata")]


def test_what_a_fixture_changes_is_one_revision_for_each_package(load: Load) -> None:
    FeatureFactory.create(code="chat")
    FeatureFactory.create(code="rooms", allowance=True)
    there = PackageFactory.create(name="Before")

    load(
        package(there.pk, name="After"), feature(there.pk, "chat"), feature(there.pk, "rooms", limit_value=5)
    )

    assert numbers(there) == [1, 2]
    assert [row["code"] for row in document(there)["features"]] == ["chat", "rooms"]


def test_a_fixture_keeps_the_count_of_stock_the_number_and_the_times(load: Load) -> None:
    there = sellable(has_stock=True, stock_qty=10, name="Loaded")
    change_stock(key=there.pk, change=-4, by=BY)
    update(there, tier="20")
    there.refresh_from_db()

    old = {"created_at": "2020-01-01T00:00:00Z", "updated_at": "2020-01-01T00:00:00Z", "revision": 77}
    kept = {"price": "14.99", "currency": "EUR", "tier": "20", "status": "active"}
    load(package(there.pk, has_stock=True, stock_qty=10, ever_active=False, **kept, **old))

    again = Package.objects.get()
    assert again.stock_qty == document(again)["stock_qty"] == 6
    assert (again.created_at, again.updated_at, again.revision) == (there.created_at, there.updated_at, 2)
    assert again.ever_active


def test_a_package_that_gets_stock_by_a_fixture_gets_its_count(load: Load) -> None:
    there = PackageFactory.create(stock_qty=None)

    load(package(there.pk, has_stock=True, stock_qty=10))

    assert document(there)["stock_qty"] == 10


def test_a_package_that_was_deleted_here_goes_on_counting_where_it_stopped(load: Load) -> None:
    there = PackageFactory.create(name="Loaded")
    update(there, name="Better")
    key = there.pk
    there.delete()

    load(package(key, revision=1))

    assert numbers(Package.objects.get(pk=key)) == [1, 2, 3]


def test_surrogate_keys_of_another_environment_do_no_harm(load: Load) -> None:
    FeatureFactory.create(code="chat")
    FeatureFactory.create(code="rooms", allowance=True)
    attached = ProviderFactory.create()
    mine = PackageFactory.create(features={"chat": True, "rooms": 1}, providers=[attached])
    other = PackageFactory.create(features={"chat": True})
    foreign_feature = PackageFeature.objects.get(package=other).pk
    foreign_provider = PackageProvider.objects.get(package=mine).pk

    load(
        feature(mine.pk, "rooms", pk=foreign_feature, limit_value=7),
        provider(other.pk, attached.pk, pk=foreign_provider),
    )

    assert [row["value"] for row in document(mine)["features"]] == [True, 7]
    assert [row["code"] for row in document(other)["features"]] == ["chat"]
    assert len(document(mine)["providers"]) == len(document(other)["providers"]) == 1


def test_rows_are_loaded_in_whatever_order_they_come(load: Load) -> None:
    key, attached = uuid7(), uuid7()
    fields = {"provider_name": "New", "provider_type": "bbb", "service_type": "meet", "properties": BBB}
    named = {"name": "Talk", "aggregation_type": "count_agg", "group": "capacity", "since": "1.0"}

    load(
        provider(key, attached),
        feature(key, "chat"),
        package(key),
        ("providers.provider", attached, fields),
        ("features.feature", "chat", named),
    )

    shown = document(Package.objects.get())
    assert (shown["providers"][0]["provider_name"], shown["features"][0]["name"]) == ("New", "Talk")


def test_of_a_package_that_comes_twice_the_last_one_counts(load: Load) -> None:
    key = uuid7()

    load(package(key, tier="1"), package(key, tier="2"))

    assert [document(one)["tier"] for one in Package.objects.all()] == ["2"]


def test_the_new_default_may_come_before_the_old_one_is_cleared(load: Load) -> None:
    old, new = ProviderFactory.create_batch(2)
    there = PackageFactory.create(providers=[old, new])

    load(provider(there.pk, new.pk, default=True), provider(there.pk, old.pk, default=False))

    assert [row["default"] for row in document(there)["providers"]] == [True, False]
    assert document(there)["providers"][0]["provider"] == new.id


def test_a_provider_may_stand_below_the_package_that_has_it(load: Load) -> None:
    key, attached = uuid7(), uuid7()
    fields = {"provider_name": "New", "provider_type": "bbb", "service_type": "meet", "properties": BBB}

    load(package(key), provider(key, attached, default=True), ("providers.provider", attached, fields))

    assert document(Package.objects.get())["providers"][0]["provider_name"] == "New"


def test_packages_are_recorded_when_only_their_provider_or_feature_comes(load: Load) -> None:
    FeatureFactory.create(code="chat", name="Chat")
    attached = ProviderFactory.create()
    there = PackageFactory.create(features={"chat": True}, providers=[attached])
    fields = {"provider_name": "Renamed", "provider_type": "bbb", "service_type": "meet", "properties": BBB}
    worded = {"name": "Talk", "aggregation_type": "count_agg", "group": "capacity", "since": "1.0"}

    load(("providers.provider", attached.pk, fields), ("features.feature", "chat", worded))

    shown = document(there)
    assert (shown["providers"][0]["provider_name"], shown["features"][0]["name"]) == ("Renamed", "Talk")
    assert numbers(there) == [1, 2]


def everything() -> list[Any]:
    models = (Package, PackageFeature, PackageProvider, PackageDocument, PackageRevision, Provider, Feature)
    return [list(model._default_manager.order_by("pk").values()) for model in models]


def test_a_broken_fixture_loads_nothing_and_says_everything_that_is_wrong(load: Load) -> None:
    FeatureFactory.create(code="chat")
    FeatureFactory.create(code="rooms", allowance=True)
    streams = ProviderFactory.create(service_type="live")
    good, bad, other = uuid7(), uuid7(), uuid7()
    before = everything()

    said = refused(
        load,
        package(good, name="Good"),
        package(bad, name="", price="-1", trial_period=-2, notification_preferences=[{}]),
        feature(bad, "chat"),
        package(other, name="Other", package_settings=[{"key": "a"}]),
        feature(good, "nothing"),
        feature(good, "rooms"),
        feature(good, "chat", limit_value=1),
        provider(good, streams.pk),
        provider(good, uuid7()),
        (
            "features.feature",
            "X",
            {"name": "", "aggregation_type": "count_agg", "group": "capacity", "since": "1"},
        ),
        (
            "providers.provider",
            None,
            {"provider_name": None, "provider_type": "bbb", "service_type": "meet"},
        ),
    )

    told = set(re.findall(r"\[(\w+)\]", said))
    assert told >= {
        "blank",
        "out_of_range",
        "currency_required",
        "required",
        "unknown_feature",
        "value_required",
        "value_not_allowed",
        "provider_service_type",
        "unknown_provider",
        "bad_code",
        "null_not_allowed",
    }
    assert said.count("[blank]") == 2
    assert everything() == before


def test_what_only_the_database_knows_is_said_without_a_traceback(load: Load) -> None:
    ProviderFactory.create(provider_name="One")
    fields = {"provider_name": "ONE", "provider_type": "bbb", "service_type": "meet", "properties": BBB}

    said = refused(load, ("providers.provider", uuid7(), fields))

    assert "Another provider has this name; letter case makes no difference. [duplicate]" in said


def test_a_number_that_no_column_holds_is_refused_and_not_another_one_stored(load: Load) -> None:
    assert "[out_of_range]" in refused(load, package(revision=10**12))


def test_a_feature_of_a_package_that_is_nowhere_is_refused(load: Load) -> None:
    FeatureFactory.create(code="chat")

    assert "[unknown_package]" in refused(load, feature(uuid7(), "chat"))


def test_a_feature_that_packages_have_does_not_change_its_kind(load: Load) -> None:
    FeatureFactory.create(code="chat")
    PackageFactory.create(features={"chat": True})
    fields = {
        "name": "Chat",
        "aggregation_type": "count_agg",
        "group": "capacity",
        "since": "1.0",
        "quota": True,
    }

    said = refused(load, ("features.feature", "chat", fields))

    assert "The feature matrix has no such feature of this kind. [unknown_feature]" in said


def test_the_default_of_a_package_is_not_switched_off_by_a_fixture(load: Load) -> None:
    attached = ProviderFactory.create(provider_name="One")
    sellable(providers=[attached])
    fields = {
        "provider_name": "One",
        "provider_type": "bbb",
        "service_type": "meet",
        "properties": BBB,
        "active": False,
    }

    assert "[provider_is_default]" in refused(load, ("providers.provider", attached.pk, fields))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"provider_type": "nope"}, "/provider_type: There is no provider type nope"),
        ({"service_type": "phone"}, "[service_type_not_served]"),
        ({"properties": {}}, "/properties/host_url"),
        ({"properties": {"host_url": "nonsense"}}, "[bad_url]"),
        ({"properties": {"host_url": "https://user:pw@bbb.example.com/"}}, "[credentials_in_url]"),
        ({"properties": {**BBB, "colour": "red"}}, "[unknown_property]"),
    ],
)
def test_a_provider_keeps_its_rules_in_a_fixture_too(load: Load, changed: dict[str, Any], told: str) -> None:
    fields = {"provider_name": "One", "provider_type": "bbb", "service_type": "meet", "properties": BBB}

    said = refused(load, ("providers.provider", uuid7(), fields | changed))

    assert told in said
    assert not Provider.objects.exists()


def test_a_refused_fixture_repeats_no_secret(load: Load) -> None:
    fields = {"provider_name": "One", "provider_type": "nope", "service_type": "meet"}

    said = refused(load, ("providers.provider", uuid7(), fields | {"properties": {"secret": "PLAINSECRET"}}))

    assert "PLAINSECRET" not in said


@pytest.mark.django_db(transaction=True)
def test_a_sale_during_the_load_is_not_undone(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    there = PackageFactory.create(has_stock=True, stock_qty=10)
    seller = Thread(target=_sell_four, args=[there.pk])
    fields = package(there.pk, has_stock=True, stock_qty=50)

    def sell_before_it_is_written(rows: Arriving) -> Held:
        held = hold(rows)
        seller.start()
        seller.join(timeout=0.3)
        return held

    monkeypatch.setattr(arrive, "hold", sell_before_it_is_written)
    load(fields)
    seller.join()

    assert document(there)["stock_qty"] == 6


def _sell_four(key: UUID) -> None:
    try:
        change_stock(key=key, change=-4, by=BY)
    finally:
        connection.close()


# --- Becoming active -----------------------------------------------------------------------------


def test_a_draft_is_not_offered_by_a_fixture_while_something_stands_in_the_way(load: Load) -> None:
    there = PackageFactory.create(price=None)

    said = refused(load, package(there.pk, status="active", ever_active=True))

    assert "[no_price]" in said
    assert document(there)["status"] == "draft"


def test_a_package_that_was_active_elsewhere_comes_as_it_was(load: Load) -> None:
    load(package(status="active", ever_active=True))

    shown = document(Package.objects.get())
    assert (shown["status"], shown["availability"]["sellable"]) == ("active", False)


def test_a_package_that_is_active_here_stays_so_though_it_falls_short(load: Load) -> None:
    there = sellable(name="Loaded")

    load(package(there.pk, status="active", price=None))

    assert [r["code"] for r in document(there)["availability"]["reasons"]] == ["no_price"]
