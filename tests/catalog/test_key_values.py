from typing import Any

import pytest

from catalog.key_values import as_pairs, merged, problems, searchable


def pair(key: Any, value: Any = 1) -> dict[str, Any]:
    return {"key": key, "value": value}


@pytest.mark.parametrize(
    ("value", "pointer", "code"),
    [
        ("x", "", "wrong_type"),
        (["x"], "/0", "wrong_type"),
        ([{"value": 1}], "/0/key", "required"),
        ([{"key": "a"}], "/0/value", "required"),
        ([pair(5)], "/0/key", "wrong_type"),
        ([pair("  ")], "/0/key", "blank"),
        ([pair("a"), pair("a")], "/1/key", "duplicate"),
        ([{**pair("a"), "x": 1}], "/0/x", "unknown_field"),
        ([pair("a", [[1]])], "/0/value/0", "too_deep"),
        ([pair("a", {"b": {"c": 1}})], "/0/value/b", "too_deep"),
        ([pair("a", "\x00")], "/0/value", "invalid"),
        ([pair(f"k{i}") for i in range(201)], "", "too_long"),
    ],
)
def test_tells_what_is_wrong_and_where(value: Any, pointer: str, code: str) -> None:
    assert [(p.pointer, p.code) for p in problems(value)] == [(pointer, code)]


@pytest.mark.parametrize("value", [None, True, 1, "text", [1, "a", None], {"a": 1, "b": None}])
def test_takes_scalars_and_one_level(value: Any) -> None:
    assert problems([pair("a", value)]) == []


def test_an_object_is_stored_as_pairs() -> None:
    assert as_pairs({"b": 1, "a": 2}) == [pair("b", 1), pair("a", 2)]


def test_a_merge_changes_adds_and_removes_in_place() -> None:
    pairs = [pair("a", 1), pair("b", 2), pair("c", None)]

    assert merged(pairs, {"b": 3, "a": None, "d": 4}) == [pair("b", 3), pair("c", None), pair("d", 4)]


def test_scalars_are_searched_as_text() -> None:
    pairs = [pair("a", True), pair("b", 1.5), pair("c", None), pair("d", "x:y"), pair("e", [1])]

    assert searchable(pairs) == ["a:true", "b:1.5", "c:null", "d:x:y"]
