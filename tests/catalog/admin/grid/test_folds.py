"""False steps of two product lines in one grid, as a list that stays short."""

from __future__ import annotations

import pytest

from catalog.admin.grid.folds import MOST_FOLDS, folded
from catalog.grid.columns import columns_of
from catalog.grid.rows import grid_rows
from catalog.grid.sheet import Sheet, stored_sheet
from catalog.grid.steps import steps_of
from features.models import Feature
from tests.factories.package import PackageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("matrix")]


def sheet(matrix: dict[str, Feature], *packages: tuple[str, str, dict[str, int]]) -> Sheet:
    made = [PackageFactory.create(name=name, tier=tier, features=has) for name, tier, has in packages]
    columns = columns_of(package.pk for package in made)
    return stored_sheet(grid_rows(matrix.values()), [columns[package.pk] for package in made])


def test_many_steps_of_a_package_are_one_line(matrix: dict[str, Feature]) -> None:
    much, less = {"max_rooms": 9, "max_participants": 100, "polls": True}, {"max_participants": 50}
    found = sheet(matrix, ("Team", "10", much), ("Class", "20", less))

    (fold,) = folded(found, steps_of(found)).first

    assert fold.title == "Class is behind Team in 3 rows"
    assert {note.where for note in fold.notes} == {
        "Class, Max participants",
        "Class, Max rooms",
        "Class, Polls",
    }


@pytest.mark.parametrize(
    ("lower", "title"),
    [
        ("AB", "Class is behind A and B in 2 rows"),
        ("ABCD", "Class is behind A, B and 2 more in 4 rows"),
    ],
)
def test_the_packages_ahead_are_named(matrix: dict[str, Feature], lower: str, title: str) -> None:
    codes = ["max_duration", "max_participants", "max_recordings", "max_rooms"]
    ahead = [(name, "10", {code: 9}) for name, code in zip(lower, codes, strict=False)]
    found = sheet(matrix, *ahead, ("Class", "20", {}))

    (fold,) = folded(found, steps_of(found)).first

    assert fold.title == title


def test_one_step_says_itself(matrix: dict[str, Feature]) -> None:
    found = sheet(matrix, ("Team", "10", {"max_rooms": 9}), ("Class", "20", {"max_rooms": 5}))

    (fold,) = folded(found, steps_of(found)).first

    assert (fold.title, len(fold.notes)) == ("", 1)


@pytest.mark.parametrize(
    ("count", "first"),
    [(MOST_FOLDS, MOST_FOLDS), (MOST_FOLDS + 1, MOST_FOLDS + 1), (MOST_FOLDS + 2, MOST_FOLDS)],
)
def test_no_more_lines_are_in_sight_than_are_read_at_once(
    matrix: dict[str, Feature], count: int, first: int
) -> None:
    lower = [(f"Class {number}", str(20 + number), {"max_rooms": 5}) for number in range(count)]
    found = sheet(matrix, ("Team", "10", {"max_rooms": 9}), *lower)

    folds = folded(found, steps_of(found))

    assert (len(folds.first), len(folds.all)) == (first, count)


def test_lines_follow_the_columns(matrix: dict[str, Feature]) -> None:
    found = sheet(matrix, ("B", "30", {}), ("Team", "10", {"max_rooms": 9}), ("A", "20", {"max_rooms": 5}))

    assert [fold.notes[0].where for fold in folded(found, steps_of(found)).all] == [
        "B, Max rooms",
        "A, Max rooms",
    ]
