"""What Django's `loaddata` does stays as it is, but for one thing: the sequences of rows that others write too."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from catalog.models import Package
from tests.catalog.loads import feature, load
from tests.catalog.writes import document
from tests.factories.feature import FeatureFactory
from tests.factories.package import PackageFactory

pytestmark = pytest.mark.django_db


def test_a_fixture_can_come_by_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"model": "catalog.package", "fields": {"name": "Piped", "service_type": "meet"}}]
    monkeypatch.setattr("sys.stdin", StringIO(json.dumps(rows)))

    call_command("loaddata", "-", format="json", verbosity=0)

    assert document(Package.objects.get())["name"] == "Piped"


def test_what_is_excluded_is_neither_judged_nor_loaded(tmp_path: Path) -> None:
    file = tmp_path / "fixture.json"
    rows = [{"model": "catalog.package", "fields": {"name": "", "service_type": "meet"}}]
    file.write_text(json.dumps(rows))

    call_command("loaddata", str(file), exclude=["catalog.package"], verbosity=0)

    assert not Package.objects.exists()


def test_a_load_gives_nobody_a_number_that_another_writer_has_taken(tmp_path: Path) -> None:
    FeatureFactory.create(code="chat")
    there = PackageFactory.create(features={"chat": True})
    sequence = (
        "SELECT nextval(pg_get_serial_sequence('catalog_packagefeature', 'id')) FROM generate_series(1, 9)"
    )
    with connection.cursor() as cursor:
        cursor.execute(sequence)
        taken = cursor.fetchall()

        load(tmp_path / "fixture.json", feature(there.pk, "chat"))

        cursor.execute(sequence)
        assert min(cursor.fetchall()) > max(taken)
