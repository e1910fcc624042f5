"""What a JSON value kept in the database may look like: size, depth, keys.

One place for `settings`, `metadata`, `properties` and the arrays of keys and values of a package.
Each function returns every problem at once, with pointers relative to the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import orjson
from django.core.exceptions import ValidationError

from config.rules import Problem

MAX_BYTES = 64 * 1024
MAX_DEPTH = 8
MAX_KEY = 200
MAX_DIGITS = 15
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")

JsonCheck = Callable[[Any], list[Problem]]


def object_problems(value: Any) -> list[Problem]:
    """What keeps `value` from being an object of settings, metadata or properties."""
    if not isinstance(value, dict):
        return [Problem("", "wrong_type", "Give an object: keys and values in braces.")]
    problems = list(_walk(value, "", 1))
    return problems or _size_problems(value)


def text_problems(text: str, pointer: str = "") -> list[Problem]:
    """What keeps `text` from being stored: PostgreSQL takes no NUL, UTF-8 no half of a surrogate pair."""
    if "\x00" in text:
        return [Problem(pointer, "invalid", "Remove the NUL character.")]
    if _LONE_SURROGATE.search(text):
        return [Problem(pointer, "invalid", "Remove the half of a surrogate pair: it is not a character.")]
    return []


def scalar_problems(value: Any, pointer: str = "") -> list[Problem]:
    """What keeps `value` from being a JSON scalar that can be stored exactly."""
    if value is None or isinstance(value, bool):
        return []
    if isinstance(value, str):
        return text_problems(value, pointer)
    if isinstance(value, int | float | Decimal):
        return _number_problems(value, pointer)
    return [Problem(pointer, "wrong_type", "Give a text, a number, true, false or null.")]


def _number_problems(value: float | Decimal, pointer: str) -> list[Problem]:
    number = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        return [Problem(pointer, "invalid", "Give a finite number.")]
    _, digits, exponent = number.as_tuple()
    if len(digits) + max(0, int(exponent)) > MAX_DIGITS or int(exponent) < -MAX_DIGITS:
        return [Problem(pointer, "out_of_range", f"Use at most {MAX_DIGITS} digits, or write it as a text.")]
    return []


def canonical(value: Any) -> Any:
    """A checked value as the database gives it back: floats for decimals, keys of objects in one order."""
    if isinstance(value, dict):
        return {key: canonical(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [canonical(item) for item in value]
    if isinstance(value, Decimal | float):
        # Adding zero turns a negative zero, which PostgreSQL does not keep, into zero.
        return float(value) + 0.0
    return value


def comparable(value: Any) -> bytes:
    """Two stored values are the same when this is: unlike in Python, 1, 1.0 and true differ."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def _walk(value: Any, pointer: str, depth: int) -> Iterator[Problem]:
    if depth > MAX_DEPTH and isinstance(value, dict | list):
        yield Problem(pointer, "too_deep", f"Nest at most {MAX_DEPTH} levels deep.")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from key_problems(key, f"{pointer}/{escape(str(key))}")
            yield from _walk(item, f"{pointer}/{escape(str(key))}", depth + 1)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _walk(item, f"{pointer}/{index}", depth + 1)
    else:
        yield from scalar_problems(value, pointer)


def key_problems(key: Any, pointer: str) -> list[Problem]:
    """What keeps `key` from being a key: a text of 1 to 200 characters."""
    if not isinstance(key, str):
        return [Problem(pointer, "wrong_type", "Give the key as a text.")]
    if not key.strip():
        return [Problem(pointer, "blank", "Give the key a name.")]
    if len(key) > MAX_KEY:
        return [Problem(pointer, "too_long", f"Use a key of at most {MAX_KEY} characters.")]
    return text_problems(key, pointer)


def _size_problems(value: Any) -> list[Problem]:
    if len(orjson.dumps(value, default=str)) > MAX_BYTES:
        return [Problem("", "too_long", f"Keep it below {MAX_BYTES // 1024} kB.")]
    return []


def escape(token: str) -> str:
    """A key as a token of a JSON pointer (RFC 6901)."""
    return token.replace("~", "~0").replace("/", "~1")


def validate_object(value: Any) -> None:
    """The same rule as a validator of a model's field."""
    problems = object_problems(value)
    if problems:
        raise ValidationError(
            [ValidationError(f"{p.pointer} {p.detail}".strip(), code=p.code) for p in problems]
        )
