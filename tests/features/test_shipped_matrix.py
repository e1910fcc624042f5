"""What is shipped, compared with the table of the features that the product has to have."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from features import sync
from features.entries import FeatureEntry
from features.folding import fold
from features.models import Feature
from features.releases.files import shipped_releases
from integrations.actors import Actor

TABLE = Path(__file__).with_name("feature-matrix.csv")


def expected_row(cells: dict[str, str]) -> FeatureEntry:
    return FeatureEntry(
        code=cells["code"],
        name=cells["name"],
        description=cells["description"],
        group=cells["group"],
        position=int(cells["position"]),
        aggregation_type=cells["aggregation_type"],
        field_suffix=cells["field_suffix"],
        consumable=cells["consumable"] == "true",
        quota=cells["quota"] == "true",
        periodicity_type=cells["periodicity_type"],
        periodicity=int(cells["periodicity"]),
        service_types=() if cells["service_types"] == "*" else tuple(cells["service_types"].split("|")),
        licenses=tuple(cells["licenses"].split("|")),
        since=cells["since"],
        release=cells["since"],
    )


def expected() -> dict[str, FeatureEntry]:
    with TABLE.open(newline="", encoding="utf-8") as lines:
        return {cells["code"]: expected_row(cells) for cells in csv.DictReader(lines)}


def test_the_releases_add_up_to_the_table() -> None:
    folded = fold({}, shipped_releases())

    assert folded.entries == expected()
    assert folded.refused == []


def test_ships_a_release_for_each_version() -> None:
    assert [release.version for release in shipped_releases()] == ["1.0", "1.1", "2.0"]


@pytest.mark.django_db
def test_a_sync_stores_the_table() -> None:
    sync.apply(by=Actor.command("test"))

    stored = {code: row.entry() for code, row in Feature.objects.by_code().items()}
    assert stored == expected()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("version", "license_type", "count"),
    [
        ("1.0", "community", 11),
        ("1.1", "community", 19),
        ("1.1", "enterprise", 28),
        ("2.0", "enterprise", 37),
    ],
)
def test_version_and_licence_decide_how_much_of_it_there_is(
    version: str, license_type: str, count: int
) -> None:
    sync.apply(by=Actor.command("test"))

    assert Feature.objects.available(version=version, license=license_type).count() == count


@pytest.mark.django_db
def test_every_stored_row_passes_its_own_checks() -> None:
    sync.apply(by=Actor.command("test"))

    for row in Feature.objects.all():
        row.full_clean(validate_unique=False)
