from decimal import Decimal
from typing import Any

import pytest

from config.json_rules import canonical, object_problems


@pytest.mark.parametrize(
    ("value", "pointer", "code"),
    [
        ([], "", "wrong_type"),
        ({"": 1}, "/", "blank"),
        ({"k" * 201: 1}, "/" + "k" * 201, "too_long"),
        ({"a\x00": 1}, "/a\x00", "invalid"),
        ({"a": "b\x00"}, "/a", "invalid"),
        ({"a": "\ud800"}, "/a", "invalid"),
        ({"a/b": {"c~": "\x00"}}, "/a~1b/c~0", "invalid"),
        ({"a": [1, Decimal("1.2345678901234567")]}, "/a/1", "out_of_range"),
        ({"a": 10**15}, "/a", "out_of_range"),
        ({"a": Decimal("1E+30")}, "/a", "out_of_range"),
        ({"a": float("inf")}, "/a", "invalid"),
        ({"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": {}}}}}}}}}, "/a/b/c/d/e/f/g/h", "too_deep"),
    ],
)
def test_tells_what_is_wrong_and_where(value: Any, pointer: str, code: str) -> None:
    problems = object_problems(value)

    assert [(p.pointer, p.code) for p in problems] == [(pointer, code)]


def test_refuses_what_is_too_large() -> None:
    value = {f"key{i}": "x" * 1000 for i in range(80)}

    assert [p.code for p in object_problems(value)] == ["too_long"]


def test_tells_all_problems_at_once() -> None:
    assert len(object_problems({"a": "\x00", "b": "\x00", "c": 1})) == 2


def test_the_canonical_form_is_what_the_database_gives_back() -> None:
    value = canonical({"b": Decimal("1.50"), "a": [-0.0, Decimal("7E+1")]})

    assert list(value) == ["a", "b"]
    assert str(value) == "{'a': [0.0, 70.0], 'b': 1.5}"
