"""Strict fields and serializers: what a JSON document may hold, checked and documented from one declaration.

    class StockChange(StrictSerializer):
        change = StrictInteger(min_value=-1_000_000, max_value=1_000_000, help_text="...")

    class Feature(StrictSerializer):
        current_key = "code"                      # how an item finds its current value in a list
        code = StrictString(max_length=100)
        value = StrictAny(required=False, allow_null=True)
        name = StrictString(read_only=True)       # accepted when it equals the current value

    class Package(StrictSerializer):
        name = StrictString(max_length=255)
        price = StrictDecimal(required=False, min_value=0)
        features = StrictList(child=Feature(), required=False)

    read = Package(data=self.document()).read(partial=True, current=stored_document)
    read.values      # {"price": Decimal("14.99"), ...}: what was sent and is well formed
    read.problems    # every problem of shape, with pointers; give both to the rules of the domain

Codes: required, null_not_allowed, wrong_type, unknown_field, read_only, blank, too_long, too_short,
not_a_choice, out_of_range, invalid, duplicate. `1` is never `true`, and "5" is never 5. With
`partial=True` no field of the outermost document is required; what is inside it is whole.
A new kind of field subclasses one of these and overrides `checked`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

import orjson
from rest_framework import serializers

from config.json_rules import escape
from config.rules import Problem
from integrations.api.checking import Refused, Strict, check, check_length, same_json
from integrations.api.scalars import (
    StrictAny,
    StrictBoolean,
    StrictChoice,
    StrictDateTime,
    StrictDecimal,
    StrictIdentity,
    StrictInteger,
    StrictString,
)

__all__ = [
    "Read",
    "Refused",
    "Strict",
    "StrictAny",
    "StrictBoolean",
    "StrictChoice",
    "StrictDateTime",
    "StrictDecimal",
    "StrictIdentity",
    "StrictInteger",
    "StrictList",
    "StrictObject",
    "StrictSerializer",
    "StrictString",
    "check",
    "same_json",
]


@dataclass(frozen=True)
class Read:
    """What a document says: the well-formed values by name, and everything that is wrong with the rest."""

    values: dict[str, Any]
    problems: list[Problem]


class StrictObject(Strict, serializers.DictField):
    """An object with any names. With a `child`, each value is read by it; its `allow_null` counts."""

    def checked(self, value: Any, current: Any = None) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Refused("wrong_type", "Give an object.")
        if not isinstance(self.child, Strict):
            return value
        now = current if isinstance(current, Mapping) else {}
        problems: list[Problem] = []
        values = {
            name: check(self.child, item, f"/{escape(name)}", problems, now.get(name))
            for name, item in value.items()
        }
        if problems:
            raise Refused("invalid", "", below=problems)
        return values


class StrictList(Strict, serializers.ListField):
    """A list whose items are read by `child`, a field or a serializer. `unique` refuses equal items."""

    def __init__(self, *, unique: bool = False, **options: Any) -> None:
        self.unique = unique
        super().__init__(**options)

    def checked(self, value: Any, current: Any = None) -> list[Any]:
        if not isinstance(value, list):
            raise Refused("wrong_type", "Give a list.")
        check_length(value, self.min_length, self.max_length, "items")
        problems: list[Problem] = []
        now = self._by_key(current)
        values = [
            check(self.child, item, f"/{index}", problems, self._current_of(item, now))
            for index, item in enumerate(value)
        ]
        if self.unique:
            problems += _duplicates(value)
        if problems:
            raise Refused("invalid", "", below=problems)
        return values

    @property
    def _key(self) -> str | None:
        return getattr(self.child, "current_key", None)

    def _by_key(self, current: Any) -> dict[Any, Any]:
        if self._key is None or not isinstance(current, list):
            return {}
        return {item.get(self._key): item for item in current if isinstance(item, Mapping)}

    def _current_of(self, item: Any, now: Mapping[Any, Any]) -> Any:
        if not now or not isinstance(item, dict):
            return None
        key = item.get(self._key)
        return now.get(key) if isinstance(key, str) else None


def _duplicates(items: list[Any]) -> Iterator[Problem]:
    seen: set[bytes] = set()
    for index, item in enumerate(items):
        text = orjson.dumps(item, default=str, option=orjson.OPT_SORT_KEYS)
        if text in seen:
            yield Problem(f"/{index}", "duplicate", "Give each item once.")
        seen.add(text)


@cache
def _fields_of(serializer: Any) -> Mapping[str, Any]:
    """The fields of a serializer (its class), made once: reading leaves no trace in them."""
    fields: Mapping[str, Any] = serializer().fields
    return fields


class StrictSerializer(Strict, serializers.Serializer[Any]):
    """An object with known names. Nested, it reads the same way."""

    # The field by which an item of a list is known; read-only fields are compared with that item.
    current_key: ClassVar[str | None] = None

    def read(self, *, partial: bool = False, current: Mapping[str, Any] | None = None) -> Read:
        """Everything that `data` says and gets wrong; never raises. `current` is the document of now."""
        data = self.initial_data
        if not isinstance(data, dict):
            return Read({}, [Problem("", "wrong_type", "Give an object.")])
        problems: list[Problem] = []
        values = self._read(data, problems, current or {}, partial=partial)
        return Read(values, problems)

    def checked(self, value: Any, current: Any = None) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Refused("wrong_type", "Give an object.")
        problems: list[Problem] = []
        now = current if isinstance(current, Mapping) else {}
        values = self._read(value, problems, now, partial=False)
        if problems:
            raise Refused("invalid", "", below=problems)
        return values

    def _read(
        self, data: dict[str, Any], problems: list[Problem], current: Mapping[str, Any], *, partial: bool
    ) -> dict[str, Any]:
        values: dict[str, Any] = {}
        declared: Any = type(self)
        fields = _fields_of(declared)
        for name, field in fields.items():
            pointer = f"/{escape(name)}"
            if name not in data:
                if field.required and not partial:
                    problems.append(Problem(pointer, "required", "This is needed."))
            elif field.read_only:
                if name not in current or not same_json(data[name], current[name]):
                    problems.append(Problem(pointer, "read_only", "This can be read, not written."))
            else:
                before = len(problems)
                value = check(field, data[name], pointer, problems, current.get(name))
                if len(problems) == before:
                    values[name] = value
        problems += [
            Problem(f"/{escape(name)}", "unknown_field", "There is no field of this name here.")
            for name in data
            if name not in fields
        ]
        return values
