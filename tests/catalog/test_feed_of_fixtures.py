"""What the change feed says of rows that came past the actions: by fixtures, and by raw SQL."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.core.serializers import serialize
from django.db import connection, models

from catalog import feed
from catalog.actions.delete import delete_package
from catalog.models import FeedEntry, Package, PackageDocument
from config.identity import uuid7
from tests.catalog.following import said, told_by
from tests.catalog.writes import BY, update
from tests.factories.feature import FeatureFactory
from tests.factories.package import PackageFactory, sellable
from tests.factories.provider import ProviderFactory

pytestmark = pytest.mark.django_db

Loading = Callable[..., Callable[[], object]]


@pytest.fixture
def loading(tmp_path: Path) -> Loading:
    """Loads rows as they are stored, with some fields changed, when it is called."""

    def prepare(*rows: models.Model, **values: Any) -> Callable[[], object]:
        written = json.loads(serialize("json", rows, use_natural_foreign_keys=True))
        for row in written:
            row["fields"] |= values
        file = tmp_path / "fixture.json"
        file.write_text(json.dumps(written))
        return lambda: call_command("loaddata", str(file), verbosity=0)

    return prepare


def check(*options: str) -> Callable[[], object]:
    return lambda: call_command("check_catalog", *options, verbosity=0)


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


# --- Fixtures ------------------------------------------------------------------------------------


def test_a_loaded_package_is_created_by_the_command(loading: Loading) -> None:
    (entry,) = told_by(loading(Package(pk=uuid7(), name="Loaded", service_type="meet")))

    assert said(entry) == ("created", 1, True, [""])
    assert (entry.actor_kind, entry.actor_name) == ("command", "loaddata")


def test_what_a_fixture_changes_of_a_package_is_one_update(loading: Loading) -> None:
    package = PackageFactory.create()

    (entry,) = told_by(loading(package, name="Other", tier="30"))

    assert said(entry) == ("updated", 2, True, ["/name", "/tier"])


def test_a_fixture_that_is_loaded_again_tells_nothing(loading: Loading) -> None:
    rows = [FeatureFactory.create(), ProviderFactory.create(), PackageFactory.create()]

    assert told_by(loading(*rows)) == []


def test_a_package_that_a_fixture_brings_back_is_created_and_its_numbers_go_on(loading: Loading) -> None:
    package = PackageFactory.create(name="Was")
    again = loading(package, name="Is again")
    update(package, tier="20")
    delete_package(key=package.pk, by=BY)

    (entry,) = told_by(again)

    assert said(entry) == ("created", 3, True, [""])
    assert entry.package_uuid == package.pk


def test_a_loaded_provider_is_told_as_a_whole_and_changed_by_its_paths(loading: Loading) -> None:
    provider = ProviderFactory.create()
    changed = loading(provider, provider_name="Other", settings={"zone": "eu"})

    (entry,) = told_by(changed)

    assert said(entry) == ("provider_changed", None, False, ["/provider_name", "/settings/zone"])
    assert entry.provider_uuid == provider.pk


def test_a_new_provider_of_a_fixture_is_told_as_a_whole(loading: Loading) -> None:
    provider = ProviderFactory.create()
    again = loading(provider)
    provider.delete()

    (entry,) = told_by(again)

    assert said(entry) == ("provider_changed", None, False, [""])


def test_a_provider_that_a_fixture_renames_is_told_with_its_packages(loading: Loading) -> None:
    provider = ProviderFactory.create()
    sellable(providers=[provider])

    changed, updated = told_by(loading(provider, provider_name="Other"))

    assert said(changed)[3] == ["/provider_name"]
    assert said(updated) == ("updated", 2, False, [f"/providers/{provider.id}/provider_name"])


def test_the_features_of_a_fixture_are_one_entry_before_their_packages(loading: Loading) -> None:
    first, second = FeatureFactory.create(code="first"), FeatureFactory.create(code="second")
    PackageFactory.create(features={"first": True})
    changed = loading(first, second, name="Other")

    matrix, updated = told_by(changed)

    assert said(matrix) == ("features_changed", None, False, ["/first/name", "/second/name"])
    assert said(updated) == ("updated", 2, False, ["/features/first/name"])


def test_a_new_feature_of_a_fixture_is_commercial(loading: Loading) -> None:
    (entry,) = told_by(loading(FeatureFactory.build(code="fresh")))

    assert said(entry) == ("features_changed", None, True, ["/fresh"])


def test_a_fixture_that_is_refused_tells_nothing(loading: Loading) -> None:
    wrong = loading(*PackageFactory.create_batch(2), name="Other", currency="ZZZ")

    def refused() -> None:
        with pytest.raises(CommandError):
            wrong()

    assert told_by(refused) == []


# --- Raw SQL, and its repair ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        ("UPDATE catalog_package SET name = 'Other'", ("updated", 2, False, ["/name"])),
        ("UPDATE catalog_package SET tier = '30'", ("updated", 2, True, ["/tier"])),
        ("UPDATE catalog_package SET stock_qty = 3", ("stock", 1, True, ["/stock_qty"])),
        ("UPDATE catalog_package SET stock_qty = 0", ("stock", 1, True, ["/stock_qty", "/availability"])),
        ("UPDATE catalog_packagedocument SET sellable = false", ("updated", 1, True, ["/availability"])),
        ("DELETE FROM catalog_packagedocument", ("created", 1, True, [""])),
    ],
)
def test_a_repair_tells_what_readers_see_new(damage: str, expected: Any) -> None:
    sellable(has_stock=True, stock_qty=9)
    run(damage)

    (entry,) = told_by(check("--repair"))

    assert said(entry) == expected
    assert entry.actor_name == "check_catalog --repair"


@pytest.mark.parametrize("text", ["{}", "no JSON"])
def test_a_document_that_was_spoilt_is_told_as_a_whole(text: str) -> None:
    PackageFactory.create()
    PackageDocument.objects.update(text=text)

    (entry,) = told_by(check("--repair"))

    assert said(entry) == ("updated", 1, True, [""])


def test_a_repair_tells_the_document_as_it_is_stored() -> None:
    sellable(has_stock=True, stock_qty=9)
    run("UPDATE catalog_package SET name = 'Other', stock_qty = 3")

    (entry,) = told_by(check("--repair"))

    assert list(feed.documents_of([entry]).values()) == [PackageDocument.objects.get().text]


def test_a_repair_of_nothing_tells_nothing() -> None:
    sellable()

    assert told_by(check("--repair")) == []


def test_a_check_tells_nothing() -> None:
    sellable()
    run("UPDATE catalog_package SET name = 'Other'")

    def checked() -> None:
        with pytest.raises(CommandError):
            check()()

    assert told_by(checked) == []
    assert FeedEntry.objects.filter(kind="updated").count() == 0
