"""Strict fields: each kind, and documents made of them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from rest_framework.fields import Field

from config.identity import id_of, ulid_of
from integrations.api.checking import check
from integrations.api.fields import (
    StrictAny,
    StrictBoolean,
    StrictChoice,
    StrictDateTime,
    StrictDecimal,
    StrictIdentity,
    StrictInteger,
    StrictList,
    StrictObject,
    StrictSerializer,
    StrictString,
    same_json,
)

KEY = UUID("019a8000-0000-7000-8000-000000000001")


class Item(StrictSerializer):
    current_key = "code"

    code = StrictString(max_length=5)
    size = StrictInteger(required=False)
    named = StrictString(read_only=True)


class Document(StrictSerializer):
    name = StrictString(max_length=5)
    price = StrictDecimal(required=False, allow_null=True)
    items = StrictList(child=Item(), required=False)
    first = Item(required=False)
    id = StrictString(read_only=True)
    total = StrictDecimal(read_only=True)


def codes(field: Field[Any, Any, Any, Any], value: Any) -> list[str]:
    problems: list[Any] = []
    check(field, value, "", problems)
    return [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        (StrictString(), 5, "wrong_type"),
        (StrictString(), ["a"], "wrong_type"),
        (StrictString(), None, "null_not_allowed"),
        (StrictString(), "", "blank"),
        (StrictString(), " \t", "blank"),
        (StrictString(max_length=2), "abc", "too_long"),
        (StrictString(min_length=2), "a", "too_short"),
        (StrictString(pattern="[a-z]+"), "abc\n", "invalid"),
        (StrictBoolean(), 1, "wrong_type"),
        (StrictBoolean(), "true", "wrong_type"),
        (StrictInteger(), True, "wrong_type"),
        (StrictInteger(), "5", "wrong_type"),
        (StrictInteger(), Decimal("5.5"), "wrong_type"),
        (StrictInteger(min_value=1), 0, "out_of_range"),
        (StrictInteger(max_value=9), 10, "out_of_range"),
        (StrictInteger(), 2**63, "out_of_range"),
        (StrictDecimal(), "5,5", "invalid"),
        (StrictDecimal(), "NaN", "invalid"),
        (StrictDecimal(), "1e5", "invalid"),
        (StrictDecimal(), "", "invalid"),
        (StrictDecimal(), False, "wrong_type"),
        (StrictDecimal(), [], "wrong_type"),
        (StrictDecimal(min_value=0), Decimal("-0.01"), "out_of_range"),
        (StrictDecimal(decimal_places=2), "1.001", "out_of_range"),
        (StrictDecimal(max_digits=4, decimal_places=2), 100, "out_of_range"),
        (StrictDecimal(max_digits=4, decimal_places=2), Decimal("1E+2"), "out_of_range"),
        (StrictChoice(choices=["a", "b"]), "c", "not_a_choice"),
        (StrictChoice(choices=["a", "b"]), 1, "wrong_type"),
        (StrictChoice(choices=["a", "b"]), ["a"], "wrong_type"),
        (StrictDateTime(), "2026-01-31", "invalid"),
        (StrictDateTime(), "2026-01-31T12:00:00", "invalid"),
        (StrictDateTime(), "2026-02-31T12:00:00Z", "invalid"),
        (StrictDateTime(), "0001-01-01T00:00:00+23:59", "invalid"),
        (StrictDateTime(), 5, "wrong_type"),
        (StrictIdentity(prefix="pkg"), "nobody", "invalid"),
        (StrictIdentity(prefix="pkg"), id_of(KEY, prefix="prv"), "invalid"),
        (StrictIdentity(prefix="pkg"), 5, "wrong_type"),
        (StrictAny(), None, "null_not_allowed"),
        (StrictObject(), [], "wrong_type"),
        (StrictObject(child=StrictInteger()), {"a": "5"}, "wrong_type"),
        (StrictObject(child=StrictInteger()), {"a": None}, "null_not_allowed"),
        (StrictList(child=StrictAny()), {}, "wrong_type"),
        (StrictList(child=StrictAny()), "text", "wrong_type"),
        (StrictList(child=StrictInteger(), max_length=1), [1, 2], "too_long"),
        (StrictList(child=StrictInteger(), min_length=1), [], "too_short"),
        (StrictList(child=StrictInteger(), unique=True), [1, 2, 1], "duplicate"),
        (Item(), "text", "wrong_type"),
    ],
)
def test_refuses_a_value_of_another_kind(field: Field[Any, Any, Any, Any], value: Any, code: str) -> None:
    assert codes(field, value) == [code]


@pytest.mark.parametrize(
    ("field", "value", "read"),
    [
        (StrictString(), " kept ", " kept "),
        (StrictString(allow_blank=True), "", ""),
        (StrictBoolean(), False, False),
        (StrictInteger(), Decimal("5.0"), 5),
        (StrictDecimal(), 5, Decimal(5)),
        (StrictDecimal(max_digits=4, decimal_places=2), "99.99", Decimal("99.99")),
        (StrictDecimal(decimal_places=2), Decimal("1E+2"), Decimal(100)),
        (StrictDateTime(), "2026-01-31T12:00:00+02:00", datetime(2026, 1, 31, 10, tzinfo=UTC)),
        (StrictDateTime(), "2026-01-31t10:00:00z", datetime(2026, 1, 31, 10, tzinfo=UTC)),
        (StrictIdentity(prefix="pkg"), id_of(KEY, prefix="pkg"), KEY),
        (StrictIdentity(prefix="pkg"), ulid_of(KEY), KEY),
        (StrictIdentity(prefix="pkg"), str(KEY).upper(), KEY),
        (StrictAny(allow_null=True), None, None),
        (StrictObject(), {"a": [1]}, {"a": [1]}),
        (StrictObject(child=StrictInteger(allow_null=True)), {"a": 1, "b": None}, {"a": 1, "b": None}),
        (StrictList(child=StrictAny(), unique=True), [1, True, "1"], [1, True, "1"]),
    ],
)
def test_reads_a_value_of_its_kind(field: Field[Any, Any, Any, Any], value: Any, read: Any) -> None:
    problems: list[Any] = []

    found = check(field, value, "", problems)

    assert problems == []
    assert found == read
    assert type(found) is type(read)


def test_keeps_the_digits_of_a_decimal() -> None:
    assert str(check(StrictDecimal(), Decimal("14.990"), "", [])) == "14.990"
    assert str(check(StrictDecimal(), "14.990", "", [])) == "14.990"


def test_collects_every_problem_with_its_place() -> None:
    data = {"price": True, "items": [{"code": 5}, {"cod": "a"}], "first": 1, "extra/field": 1}

    read = Document(data=data).read()

    assert {(p.pointer, p.code) for p in read.problems} == {
        ("/name", "required"),
        ("/price", "wrong_type"),
        ("/items/0/code", "wrong_type"),
        ("/items/1/code", "required"),
        ("/items/1/cod", "unknown_field"),
        ("/first", "wrong_type"),
        ("/extra~1field", "unknown_field"),
    }
    assert read.values == {}


def test_keeps_the_good_values_beside_the_problems() -> None:
    read = Document(data={"name": "ok", "price": None, "items": 5}).read()

    assert read.values == {"name": "ok", "price": None}
    assert [p.pointer for p in read.problems] == ["/items"]


def test_needs_no_field_of_the_outermost_document_when_partial() -> None:
    read = Document(data={"items": [{}]}).read(partial=True)

    assert [(p.pointer, p.code) for p in read.problems] == [("/items/0/code", "required")]


def test_accepts_read_only_fields_that_say_what_is_there() -> None:
    current = {"id": "x", "total": 14.99, "items": [{"code": "a", "named": "A"}, {"code": "b", "named": "B"}]}
    data = {
        "name": "n",
        "id": "x",
        "total": Decimal("14.990"),
        "items": [{"code": "b", "named": "B"}, {"code": "a"}],
    }

    read = Document(data=data).read(current=current)

    assert read.problems == []
    assert read.values == {"name": "n", "items": [{"code": "b"}, {"code": "a"}]}


def test_refuses_read_only_fields_that_say_something_else() -> None:
    current = {"id": "x", "total": 1, "items": [{"code": "a", "named": "A"}]}
    data = {"name": "n", "id": "y", "total": True, "items": [{"code": "b", "named": "A"}]}

    read = Document(data=data).read(current=current)

    assert [(p.pointer, p.code) for p in read.problems] == [
        ("/items/0/named", "read_only"),
        ("/id", "read_only"),
        ("/total", "read_only"),
    ]


def test_refuses_read_only_fields_of_what_is_not_there_yet() -> None:
    assert [p.code for p in Document(data={"name": "n", "id": None}).read().problems] == ["read_only"]


def test_tells_that_a_document_is_no_object() -> None:
    assert [p.code for p in Document(data=["a"]).read().problems] == ["wrong_type"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (1, Decimal("1.0"), True),
        (14.99, Decimal("14.99"), True),
        (1, True, False),
        (0, False, False),
        (1, "1", False),
        (None, False, False),
        ({"a": [1]}, {"a": [1.0]}, True),
        ({"a": 1}, {"a": 1, "b": None}, False),
        ([1, 2], [2, 1], False),
        ("a", "a", True),
    ],
)
def test_compares_values_as_json_does(one: Any, other: Any, same: bool) -> None:
    assert same_json(one, other) is same
