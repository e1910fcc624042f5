"""Strict JSON: what can't be read without a doubt is refused, with every reason at once.

The numbers of a document are int or Decimal, never float. Nothing here takes longer than the size
of the body explains, whatever is in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import IO, Any, NoReturn

from rest_framework.parsers import BaseParser

from config.json_rules import escape
from config.rules import Problem
from integrations.api.errors import ApiProblem

MAX_BYTES = 1_000_000
MAX_DEPTH = 32
MAX_DIGITS = 64

# A string (also one that never ends, so that the scan stays linear) or a bracket.
_STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]++|\\.?)*+"?|[\[\]{}]', re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")


class MalformedBody(ApiProblem):
    """A body that is no JSON document as the API takes it."""

    status = 400
    code = "malformed_body"
    title = "The body can't be read."


class BodyTooLarge(ApiProblem):
    status = 413
    code = "body_too_large"
    title = "The body is too large."

    def __init__(self) -> None:
        super().__init__(f"Send at most {MAX_BYTES} bytes.")


@dataclass(frozen=True)
class _Refused:
    """Stands in the parsed document for a value that can't be taken, until its pointer is known."""

    code: str
    detail: str


class _Repeated(dict[str, Any]):
    """An object some of whose keys were there twice."""

    keys_again: tuple[str, ...] = ()


class StrictJSONParser(BaseParser):
    """`request.data` of DRF, read by the rules of this file. Views use `self.document()`."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        return parse_json(stream.read(MAX_BYTES + 1))


def parse_json(body: bytes) -> Any:
    """The value that `body` spells; raises MalformedBody or BodyTooLarge."""
    if len(body) > MAX_BYTES:
        raise BodyTooLarge
    text = _decoded(body)
    if not text.strip(" \t\r\n"):
        _refuse("empty_body", "Send a JSON document.")
    _check_depth(text)
    try:
        value = json.loads(
            text,
            parse_int=_integer,
            parse_float=_decimal,
            parse_constant=_constant,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        _refuse("malformed_json", f"{error.msg}: line {error.lineno}, column {error.colno}.")
    problems = list(_problems(value, ""))
    if problems:
        raise MalformedBody("See errors.", problems=problems)
    return value


def parse_document(body: bytes) -> dict[str, Any]:
    """The object that `body` spells; any other JSON value is refused as well."""
    value = parse_json(body)
    if not isinstance(value, dict):
        _refuse("not_an_object", "Send a JSON object: names and values in braces.")
    return value


def _refuse(code: str, detail: str) -> NoReturn:
    raise MalformedBody(detail, problems=[Problem("", code, detail)])


def _decoded(body: bytes) -> str:
    if body.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        _refuse("byte_order_mark", "Send UTF-8 without a byte order mark.")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse("invalid_utf8", f"The body is not UTF-8: see byte {error.start}.")


def _check_depth(text: str) -> None:
    depth = 0
    for found in _STRING_OR_BRACKET.finditer(text):
        mark = found.group()
        if mark in ("[", "{"):
            depth += 1
            if depth > MAX_DEPTH:
                _refuse("nested_too_deeply", f"Nest at most {MAX_DEPTH} levels deep.")
        elif mark in ("]", "}"):
            depth -= 1


def _integer(text: str) -> int | _Refused:
    # Converting takes quadratic time, so length decides first.
    return int(text) if len(text) <= MAX_DIGITS else _too_large()


def _decimal(text: str) -> Decimal | _Refused:
    if len(text) > MAX_DIGITS:
        return _too_large()
    try:
        number = Decimal(text)
    except InvalidOperation:  # an exponent that does not fit a machine word
        return _too_large()
    return number if abs(number.adjusted()) <= MAX_DIGITS else _too_large()


def _too_large() -> _Refused:
    return _Refused("number_too_large", f"Use numbers of at most {MAX_DIGITS} digits.")


def _constant(text: str) -> _Refused:
    return _Refused("not_a_number", f"{text} is not JSON.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    seen: set[str] = set()
    again = [key for key, _ in pairs if key in seen or seen.add(key)]  # type: ignore[func-returns-value]
    repeated = _Repeated(plain)
    repeated.keys_again = tuple(dict.fromkeys(again))
    return repeated


def _problems(value: Any, pointer: str) -> Iterator[Problem]:
    if isinstance(value, dict):
        for key in getattr(value, "keys_again", ()):
            yield Problem(f"{pointer}/{escape(key)}", "duplicate_key", "Send each name once.")
        for key, item in value.items():
            yield from _text_problems(key, f"{pointer}/{escape(key)}")
            yield from _problems(item, f"{pointer}/{escape(key)}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _problems(item, f"{pointer}/{index}")
    elif isinstance(value, str):
        yield from _text_problems(value, pointer)
    elif isinstance(value, _Refused):
        yield Problem(pointer, value.code, value.detail)


def _text_problems(text: str, pointer: str) -> Iterator[Problem]:
    if "\x00" in text:
        yield Problem(pointer, "nul_character", "Remove the NUL character.")
    if _SURROGATE.search(text):
        yield Problem(pointer, "lone_surrogate", "Send both halves of a surrogate pair, or neither.")
