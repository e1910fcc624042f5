"""What is sent to an endpoint: malformed bodies and headers are clear 4xx, and never a 5xx."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from integrations.api.bodies import MOST_DISCARDED
from integrations.api.parsing import MAX_BYTES
from tests.integrations.api.asking import errors_of, problem_of

ECHO = "/api/v1/echo"
GOOD = b'{"name": "x"}'


def post(api: Client, body: bytes, content_type: str = "application/json", **extra: Any) -> Any:
    return api.generic("POST", ECHO, body, content_type=content_type, **extra)


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "Application/JSON",
        "application/json; charset=utf-8",
        'application/json; charset="UTF-8"',
        "application/merge-patch+json",
        "application/vnd.example+json",
    ],
)
def test_takes_json_in_utf_8(api: Client, content_type: str) -> None:
    assert post(api, GOOD, content_type).status_code == 200


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "application/json; charset=latin-1",
        "application/json; charset=nonsense",
        "application/jsonp",
        "json",
        ";;;",
        "x" * 5000,
    ],
)
def test_refuses_other_types(api: Client, content_type: str) -> None:
    problem_of(post(api, GOOD, content_type), 415, "unsupported_media_type")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"{",
        b"}",
        b"[]",
        b"[{}]",
        b"null",
        b"true",
        b"1",
        b'"x"',
        b"name=x",
        b"<name>x</name>",
        b"\x00",
        b"{}\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf{}",
        b'{"name": "\xc3\x28"}',
        b'{"name": "\\u0000"}',
        b'{"name": "\\udfff"}',
        b'{"\\udfff": 1}',
        b'{"name": NaN}',
        b'{"name": 1e400}',
        b'{"name": ' + b"9" * 5000 + b"}",
        b'{"name": "x", "name": "x"}',
        b'{"name": ' + b"[" * 40 + b"]" * 40 + b"}",
        b'{"name":' * 100_000,
        b'{"name": "x"',
        b'{"name": "x"} {}',
        b"{'name': 'x'}",
        b'{"name": .5}',
        b'{"name": +1}',
        b'{"name": 0x10}',
        b'{"name": "\\x41"}',
        b'{"name": "tab\there"}',
        b"/* c */ {}",
    ],
)
def test_answers_400_for_a_body_that_cannot_be_read(api: Client, body: bytes) -> None:
    assert errors_of(post(api, body), 400, "malformed_body")


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        (b"{}", [("/name", "required")]),
        (b'{"name": 5, "size": true}', [("/name", "wrong_type"), ("/size", "wrong_type")]),
        (b'{"name": null}', [("/name", "null_not_allowed")]),
        (b'{"name": "12345678901"}', [("/name", "too_long")]),
        (b'{"name": "x", "size": 1e30}', [("/size", "out_of_range")]),
        (b'{"name": "x", "a~/b": 1}', [("/a~0~1b", "unknown_field")]),
    ],
)
def test_answers_422_for_a_document_that_breaks_a_rule(
    api: Client, body: bytes, errors: list[tuple[str, str]]
) -> None:
    response = post(api, body)

    assert errors_of(response, 422, "rule_violation") == errors


def test_refuses_more_than_a_megabyte(api: Client) -> None:
    problem_of(post(api, b'{"name": "' + b"x" * MAX_BYTES + b'"}'), 413, "body_too_large")


def test_refuses_a_length_over_a_megabyte_without_reading(api: Client) -> None:
    extra: dict[str, Any] = {"wsgi.input": BytesIO(GOOD), "CONTENT_LENGTH": str(MAX_BYTES + 1)}

    problem_of(post(api, b"", CONTENT_TYPE="application/json", **extra), 413, "body_too_large")


@pytest.mark.parametrize("length", ["-1", "1.5", "many", "1" * 30, "١"])
def test_refuses_a_length_that_is_none(api: Client, length: str) -> None:
    extra: dict[str, Any] = {"wsgi.input": BytesIO(GOOD), "CONTENT_LENGTH": length}

    problem_of(post(api, GOOD, **extra), 400, "malformed_body")


def test_reads_no_more_than_the_length_that_was_told(api: Client) -> None:
    assert post(api, GOOD + b"rest", CONTENT_LENGTH=str(len(GOOD))).status_code == 200
    problem_of(post(api, GOOD, CONTENT_LENGTH="5"), 400, "malformed_body")


def chunked(api: Client, body: bytes) -> Any:
    extra: dict[str, Any] = {
        "wsgi.input": BytesIO(body),
        "HTTP_TRANSFER_ENCODING": "chunked",
        "CONTENT_LENGTH": "",
    }
    extra["CONTENT_TYPE"] = "application/json"
    return post(api, b"", **extra)


def test_reads_a_body_in_chunks_that_tells_no_length(api: Client) -> None:
    assert chunked(api, GOOD).json() == {"name": "x"}


def test_refuses_a_body_in_chunks_that_grows_too_large(api: Client) -> None:
    problem_of(chunked(api, b'{"name": "' + b"x" * MAX_BYTES + b'"}'), 413, "body_too_large")


@pytest.mark.parametrize("path", [ECHO, "/api/v1/nothing"])
def test_leaves_no_unread_body_in_the_connection(api: Client, path: str) -> None:
    body = BytesIO(b"x" * 500_000)
    extra: dict[str, Any] = {"wsgi.input": body, "CONTENT_LENGTH": "500000"}

    response = api.generic("POST", path, b"", content_type="text/plain", **extra)

    assert response.status_code >= 400
    assert body.tell() == 500_000


def test_discards_no_more_than_it_has_to(api: Client) -> None:
    body = BytesIO(b"x" * (MOST_DISCARDED + MAX_BYTES))
    extra: dict[str, Any] = {"wsgi.input": body, "CONTENT_LENGTH": str(MOST_DISCARDED + MAX_BYTES)}

    api.generic("POST", "/api/v1/nothing", b"", content_type="text/plain", **extra)

    assert body.tell() == MOST_DISCARDED


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "text/*"])
def test_answers_406_when_json_is_not_wanted(api: Client, accept: str) -> None:
    problem_of(api.get(ECHO, headers={"Accept": accept}), 406, "not_acceptable")


@pytest.mark.parametrize("accept", ["*/*", "application/*", "application/json", "text/html, */*;q=0.1"])
def test_answers_json_where_it_is_wanted(api: Client, accept: str) -> None:
    response = api.get(ECHO, headers={"Accept": accept})

    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
