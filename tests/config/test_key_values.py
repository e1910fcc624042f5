"""Rows of keys and values: what is stored, shown and sent back stays the same."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from config.json_rules import canonical
from config.key_value_notation import NotReadable, kind_of, read_value, written
from config.key_values import KeyValueField, Row, rows_of
from config.rules import Problem


def as_a_browser(text: str) -> str:
    return text.replace("\n", "\r\n")


def posted(name: str, rows: list[Row], *, start: int = 0) -> dict[str, str]:
    data = {f"{name}-rows": str(len(rows))}
    for place, row in enumerate(rows, start):
        data |= {f"{name}-{place}-key": as_a_browser(row.sent_key), f"{name}-{place}-kind": row.kind}
        data[f"{name}-{place}-text"] = as_a_browser(row.text)
    return data


def form(data: dict[str, str] | None = None, *, initial: Any = None, **options: Any) -> forms.Form:
    fields = {"extra": KeyValueField(**options)}
    made: type[forms.Form] = type("ExtraForm", (forms.Form,), fields)
    return made(data, initial={"extra": initial})


def cleaned(rows: list[Row], **options: Any) -> Any:
    bound = form(posted("extra", rows), **options)
    assert bound.is_valid(), bound.errors
    return bound.cleaned_data["extra"]


def errors(rows: list[Row], **options: Any) -> list[str]:
    bound = form(posted("extra", rows), **options)
    assert not bound.is_valid()
    return [str(error) for error in bound.errors["extra"]]


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
numbers = st.integers(-(10**14), 10**14) | st.floats(-1e6, 1e6).map(lambda n: round(n, 4))
scalars = st.none() | st.booleans() | numbers | texts
keys = texts.filter(str.strip)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3)
)


@given(values)
def test_every_value_survives_being_shown_and_sent_back(value: Any) -> None:
    kind = kind_of(value)
    stored = canonical(value)

    assert canonical(read_value(kind, as_a_browser(written(kind, stored)))) == stored


@given(st.dictionaries(keys, values, max_size=4))
def test_an_object_survives_being_shown_and_sent_back(value: dict[str, Any]) -> None:
    assert cleaned(rows_of(canonical(value))) == canonical(value)


def test_a_damaged_key_of_a_kept_row_is_told() -> None:
    data = {**posted("extra", rows_of({"deep": [[1]]})), "extra-0-key": "deep"}

    assert form(data).errors["extra"] == ["Row 1: Give the key."]


def test_pairs_keep_their_order() -> None:
    pairs = [{"key": "b", "value": 1}, {"key": "a", "value": ["x", 2]}]

    assert cleaned(rows_of(pairs), shape="pairs") == pairs


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("text", "12", "12"),
        ("text", "", ""),
        ("text", "a\r\nb", "a\nb"),
        ("number", " 12 ", 12),
        ("number", "0.5", 0.5),
        ("yes", "whatever", True),
        ("no", "", False),
        ("nothing", "", None),
        ("list", 'a\n\n 12 \n"12"\ntrue\nnull\nno', ["a", 12, "12", True, None, "no"]),
        ("list", "", []),
        ("list", '"open', ['"open']),
        (
            "group",
            'a: 1\nurl: https://x.example:80\n"b: c": d',
            {"a": 1, "url": "https://x.example:80", "b: c": "d"},
        ),
        ("group", "empty:", {"empty": ""}),
    ],
)
def test_what_is_typed_is_read(kind: str, text: str, value: Any) -> None:
    assert read_value(kind, text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("number", "many"),
        ("number", "1,5"),
        ("number", ""),
        ("number", "1" * 40),
        ("number", "1e400"),
        ("number", "NaN"),
        ("text", "a\x00b"),
        ("group", "no colon"),
        ("group", "a: 1\na: 2"),
        ("group", '"open: 1'),
        ("kept", "{"),
        ("kept", "[" * 100_000),
        ("colour", "red"),
    ],
)
def test_what_cannot_be_read_is_an_error(kind: str, text: str) -> None:
    with pytest.raises(NotReadable):
        read_value(kind, text)


def test_spare_rows_are_no_values() -> None:
    assert cleaned([Row(), Row("a", "text", "b"), Row("  ", "number", " ")]) == {"a": "b"}


def test_every_bad_row_is_told_by_its_place() -> None:
    told = errors([Row("a", "number", "x"), Row("", "text", "y"), Row("b"), Row("b")])

    assert told == [
        "Row 1 (a): Give a number, like 12 or 0.5.",
        "Row 2: Give the key.",
        "Row 4 (b): This key is there already.",
    ]


def test_a_key_that_is_too_long_is_told() -> None:
    assert errors([Row("k" * 201, "text", "v")]) == ["Use a key of at most 200 characters."]


def test_the_check_of_the_field_is_asked() -> None:
    def never(value: Any) -> list[Problem]:
        return [Problem("/0", "no", "Not today.")]

    assert errors([Row("a")], shape="pairs", check=never) == ["Not today."]


def test_rows_are_taken_out() -> None:
    data = {**posted("extra", [Row("a"), Row("b")]), "extra-0-remove": "on"}

    bound = form(data)

    assert bound.is_valid()
    assert bound.cleaned_data["extra"] == {"b": ""}


def test_rows_added_in_the_page_are_read_in_order() -> None:
    data = {**posted("extra", [Row("b")], start=10), **posted("extra", [Row("a")], start=2)}

    bound = form(data, shape="pairs")

    assert bound.is_valid()
    assert [pair["key"] for pair in bound.cleaned_data["extra"]] == ["a", "b"]


def test_a_form_that_was_sent_without_the_rows_removes_nothing() -> None:
    assert not form({}).is_valid()


def test_only_a_change_is_a_change() -> None:
    stored = {"a": 1, "deep": {"b": [{}]}}

    same = form(posted("extra", rows_of(stored)), initial=stored)
    other = form(posted("extra", [Row("a", "number", "2")]), initial=stored)

    assert (same.changed_data, other.changed_data) == ([], ["extra"])


def test_a_page_shows_what_is_stored_and_spare_rows() -> None:
    html = str(form(initial={"a<b": "x", "deep": {"b": [{}]}})["extra"])

    assert 'value="a&lt;b"' in html
    assert "Kept as it is" in html
    assert 'name="extra-4-key"' in html
    assert "style=" not in html


def test_a_page_shows_again_what_was_typed() -> None:
    html = str(form(posted("extra", [Row("n", "number", "many")]))["extra"])

    assert 'value="n"' in html
    assert "\nmany</textarea>" in html
    assert '<option value="number" selected>' in html
