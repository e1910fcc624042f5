"""Units in the words of a price list."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from features.units import unit_text

TABLE = Path(__file__).with_name("feature-matrix.csv")


@pytest.mark.parametrize(
    ("suffix", "many", "one"),
    [
        ("", "", ""),
        ("gb", "GB", "GB"),
        ("user_id", "users", "user"),
        ("minutes", "minutes", "minute"),
        ("people", "people", "person"),
        ("rtmp_destinations", "rtmp destinations", "rtmp destination"),
    ],
)
def test_a_unit_is_said_for_many_and_for_one(suffix: str, many: str, one: str) -> None:
    assert (unit_text(suffix), unit_text(suffix, 40), unit_text(suffix, 1)) == (many, many, one)


def test_no_shipped_unit_reads_like_a_code() -> None:
    with TABLE.open(encoding="utf-8") as table:
        units = {unit_text(row["field_suffix"]) for row in csv.DictReader(table)}

    assert units == {
        "", "GB", "cameras", "days", "destinations", "hours", "minutes", "people", "users", "viewers",
    }  # fmt: skip


def test_unlimited_is_not_one() -> None:
    assert unit_text("minutes", True) == "minutes"
