"""What was edited can be dumped and loaded elsewhere: the same keys, the same documents."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from catalog.actions.publish import deactivate
from catalog.actions.stock import change_stock
from catalog.changes import FeatureChange, ProviderChange
from catalog.models import Package, PackageDocument, PackageFeature, PackageProvider
from features.models import Feature
from providers.models import Provider
from tests.catalog.writes import BY, numbers, update
from tests.factories.feature import FeatureFactory
from tests.factories.package import PackageFactory, sellable
from tests.factories.provider import SECRET, ProviderFactory

pytestmark = pytest.mark.django_db


def dump(path: Path, *labels: str) -> list[dict[str, Any]]:
    options = {"use_natural_foreign_keys": True, "use_natural_primary_keys": True, "verbosity": 0}
    call_command("dumpdata", *labels, output=str(path), **options)
    found: list[dict[str, Any]] = json.loads(path.read_text())
    return found


def empty_the_database() -> None:
    tables = [
        m._meta.db_table
        for m in (Package, PackageFeature, PackageProvider, PackageDocument, Provider, Feature)
    ]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        # An empty database has no history either, and its keys begin elsewhere.
        cursor.execute(f"TRUNCATE {', '.join(tables)}, catalog_packagerevision RESTART IDENTITY")
        cursor.execute("SELECT setval('catalog_packagefeature_id_seq', 9000)")


def edited() -> None:
    """Packages that have seen some use, with something of everything."""
    FeatureFactory.create(code="rooms", allowance=True)
    old = FeatureFactory.create(code="old")
    default, spare = ProviderFactory.create_batch(2)
    package = sellable(
        features={"rooms": 10, "old": True},
        providers=[default, spare],
        has_stock=True,
        stock_qty=9,
        package_metadata=[{"key": "z", "value": {"b": 1.5, "a": None}}, {"key": "a", "value": True}],
        notification_preferences=[{"event": "renewed", "channels": ["sms"], "days_before": 3}],
    )
    update(
        package,
        name="Überarbeitet",
        features={"rooms": FeatureChange(unit_price=Decimal("0.000000000001"))},
        providers={spare.pk: ProviderChange(default=True, settings={"y": {"b": 1, "a": [2]}})},
    )
    change_stock(key=package.pk, change=-2, by=BY)
    Feature.objects.filter(pk=old.pk).update(deprecated=True)
    deactivate(key=sellable(price=None, status="draft", name="Draft").pk, by=BY)
    update(sellable(name="Falls short"), price=None)


def documents() -> dict[Any, tuple[Any, ...]]:
    columns = ("text", "etag", "offer_text", "offer_etag", "created_at", "updated_at")
    return {row[0]: row[1:] for row in PackageDocument.objects.values_list("pk", *columns)}


def test_what_was_edited_is_the_same_in_an_empty_database(tmp_path: Path) -> None:
    edited()
    before = documents()
    dump(tmp_path / "dump.json", "features", "providers", "catalog")
    empty_the_database()

    call_command("loaddata", str(tmp_path / "dump.json"), verbosity=0)

    assert len(before) == 3
    assert documents() == before
    call_command("check_catalog", verbosity=0)


def test_history_goes_on_from_the_number_that_the_package_brought(tmp_path: Path) -> None:
    package = PackageFactory.create()
    update(package, name="Better")
    dump(tmp_path / "dump.json", "catalog")
    empty_the_database()

    call_command("loaddata", str(tmp_path / "dump.json"), verbosity=0)
    update(package, name="Best")

    assert numbers(package) == [2, 3]


def test_a_dump_is_loaded_over_what_it_was_taken_from_without_a_change(tmp_path: Path) -> None:
    edited()
    before = documents()
    dump(tmp_path / "dump.json", "features", "providers", "catalog")

    call_command("loaddata", str(tmp_path / "dump.json"), verbosity=0)

    assert documents() == before


def test_a_dump_leaves_out_what_is_derived_what_is_past_and_what_is_secret(tmp_path: Path) -> None:
    edited()

    rows = dump(tmp_path / "dump.json")

    models = {row["model"] for row in rows}
    assert {
        "catalog.package",
        "catalog.packagefeature",
        "catalog.packageprovider",
        "providers.provider",
    } <= models
    assert models.isdisjoint({"catalog.packagedocument", "catalog.packagerevision"})
    text = (tmp_path / "dump.json").read_text()
    assert SECRET not in text
    assert "secrets" not in text


def test_rows_of_packages_are_named_by_what_they_join(tmp_path: Path) -> None:
    edited()

    rows = dump(tmp_path / "dump.json", "catalog.packagefeature", "catalog.packageprovider")

    assert not [row for row in rows if "pk" in row]
    assert {row["fields"]["feature"] for row in rows if row["model"] == "catalog.packagefeature"} >= {
        "rooms",
        "old",
    }


def test_a_dump_leaves_out_the_feed(tmp_path: Path) -> None:
    edited()

    rows = dump(tmp_path / "dump.json")

    assert {row["model"] for row in rows}.isdisjoint({"catalog.feedentry", "catalog.feedhead"})
