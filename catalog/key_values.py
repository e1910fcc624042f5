"""`package_settings` and `package_metadata`: arrays of `{key, value}`, each key once, order kept."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import orjson
from django.core.exceptions import ValidationError

from config.json_rules import MAX_BYTES, escape, key_problems, scalar_problems
from config.rules import Problem

MAX_PAIRS = 200


def problems(value: Any) -> list[Problem]:
    """Every problem of an array of pairs, with pointers relative to it."""
    if not isinstance(value, list):
        return [Problem("", "wrong_type", "Give a list of keys and values, or an object.")]
    if len(value) > MAX_PAIRS:
        return [Problem("", "too_long", f"Keep at most {MAX_PAIRS} keys.")]
    found: list[Problem] = []
    seen: set[str] = set()
    for index, pair in enumerate(value):
        found += [p.below(f"/{index}") for p in _pair_problems(pair)]
        key = pair.get("key") if isinstance(pair, dict) else None
        if isinstance(key, str) and key in seen:
            found.append(Problem(f"/{index}/key", "duplicate", "This key is there already."))
        if isinstance(key, str):
            seen.add(key)
    if not found and len(orjson.dumps(value, default=str)) > MAX_BYTES:
        found.append(Problem("", "too_long", f"Keep it below {MAX_BYTES // 1024} kB."))
    return found


def _pair_problems(pair: Any) -> list[Problem]:
    if not isinstance(pair, dict):
        return [Problem("", "wrong_type", "Give an object with a key and a value.")]
    found = [
        Problem(f"/{escape(str(extra))}", "unknown_field", "A pair has a key and a value, nothing else.")
        for extra in pair
        if extra not in ("key", "value")
    ]
    if "key" not in pair:
        found.append(Problem("/key", "required", "Give the key."))
    else:
        found += key_problems(pair["key"], "/key")
    if "value" not in pair:
        return [*found, Problem("/value", "required", "Give the value; null is one.")]
    return [*found, *value_problems(pair["value"], "/value")]


def value_problems(value: Any, pointer: str = "") -> list[Problem]:
    """What keeps a value from being a scalar, or one level of array or object of scalars."""
    if isinstance(value, list):
        return [p for i, item in enumerate(value) for p in _inner_problems(item, f"{pointer}/{i}")]
    if isinstance(value, dict):
        return [
            p
            for key, item in value.items()
            for p in (
                *key_problems(key, f"{pointer}/{escape(str(key))}"),
                *_inner_problems(item, f"{pointer}/{escape(str(key))}"),
            )
        ]
    return scalar_problems(value, pointer)


def _inner_problems(item: Any, pointer: str) -> list[Problem]:
    if isinstance(item, list | dict):
        return [Problem(pointer, "too_deep", "Nest one level only: a list or an object of plain values.")]
    return scalar_problems(item, pointer)


def as_pairs(value: Any) -> Any:
    """A plain object as the array of pairs that is stored; anything else as it is."""
    if isinstance(value, dict):
        return [{"key": key, "value": item} for key, item in value.items()]
    return value


def merged(pairs: list[dict[str, Any]], changes: dict[str, Any]) -> list[dict[str, Any]]:
    """`pairs` with the changed keys in their places, new keys at the end, and those given null removed."""
    kept = [
        {"key": pair["key"], "value": changes.get(pair["key"], pair["value"])}
        for pair in pairs
        if changes.get(pair["key"], pair["value"]) is not None or pair["key"] not in changes
    ]
    known = {pair["key"] for pair in pairs}
    return kept + [{"key": k, "value": v} for k, v in changes.items() if k not in known and v is not None]


def searchable(pairs: list[dict[str, Any]]) -> list[str]:
    """`key:value` of every scalar, as `?metadata=key:value` asks for it."""
    return [
        f"{pair['key']}:{_text(pair['value'])}"
        for pair in pairs
        if not isinstance(pair["value"], list | dict)
    ]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def validate(value: Any) -> None:
    """The same rule as a validator of a model's field."""
    found = problems(value)
    if found:
        raise ValidationError(
            [ValidationError(f"{p.pointer} {p.detail}".strip(), code=p.code) for p in found]
        )
