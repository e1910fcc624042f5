"""What the change feed says of what is done to packages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from catalog import feed
from catalog.actions.delete import WasOffered, delete_package
from catalog.actions.duplicate import duplicate_package
from catalog.actions.restore import restore_package
from catalog.actions.stock import OutOfStock, change_stock
from catalog.changes import FeatureChange, ProviderChange
from catalog.models import Package
from config.rules import RuleViolation
from features.models import Feature
from tests.catalog.following import entries, said, told_by
from tests.catalog.writes import BY, create, numbers, revisions, update
from tests.factories.feature import FeatureFactory
from tests.factories.package import PackageFactory, sellable
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db


# --- Creating and changing -----------------------------------------------------------------------


def test_a_new_package_is_created_as_a_whole() -> None:
    (entry,) = told_by(lambda: create(name="Basic"))

    assert said(entry) == ("created", 1, True, [""])
    assert entry.package_uuid == Package.objects.get().pk
    assert entry.provider_uuid is None


def test_an_entry_says_who_did_it_and_when() -> None:
    package = PackageFactory.create()

    (entry,) = told_by(lambda: update(package, name="Other"))

    assert (entry.actor_kind, entry.actor_name) == ("operator", "olivia")
    assert entry.recorded_at == revisions(package)[-1].recorded_at


def test_several_fields_are_one_entry_with_their_paths() -> None:
    package = PackageFactory.create()

    (entry,) = told_by(lambda: update(package, name="Other", price=Decimal("17.9"), tier="20"))

    assert said(entry) == ("updated", 2, True, ["/name", "/price", "/tier"])


def test_mere_wording_is_not_commercial() -> None:
    package = PackageFactory.create()

    (entry,) = told_by(lambda: update(package, name="Other", description="What it is."))

    assert said(entry) == ("updated", 2, False, ["/name", "/description"])


def test_features_are_named_by_their_codes(matrix: dict[str, Feature]) -> None:
    package = PackageFactory.create(features={"max_rooms": 10, "recording": True, "polls": True})
    wanted = {"max_rooms": FeatureChange(20), "recording": None, "captions": True}

    (entry,) = told_by(lambda: update(package, features=wanted))

    assert entry.commercial
    assert set(entry.paths) == {"/features/max_rooms/value", "/features/recording", "/features/captions"}


def test_a_provider_is_named_by_its_id() -> None:
    default, spare = ProviderFactory.create_batch(2)
    package = PackageFactory.create(providers=[default])

    (entry,) = told_by(lambda: update(package, providers={spare.pk: ProviderChange()}))

    assert said(entry) == ("updated", 2, False, [f"/providers/{spare.id}"])


def test_a_setting_is_named_by_its_key() -> None:
    package = PackageFactory.create(package_settings=[{"key": "a/b", "value": 1}, {"key": "c", "value": 1}])
    wanted = [{"key": "a/b", "value": 2}, {"key": "c", "value": 1}]

    (entry,) = told_by(lambda: update(package, package_settings=wanted))

    assert said(entry) == ("updated", 2, False, ["/package_settings/a~1b"])


def test_what_ends_the_sale_is_a_change_of_availability_as_well() -> None:
    package = sellable()

    (entry,) = told_by(lambda: update(package, status="inactive"))

    assert said(entry) == ("updated", 2, True, ["/status", "/availability"])


def test_an_action_on_forty_features_is_one_entry_and_one_revision() -> None:
    package = PackageFactory.create()
    codes = [feature.code for feature in FeatureFactory.create_batch(40)]

    (entry,) = told_by(lambda: update(package, features=dict.fromkeys(codes, True)))

    assert entry.revision == 2
    assert set(entry.paths) == {f"/features/{code}" for code in codes} | {"/availability"}
    assert numbers(package) == [1, 2]


def test_an_action_that_changes_nothing_tells_nothing() -> None:
    package = PackageFactory.create(name="Same", has_stock=True, stock_qty=3)

    found = told_by(lambda: (update(package, name="Same"), change_stock(key=package.pk, change=0, by=BY)))

    assert found == []


def test_what_is_refused_tells_nothing() -> None:
    package = sellable(has_stock=True, stock_qty=1)

    def refused() -> None:
        with pytest.raises(RuleViolation):
            update(package, name="")
        with pytest.raises(OutOfStock):
            change_stock(key=package.pk, change=-2, by=BY)
        with pytest.raises(WasOffered):
            delete_package(key=package.pk, by=BY)

    assert told_by(refused) == []


def test_what_is_rolled_back_tells_nothing() -> None:
    package = PackageFactory.create()

    def undone() -> None:
        with transaction.atomic():
            update(package, name="Other")
            transaction.set_rollback(True)

    assert told_by(undone) == []


# --- Stock ---------------------------------------------------------------------------------------


def test_a_movement_of_stock_is_told_at_the_revision_that_counts() -> None:
    package = sellable(has_stock=True, stock_qty=7)

    (entry,) = told_by(lambda: change_stock(key=package.pk, change=-2, by=BY))

    assert said(entry) == ("stock", 1, True, ["/stock_qty"])


def test_taking_the_last_one_is_a_change_of_availability_as_well() -> None:
    package = sellable(has_stock=True, stock_qty=2)

    (entry,) = told_by(lambda: change_stock(key=package.pk, change=-2, by=BY))

    assert said(entry) == ("stock", 1, True, ["/stock_qty", "/availability"])


def test_a_new_promise_that_moves_stock_is_one_update() -> None:
    package = sellable(has_stock=True, stock_qty=7)

    (entry,) = told_by(lambda: update(package, name="Other", stock_qty=0))

    assert said(entry) == ("updated", 2, True, ["/name", "/stock_qty", "/availability"])


# --- Copies, earlier promises, and what is gone --------------------------------------------------


def test_a_copy_is_a_package_that_was_created() -> None:
    package = sellable()

    (entry,) = told_by(lambda: duplicate_package(key=package.pk, by=BY))

    assert said(entry) == ("created", 1, True, [""])
    assert entry.package_uuid != package.pk


def test_an_earlier_promise_that_is_made_again_is_an_update() -> None:
    package = PackageFactory.create(name="First", tier="10")
    update(package, name="Second", tier="20")

    (entry,) = told_by(lambda: restore_package(key=package.pk, number=1, by=BY))

    assert said(entry) == ("updated", 3, True, ["/name", "/tier"])


def test_a_package_that_is_deleted_is_told_by_its_key_and_last_revision() -> None:
    package = PackageFactory.create()
    key = package.pk
    update(package, name="Other")

    (entry,) = told_by(lambda: delete_package(key=key, by=BY))

    assert said(entry) == ("deleted", 2, True, [""])
    assert (entry.package_uuid, entry.standing) == (key, "")


@pytest.mark.parametrize(("name", "number"), [("Same", 1), ("Other", 2)])
def test_a_package_that_comes_back_is_created_again_and_its_numbers_go_on(name: str, number: int) -> None:
    key = PackageFactory.create(name="Same").pk
    delete_package(key=key, by=BY)

    (entry,) = told_by(lambda: PackageFactory.create(uuid=key, name=name))

    assert said(entry) == ("created", number, True, [""])
    assert feed.documents_of([entry])[entry.position or 0] == Package.objects.get().document.text


# --- Positions -----------------------------------------------------------------------------------


def test_positions_count_from_one_without_a_gap_in_the_order_of_the_actions() -> None:
    packages = PackageFactory.create_batch(3)
    update(packages[1], name="Other")

    found = entries()

    assert [entry.position for entry in found] == [1, 2, 3, 4]
    assert [entry.package_uuid for entry in found] == [p.pk for p in (*packages, packages[1])]
    assert feed.head() == 4


def test_what_is_not_committed_has_no_position() -> None:
    PackageFactory.create()

    assert feed.head() == 0
    assert feed.entries_after(0, limit=10).entries == []


def test_what_comes_later_in_a_transaction_is_numbered_after_what_was_numbered_already() -> None:
    package = PackageFactory.create()
    before = [(entry.pk, entry.position) for entry in entries()]

    update(package, name="Other")

    assert [(entry.pk, entry.position) for entry in entries()][:1] == before
    assert [entry.position for entry in entries()] == [1, 2]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE catalog_feedentry SET commercial = false",
        "UPDATE catalog_feedentry SET position = position + 1",
        "UPDATE catalog_feedentry SET position = NULL",
        "DELETE FROM catalog_feedentry",
    ],
)
def test_the_database_refuses_to_change_what_was_told(statement: str) -> None:
    PackageFactory.create()
    before = entries()

    with (
        pytest.raises(ProgrammingError, match="catalog_feedentry"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert [said(entry) for entry in entries()] == [said(entry) for entry in before]


# --- What a document said then -------------------------------------------------------------------


def test_each_entry_has_the_document_as_it_was_then() -> None:
    package = sellable(has_stock=True, stock_qty=3, name='A "first" name')
    seen = [Package.objects.get().document.text]
    steps: list[Any] = [
        lambda: change_stock(key=package.pk, change=-3, by=BY),
        lambda: update(package, name="Other"),
        lambda: update(package, price=None, stock_qty=5),
    ]

    for step in steps:
        step()
        seen.append(Package.objects.get().document.text)

    told = [entry for entry in entries() if entry.package_uuid]
    assert list(feed.documents_of(told).values()) == seen


def test_what_ends_a_sale_is_commercial_though_its_wording_is_not() -> None:
    package = sellable()
    provider = package.providers.get().provider_id
    off = {provider: ProviderChange(active=False, default=False)}

    (entry,) = told_by(lambda: update(package, providers=off))

    assert revisions(package)[-1].commercial is False
    assert (entry.commercial, "/availability" in entry.paths) == (True, True)


def test_a_package_that_is_hidden_is_sold_as_before() -> None:
    package = sellable()

    (entry,) = told_by(lambda: update(package, hidden=True))

    assert said(entry) == ("updated", 2, False, ["/hidden", "/availability"])
