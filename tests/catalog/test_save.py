"""Creating and changing packages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from uuid_utils.compat import uuid7

from catalog.actions.save import (
    Expected,
    NotRecorded,
    PackageGone,
    StaleWrite,
    create_package,
    update_package,
)
from catalog.aggregate import Aggregate
from catalog.changes import FeatureChange, PackageChanges, ProviderChange
from catalog.models import Package, PackageDocument, PackageFeature, PackageProvider, PackageRevision
from config.rules import Problem, RuleViolation
from tests.catalog.writes import BY, changes, create, document, numbers, revisions, told, update
from tests.factories.feature import FeatureFactory
from tests.factories.package import PackageFactory, sellable
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db


def state() -> tuple[list[Any], ...]:
    models = (Package, PackageFeature, PackageProvider, PackageDocument, PackageRevision)
    return tuple(list(model._default_manager.order_by("pk").values()) for model in models)


# --- Creating ------------------------------------------------------------------------------------


def test_a_new_package_is_a_draft_at_its_first_revision() -> None:
    saved = create(name="Basic")

    package = Package.objects.get()
    assert (package.status, package.revision, package.uuid.version) == ("draft", 1, 7)
    assert saved.changed
    assert saved.document.text == PackageDocument.objects.get().text
    assert package.created_at == package.updated_at


def test_a_package_is_made_with_all_that_it_has_at_once() -> None:
    FeatureFactory.create(code="rooms", allowance=True)
    provider = ProviderFactory.create()

    create(features={"rooms": 10}, providers={provider.pk: ProviderChange(default=True)})

    shown = document(Package.objects.get())
    assert [(f["code"], f["value"]) for f in shown["features"]] == [("rooms", 10)]
    assert [(p["provider"], p["default"]) for p in shown["providers"]] == [(provider.id, True)]
    assert numbers(Package.objects.get()) == [1]


def test_a_package_that_breaks_rules_is_not_stored_and_all_of_them_are_told() -> None:
    with pytest.raises(RuleViolation) as broken:
        create(name=" ", price=Decimal(-1), trial_period=-1, features={"nothing": True})

    assert set(told(broken.value)) == {
        ("/name", "blank"),
        ("/price", "out_of_range"),
        ("/currency", "currency_required"),
        ("/trial_period", "out_of_range"),
        ("/features/nothing", "unknown_feature"),
    }
    assert state() == ([], [], [], [], [])


@pytest.mark.parametrize("price", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_amount_is_refused_in_words(price: str) -> None:
    with pytest.raises(RuleViolation) as broken:
        create(price=Decimal(price), currency="EUR")

    assert told(broken.value) == [("/price", "out_of_range")]


def test_what_the_caller_could_not_read_is_told_with_the_rest_and_judged_once() -> None:
    unread = Problem("/price", "wrong_type", "Give a number.")
    wanted = PackageChanges({"name": "", "price": Decimal(-1), "currency": "EUR"}, problems=(unread,))

    with pytest.raises(RuleViolation) as broken:
        create_package(changes=wanted, by=BY)

    assert told(broken.value) == [
        ("/price", "wrong_type"),
        ("/name", "blank"),
        ("/service_type", "not_a_choice"),
    ]


# --- Changing ------------------------------------------------------------------------------------


def test_only_the_rows_that_change_are_written() -> None:
    FeatureFactory.create(code="rooms", allowance=True)
    FeatureFactory.create(code="guests", limit=True)
    package = PackageFactory.create(features={"rooms": 1, "guests": 2})

    with CaptureQueriesContext(connection) as queries:
        update(package, features={"rooms": 5, "guests": 2})

    written = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    rows = [sql for sql in written if "catalog_packagefeature" in sql]
    assert len(rows) == 1
    assert "rooms" in rows[0]
    assert "guests" not in rows[0]


def test_only_the_columns_that_change_are_written() -> None:
    package = PackageFactory.create(name="Basic")

    with CaptureQueriesContext(connection) as queries:
        update(package, name="Better", price=package.price)

    first = next(q["sql"] for q in queries if q["sql"].startswith('UPDATE "catalog_package"'))
    assert '"name"' in first
    assert '"price"' not in first


def test_a_change_that_changes_nothing_leaves_everything_as_it_is() -> None:
    FeatureFactory.create(code="rooms", allowance=True)
    provider = ProviderFactory.create()
    package = PackageFactory.create(
        features={"rooms": 10},
        providers=[provider],
        package_metadata=[{"key": "a", "value": {"z": 1, "b": 2}}],
    )
    before = state()

    saved = update(
        package,
        name=package.name,
        price=Decimal("14.990"),
        package_metadata={"a": {"b": 2, "z": 1}},
        features={"rooms": 10},
        providers={provider.pk: ProviderChange(default=True, settings={})},
    )

    assert not saved.changed
    assert state() == before


@pytest.mark.parametrize(("was", "becomes"), [(1, True), (0, False), (1, 1.5), (True, 1)])
def test_values_that_python_holds_for_equal_are_different_values(was: Any, becomes: Any) -> None:
    provider = ProviderFactory.create()
    package = PackageFactory.create(package_metadata=[{"key": "a", "value": was}], providers=[provider])
    update(package, providers={provider.pk: ProviderChange(settings={"a": was})})

    saved = update(
        package,
        package_metadata={"a": becomes},
        providers={provider.pk: ProviderChange(settings={"a": becomes})},
    )

    package.refresh_from_db()
    stored = (package.package_metadata[0]["value"], PackageProvider.objects.get().settings["a"])
    assert saved.changed
    assert [type(value) for value in stored] == [type(becomes)] * 2
    assert stored == (becomes, becomes)


def test_forty_features_in_one_action_are_one_revision() -> None:
    codes = [feature.code for feature in FeatureFactory.create_batch(40)]
    package = PackageFactory.create()

    update(package, features=dict.fromkeys(codes, True))

    assert len(document(package)["features"]) == 40
    assert numbers(package) == [1, 2]


def test_a_write_costs_the_same_for_two_features_as_for_forty() -> None:
    codes = [feature.code for feature in FeatureFactory.create_batch(40)]

    def statements(count: int) -> int:
        package = PackageFactory.create()
        with CaptureQueriesContext(connection) as queries:
            update(package, features=dict.fromkeys(codes[:count], True))
        return len(queries)

    assert statements(2) == statements(40)


def test_revision_numbers_count_up_and_say_who_and_why() -> None:
    package = PackageFactory.create(name="Basic")

    update_package(key=package.pk, changes=changes(name="Better"), by=BY, reason="Asked for by sales.")

    last = revisions(package)[-1]
    assert (last.number, last.actor_kind, last.actor_name, last.reason) == (
        2,
        BY.kind,
        "olivia",
        "Asked for by sales.",
    )
    assert Package.objects.get().revision == PackageDocument.objects.get().revision == 2


def test_going_back_to_what_was_promised_before_is_a_new_promise() -> None:
    package = PackageFactory.create(name="Basic")

    update(package, name="Better")
    update(package, name="Basic")

    first, _, third = revisions(package)
    assert (first.digest, third.number) == (third.digest, 3)


def test_a_refused_change_leaves_the_row_and_its_document() -> None:
    package = PackageFactory.create()
    before = state()

    with pytest.raises(RuleViolation):
        update(package, name="Other", price=Decimal(-1))

    assert state() == before


def test_another_default_takes_the_place_of_the_one_before() -> None:
    first, second = ProviderFactory.create_batch(2)
    package = PackageFactory.create(providers=[first, second])

    update(package, providers={second.pk: ProviderChange(default=True)})

    rows = PackageProvider.objects.values_list("provider_id", "default")
    assert dict(rows) == {first.pk: False, second.pk: True}


def test_the_service_type_can_change_while_everything_still_fits() -> None:
    FeatureFactory.create(code="chat")
    package = PackageFactory.create(features={"chat": True})

    update(package, service_type="live")

    assert document(package)["service_type"] == "live"


def test_the_service_type_can_change_together_with_the_providers() -> None:
    old, new = ProviderFactory.create(), ProviderFactory.create(service_type="live")
    package = PackageFactory.create(providers=[old])

    update(package, service_type="live", providers={old.pk: None, new.pk: ProviderChange(default=True)})

    assert list(PackageProvider.objects.values_list("provider_id", "service_type")) == [(new.pk, "live")]


def test_the_service_type_can_not_change_past_what_is_attached() -> None:
    provider = ProviderFactory.create()
    FeatureFactory.create(code="rooms", service_types=["meet"])
    package = PackageFactory.create(providers=[provider], features={"rooms": True})

    with pytest.raises(RuleViolation) as broken:
        update(package, service_type="live")

    assert set(told(broken.value)) == {
        ("/features/rooms", "feature_not_applicable"),
        (f"/providers/{provider.id}", "provider_service_type"),
    }


def test_a_deprecated_feature_is_kept_but_given_to_nobody_else() -> None:
    feature = FeatureFactory.create(code="old")
    package, other = PackageFactory.create(features={"old": True}), PackageFactory.create()
    feature.deprecated = True
    feature.save()

    update(package, name="Still fine", features={"old": FeatureChange(True)})
    with pytest.raises(RuleViolation) as broken:
        update(other, features={"old": True})

    assert told(broken.value) == [("/features/old", "feature_deprecated")]


def test_an_action_says_that_it_made_an_active_package_unsellable() -> None:
    package = sellable()

    saved = update(package, price=None)

    assert saved.lost_sale
    assert document(package)["status"] == "active"
    assert document(package)["availability"]["sellable"] is False


def test_a_default_provider_that_was_switched_off_past_the_rules_does_not_stop_other_changes() -> None:
    provider = ProviderFactory.create()
    package = PackageFactory.create(providers=[provider])
    type(provider).objects.update(active=False)

    update(package, name="Renamed")

    assert document(package)["name"] == "Renamed"


# --- Who may, and for which state ----------------------------------------------------------------


def test_a_package_that_is_gone_is_said_to_be_gone() -> None:
    with pytest.raises(PackageGone):
        update_package(key=uuid7(), changes=changes(name="x"), by=BY)


@pytest.mark.parametrize("by_revision", [True, False])
def test_a_write_for_an_older_promise_is_refused(by_revision: bool) -> None:
    package = PackageFactory.create()
    read = PackageDocument.objects.get()
    expected = Expected(revision=1) if by_revision else Expected(etags=frozenset({read.etag}))
    update(package, name="Somebody else's")
    before = state()

    with pytest.raises(StaleWrite) as stale:
        update_package(key=package.pk, changes=changes(name="Mine"), by=BY, expected=expected)

    assert (stale.value.revision, stale.value.etag) == (2, PackageDocument.objects.get().etag)
    assert state() == before


def test_a_sale_from_stock_does_not_make_a_write_stale() -> None:
    package = PackageFactory.create(has_stock=True, stock_qty=5)
    read = PackageDocument.objects.get()
    update(package, stock_qty=4)

    expected = Expected(etags=frozenset({read.etag}))
    update_package(key=package.pk, changes=changes(name="Mine"), by=BY, expected=expected)

    assert document(package)["name"] == "Mine"


class NotAllowed(Exception):
    pass


def test_a_guard_sees_both_states_and_stops_the_write() -> None:
    package = PackageFactory.create(name="Basic")
    seen: list[tuple[str, str]] = []

    def guard(before: Aggregate | None, after: Aggregate) -> None:
        assert before is not None
        seen.append((before.package.name, after.package.name))
        raise NotAllowed

    with pytest.raises(NotAllowed):
        update_package(key=package.pk, changes=PackageChanges({"name": "Better"}, guard=guard), by=BY)

    assert seen == [("Basic", "Better")]
    assert document(package)["name"] == "Basic"


def test_a_package_without_its_document_is_not_changed() -> None:
    package = PackageFactory.create(name="Old")
    PackageDocument.objects.all().delete()

    with pytest.raises(NotRecorded, match=f"{package.id} is missing: run check_catalog --repair"):
        update(package, name="New")

    assert Package.objects.get().name == "Old"
