"""JSON is read strictly, and what is wrong is said with its place."""

from __future__ import annotations

from decimal import Decimal

import pytest

from integrations.api.parsing import MAX_BYTES, BodyTooLarge, MalformedBody, parse_document, parse_json


def refusals(body: bytes) -> list[tuple[str, str]]:
    with pytest.raises(MalformedBody) as caught:
        parse_document(body)
    return [(problem.pointer, problem.code) for problem in caught.value.problems]


def test_reads_whole_numbers_as_int_and_others_as_exact_decimals() -> None:
    read = parse_document(b'{"a": 5, "b": 14.990, "c": -0, "d": 1e2}')

    assert read == {"a": 5, "b": Decimal("14.990"), "c": 0, "d": Decimal("1E+2")}
    assert str(read["b"]) == "14.990"
    assert [type(value) for value in read.values()] == [int, Decimal, int, Decimal]


def test_reads_text_outside_of_ascii_and_surrogate_pairs() -> None:
    assert parse_document('{"ä": "\\ud83d\\ude00 ß"}'.encode()) == {"ä": "😀 ß"}


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        (b"", "", "empty_body"),
        (b" \n ", "", "empty_body"),
        (b"[]", "", "not_an_object"),
        (b"null", "", "not_an_object"),
        (b"5", "", "not_an_object"),
        (b'"text"', "", "not_an_object"),
        (b"{", "", "malformed_json"),
        (b'{"a": 1,}', "", "malformed_json"),
        (b"{'a': 1}", "", "malformed_json"),
        (b'{"a": 01}', "", "malformed_json"),
        (b'{"a": 1} x', "", "malformed_json"),
        (b'{"a": "line\nbreak"}', "", "malformed_json"),
        (b'{"a": "never ends', "", "malformed_json"),
        (b"\xef\xbb\xbf{}", "", "byte_order_mark"),
        ("{}".encode("utf-16"), "", "byte_order_mark"),
        (b'{"a": "\xff"}', "", "invalid_utf8"),
        (b'{"a": "\xed\xa0\x80"}', "", "invalid_utf8"),
        (b'{"a": 1, "a": 1}', "/a", "duplicate_key"),
        (b'{"x": [{"a/b": 1, "a/b": 2}]}', "/x/0/a~1b", "duplicate_key"),
        (b'{"a": 1, "\\u0061": 2}', "/a", "duplicate_key"),
        (b'{"a": NaN}', "/a", "not_a_number"),
        (b'{"a": [1, Infinity]}', "/a/1", "not_a_number"),
        (b'{"a": -Infinity}', "/a", "not_a_number"),
        (b'{"a": "\\u0000"}', "/a", "nul_character"),
        (b'{"a\\u0000": 1}', "/a\x00", "nul_character"),
        (b'{"a": "\\ud800"}', "/a", "lone_surrogate"),
        (b'{"a": "\\ude00\\ud83d"}', "/a", "lone_surrogate"),
        (b'{"a": 1e999999}', "/a", "number_too_large"),
        (b'{"a": 1e-999999}', "/a", "number_too_large"),
        (b'{"a": 1e99999999999999999999}', "/a", "number_too_large"),
        (b'{"a": 1' + b"0" * 5000 + b"}", "/a", "number_too_large"),
        (b'{"a": 0.' + b"1" * 5000 + b"}", "/a", "number_too_large"),
        (b'{"a": ' + b"[" * 32 + b"]" * 32 + b"}", "", "nested_too_deeply"),
        (b"[" * 500_000, "", "nested_too_deeply"),
        (b'{"a":' * 100_000, "", "nested_too_deeply"),
    ],
)
def test_refuses_what_cannot_be_read_without_a_doubt(body: bytes, pointer: str, code: str) -> None:
    assert refusals(body) == [(pointer, code)]


def test_tells_everything_that_is_wrong_at_once() -> None:
    body = b'{"a": NaN, "b": "\\u0000", "c": {"d": 1, "d": 2}, "e": 1e500}'

    assert refusals(body) == [
        ("/a", "not_a_number"),
        ("/b", "nul_character"),
        ("/c/d", "duplicate_key"),
        ("/e", "number_too_large"),
    ]


def test_allows_32_levels_and_counts_no_brackets_in_texts() -> None:
    assert parse_json(b"[" * 32 + b"]" * 32)
    assert parse_document(b'{"a": "' + b"[" * 100 + b'\\"{{"}')


def test_refuses_more_bytes_than_allowed() -> None:
    assert parse_document(b'{"a": "' + b"x" * (MAX_BYTES - 9) + b'"}')

    with pytest.raises(BodyTooLarge):
        parse_document(b'{"a": "' + b"x" * (MAX_BYTES - 8) + b'"}')


@pytest.mark.parametrize("tail", [b"", b"\\"])
def test_scans_hostile_quotes_in_linear_time(tail: bytes) -> None:
    # A quadratic scan of this takes hours, and the run would be ended.
    assert refusals(b'"' + b'\\"' * 490_000 + tail) == [("", "malformed_json")]
