"""Features in Django fixtures: the platform's other way in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from features.models import Feature
from tests.factories.feature import FeatureFactory

pytestmark = pytest.mark.django_db

FIELDS = {
    "name": "Polls",
    "aggregation_type": "count_agg",
    "quota": True,
    "service_types": ["meet"],
    "since": "2.1",
    "group": "conversation",
}


def fixture(path: Path, **changes: object) -> str:
    rows = [{"model": "features.feature", "pk": "polls", "fields": {**FIELDS, **changes}}]
    path.write_text(json.dumps(rows))
    return str(path)


def test_a_fixture_brings_a_feature_and_the_database_its_kind(tmp_path: Path) -> None:
    call_command("loaddata", fixture(tmp_path / "features.json"), verbosity=0)

    row = Feature.objects.get(code="polls")
    assert (row.kind, row.service_types, row.release) == ("limit", ["meet"], "")


def test_a_fixture_can_be_loaded_twice(tmp_path: Path) -> None:
    file = fixture(tmp_path / "features.json")
    call_command("loaddata", file, verbosity=0)
    before = list(Feature.objects.values())

    call_command("loaddata", file, verbosity=0)

    assert list(Feature.objects.values()) == before


def test_a_fixture_that_breaks_a_rule_is_refused(tmp_path: Path) -> None:
    file = fixture(tmp_path / "features.json", aggregation_type="sum_agg")

    with pytest.raises(CommandError, match="suffix_required"):
        call_command("loaddata", file, verbosity=0)

    assert not Feature.objects.exists()


def test_what_was_dumped_loads_into_an_empty_table(tmp_path: Path) -> None:
    FeatureFactory.create(code="polls", allowance=True, feature_settings={"max": 5}, service_types=["meet"])
    before = list(Feature.objects.values())
    file = tmp_path / "dump.json"
    flags = {"use_natural_foreign_keys": True, "use_natural_primary_keys": True}
    call_command("dumpdata", "features", output=str(file), verbosity=0, **flags)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE features_feature CASCADE")

    call_command("loaddata", str(file), verbosity=0)

    assert list(Feature.objects.values()) == before
