"""The rules of a row, through Python and through raw SQL."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from features.choices import FeatureGroup, FeatureKind
from features.models import Feature
from tests.factories.feature import FeatureFactory

pytestmark = pytest.mark.django_db

BROKEN: list[tuple[str, Any, str]] = [
    ("code", "Polls", "features_feature_code_format"),
    ("code", "p", "features_feature_code_format"),
    ("code", "pоlls", "features_feature_code_format"),  # a Cyrillic letter
    ("code", "1polls", "features_feature_code_format"),
    ("code", "polls\n", "features_feature_code_format"),
    ("code", "polls-live", "features_feature_code_format"),
    ("name", " ", "features_feature_name_given"),
    ("aggregation_type", "avg_agg", "features_feature_aggregation_type"),
    ("field_suffix", "Minutes", "features_feature_field_suffix_format"),
    ("field_suffix", "", "features_feature_field_suffix_given"),
    ("periodicity_type", "yearly", "features_feature_periodicity_type"),
    ("periodicity", -1, "features_feature_periodicity_not_negative"),
    ("since", "two", "features_feature_since_version"),
    ("since", "2.0\n", "features_feature_since_version"),
    ("release", "next", "features_feature_release_version"),
    ("group", "other", "features_feature_group"),
    ("position", -1, "features_feature_position_range"),
    ("position", 10_000, "features_feature_position_range"),
    ("service_types", ["meet", "fax"], "features_feature_service_types_known"),
    ("licenses", ["gold"], "features_feature_licenses_known"),
    ("feature_settings", "[]", "features_feature_settings_object"),
    ("feature_metadata", '"text"', "features_feature_metadata_object"),
]
JSON = {"feature_settings", "feature_metadata"}


@pytest.mark.parametrize(("column", "value", "constraint"), BROKEN)
def test_raw_sql_can_not_store_a_broken_row(column: str, value: Any, constraint: str) -> None:
    FeatureFactory.create(usage=True)
    changed = {"code": "'another_code'", column: "%s::jsonb" if column in JSON else "%s"}
    statement = f"""
        INSERT INTO features_feature ({_columns()}) SELECT {_columns(**changed)} FROM features_feature
    """

    with pytest.raises(IntegrityError, match=f'constraint "{constraint}"'), connection.cursor() as cursor:
        cursor.execute(statement, [value])


@pytest.mark.parametrize(("column", "value", "constraint"), BROKEN)
def test_full_clean_refuses_a_broken_row(column: str, value: Any, constraint: str) -> None:
    row = FeatureFactory.build(usage=True)
    setattr(row, column, [] if column in JSON else value)

    with pytest.raises(ValidationError):
        row.full_clean()


def test_full_clean_accepts_a_good_row() -> None:
    FeatureFactory.build(usage=True).full_clean()


def test_a_count_needs_no_unit() -> None:
    row = FeatureFactory.create(aggregation_type="count_agg", field_suffix="")

    row.full_clean(validate_unique=False)


@pytest.mark.parametrize("code", ["ab", "a" * 63, "max_rooms_2"])
def test_stores_a_code_of_2_to_63_characters(code: str) -> None:
    FeatureFactory.create(code=code)

    assert Feature.objects.filter(code=code).exists()


def test_refuses_a_code_of_64_characters() -> None:
    with pytest.raises(DatabaseError):
        FeatureFactory.create(code="a" * 64)


def test_raw_sql_can_not_use_a_code_twice() -> None:
    FeatureFactory.create()
    statement = f"INSERT INTO features_feature ({_columns()}) SELECT {_columns()} FROM features_feature"

    with pytest.raises(IntegrityError, match="features_feature_pkey"), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("consumable", "quota", "kind"),
    [
        (False, False, FeatureKind.SWITCH),
        (False, True, FeatureKind.LIMIT),
        (True, True, FeatureKind.ALLOWANCE),
        (True, False, FeatureKind.USAGE),
    ],
)
def test_the_flags_make_the_kind(consumable: bool, quota: bool, kind: FeatureKind) -> None:
    row = FeatureFactory.create(consumable=consumable, quota=quota)

    stored = Feature.objects.get(pk=row.pk)

    assert stored.kind == kind
    assert FeatureKind.of(consumable=consumable, quota=quota) is kind


def test_raw_sql_can_not_set_the_kind() -> None:
    FeatureFactory.create()

    with pytest.raises(DatabaseError, match="kind"), connection.cursor() as cursor:
        cursor.execute("UPDATE features_feature SET kind = 'usage'")


def test_another_table_can_hold_the_kind_of_a_feature() -> None:
    FeatureFactory.create(code="polls")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE holder (code varchar(63), kind varchar(9), "
            "FOREIGN KEY (code, kind) REFERENCES features_feature (code, kind))"
        )
        cursor.execute("INSERT INTO holder VALUES ('polls', 'switch')")

        with pytest.raises(IntegrityError):
            cursor.execute("INSERT INTO holder VALUES ('polls', 'limit')")


def test_a_feature_can_not_be_deleted() -> None:
    row = FeatureFactory.create()

    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        row.delete()

    assert Feature.objects.filter(pk=row.pk).exists()


def test_a_code_can_not_be_changed() -> None:
    FeatureFactory.create(code="polls")

    with pytest.raises(DatabaseError, match="Cannot update"), connection.cursor() as cursor:
        cursor.execute("UPDATE features_feature SET code = 'votes'")


def test_stands_by_group_then_position_then_code() -> None:
    for group in reversed(FeatureGroup.values):
        FeatureFactory.create(code=f"{group}_late", group=group, position=9999)
        FeatureFactory.create(code=f"{group}_b", group=group, position=5)
        FeatureFactory.create(code=f"{group}_a", group=group, position=5)

    codes = list(Feature.objects.values_list("code", flat=True))

    assert codes == [f"{group}_{end}" for group in FeatureGroup.values for end in ("a", "b", "late")]


def test_codes_sort_by_their_bytes() -> None:
    for code in ["ab", "a_b", "a1"]:
        FeatureFactory.create(code=code)

    assert list(Feature.objects.order_by("code").values_list("code", flat=True)) == ["a1", "a_b", "ab"]


@pytest.mark.parametrize(
    ("consumable", "periodicity", "unit", "words"),
    [
        (True, 0, "monthly", "Never"),
        (False, 1, "monthly", "Never"),
        (True, 1, "monthly", "Every month"),
        (True, 2, "weekly", "Every 2 weeks"),
        (True, 1, "daily", "Every day"),
    ],
)
def test_says_when_use_counts_from_zero_again(
    consumable: bool, periodicity: int, unit: str, words: str
) -> None:
    row = Feature(consumable=consumable, periodicity=periodicity, periodicity_type=unit)

    assert row.resets_in_words == words


def _columns(**instead: str) -> str:
    """The stored columns, each as itself or as the expression given for it."""
    names = [f.attname for f in Feature._meta.concrete_fields if not f.generated]
    return ", ".join(instead.get(name, f'"{name}"') for name in names)
