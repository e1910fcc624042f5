"""A row rule says the same in Python as in PostgreSQL, and in the same words through a form."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import F, Q
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.models import Package
from config.rules import HAS_TEXT, Problem, RowRule, RuleViolation, row_problems, row_rules

RULED: list[type[models.Model]] = [model for model in apps.get_models() if row_rules(model)]

# What has gone wrong elsewhere: line ends that `$` skips, spaces that only some call spaces.
_WORDS = ["", " ", "\n", "\t\u00a0", "\u2003", "\u200b", "\x1c", "\x85", "EUR", "EUR\n", "eur", "max_rooms\n"]
_TEXT = st.sampled_from(_WORDS) | st.text(
    st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=6
)
_WHOLE = st.integers(-3, 3) | st.integers(-(2**40), 2**53)
_AMOUNT = st.decimals(-(10**16), 10**16, places=4, allow_nan=False) | st.sampled_from(
    [Decimal(0), Decimal(-1), Decimal("NaN"), Decimal("Infinity"), Decimal(999_999_999_999_999)]
)
_BY_TYPE: list[tuple[type[models.Field[Any, Any]], st.SearchStrategy[Any], str]] = [
    (models.UUIDField, st.uuids(), "uuid"),
    (models.BooleanField, st.booleans(), "boolean"),
    (models.DecimalField, _AMOUNT, "numeric"),
    (models.DateTimeField, st.datetimes(timezones=st.just(timezone.get_current_timezone())), "timestamptz"),
    (models.IntegerField, _WHOLE, "bigint"),
    (models.CharField, _TEXT, "text"),
]


def strategy(field: models.Field[Any, Any]) -> tuple[st.SearchStrategy[Any], str]:
    """Values of a field, right and wrong ones, and their type in SQL."""
    values, kind = next((v, k) for f, v, k in _BY_TYPE if isinstance(field, f))
    # Kinds of a package's feature are copied by the database, so the field names no choices.
    choices = [value for value, _ in field.flatchoices] or ["switch", "limit", "allowance", "usage"]
    if kind == "text":
        values = st.sampled_from(choices) | values
    return (values | st.none() if field.null else values), kind


def field_of(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    return next(field for field in model._meta.concrete_fields if field.name == name)


@cache
def checks(model: type[models.Model]) -> dict[str, str]:
    """The conditions that PostgreSQL keeps of a model's table, by name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_expr(conbin, conrelid) FROM pg_constraint WHERE conrelid = %s::regclass "
            "AND contype = 'c'",
            [model._meta.db_table],
        )
        return dict(cursor.fetchall())


def postgres_says(model: type[models.Model], values: Mapping[str, tuple[Any, str]]) -> dict[str, bool]:
    """For each row rule, whether PostgreSQL's own condition lets such a row pass."""
    columns = [f'%s::{kind} AS "{field_of(model, name).column}"' for name, (_, kind) in values.items()]
    rules = [f"({checks(model)[rule.name]}) IS NOT FALSE" for rule in row_rules(model)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(rules)} FROM (SELECT {', '.join(columns)}) AS row",
            [value for value, _ in values.values()],
        )
        return dict(zip([rule.name for rule in row_rules(model)], cursor.fetchone(), strict=True))


@pytest.mark.django_db
@pytest.mark.parametrize("model", RULED, ids=lambda model: model._meta.label)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_python_and_postgresql_agree_on_every_row(model: type[models.Model], data: st.DataObject) -> None:
    names = sorted(set().union(*(rule.names for rule in row_rules(model))))
    strategies = {name: strategy(field_of(model, name)) for name in names}
    values = {name: (data.draw(values, name), kind) for name, (values, kind) in strategies.items()}
    row = model(**{name: value for name, (value, _) in values.items()})

    in_python = {rule.name: rule.holds(row) for rule in row_rules(model)}

    assert in_python == postgres_says(model, values)


@pytest.mark.django_db
def test_a_blank_is_a_blank_in_both_worlds() -> None:
    spaces = [chr(point) for point in range(1, 0x10000) if chr(point).isspace()]

    with connection.cursor() as cursor:
        cursor.execute("SELECT bool_or(letter ~ %s) FROM unnest(%s::text[]) AS letter", [HAS_TEXT, spaces])
        assert cursor.fetchone() == (False,)
    assert all("blank" in [p.code for p in row_problems(Package(name=space))] for space in spaces)


class Row:
    """Stands in for a model where only a condition is looked at."""

    def __init__(self, **values: Any) -> None:
        self.__dict__.update(values)


def rule(condition: Q) -> RowRule:
    return RowRule(condition=condition, name="a_rule", code="broken", sentence="Mend it.", field="a")


@pytest.mark.parametrize(
    ("condition", "row", "holds"),
    [
        (Q(a__gte=0), {"a": None}, True),
        (~Q(a__gte=0), {"a": None}, True),
        (~Q(a__gte=0), {"a": 1}, False),
        (Q(a__gte=0) & Q(b=1), {"a": None, "b": 2}, False),
        (Q(a__gte=0) | Q(b=1), {"a": None, "b": 1}, True),
        (Q(a__gte=0) | Q(b=1), {"a": None, "b": 2}, True),
        (Q(a__gt=F("b")), {"a": 2, "b": 1}, True),
        (Q(a__gt=F("b")), {"a": 1, "b": 2}, False),
        (Q(a__lt=F("b")), {"a": 1, "b": None}, True),
        (Q(a__isnull=True), {"a": 1}, False),
    ],
)
def test_unknown_is_neither_kept_nor_broken(condition: Q, row: dict[str, Any], holds: bool) -> None:
    assert rule(condition).holds(Row(**row)) is holds  # type: ignore[arg-type]


def test_refuses_to_judge_by_a_lookup_that_it_does_not_know() -> None:
    with pytest.raises(NotImplementedError, match="startswith"):
        rule(Q(a__startswith="x")).holds(Row(a="x"))  # type: ignore[arg-type]


@pytest.mark.django_db
def test_tells_a_model_the_code_the_sentence_and_the_field() -> None:
    package = Package(name="Basic", service_type="meet", price=Decimal(-1), currency="EUR")

    with pytest.raises(ValidationError) as refused:
        package.full_clean()

    (problem,) = row_problems(package)
    (error,) = refused.value.error_dict["price"]
    assert (problem.pointer, problem.code, problem.detail) == ("/price", error.code, error.messages[0])


@pytest.mark.django_db
def test_does_not_judge_what_could_not_be_read() -> None:
    with pytest.raises(ValidationError) as refused:
        Package(name="Basic", service_type="meet", price="a lot").full_clean()

    assert list(refused.value.error_dict) == ["price"]


def test_wording_is_no_change_of_the_schema() -> None:
    plain = models.CheckConstraint(condition=Q(a__gte=0), name="a_rule")

    assert rule(Q(a__gte=0)) == plain
    assert rule(Q(a__gte=0)).deconstruct() == plain.deconstruct()
    assert rule(Q(a__gte=1)) != plain
    assert rule(Q(a__gte=0)).clone().sentence == "Mend it."


def test_a_problem_is_seen_from_the_document_that_holds_it() -> None:
    assert Problem("/value", "x", "y").below("/features/2").pointer == "/features/2/value"


def test_a_violation_reads_like_a_list_of_its_problems() -> None:
    violation = RuleViolation([Problem("/price", "x", "Mend it."), Problem("", "y", "This too.")])

    assert str(violation) == "/price: Mend it.; /: This too."


def test_identity_rule_reads_a_uuid_as_postgresql_writes_it() -> None:
    four = UUID("9c5b94b1-35ad-49bb-b118-8e8fc24abf80")

    assert [p.code for p in row_problems(Package(uuid=four, name="Basic", service_type="meet"))] == [
        "not_uuid7"
    ]
