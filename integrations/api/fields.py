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

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar
from uuid import UUID

from django.utils.dateparse import parse_datetime
from rest_framework import serializers
from rest_framework.fields import Field

from config.identity import id_of, parse_identity
from config.json_rules import escape
from config.rules import Problem


@dataclass(frozen=True)
class Read:
    """What a document says: the well-formed values by name, and everything that is wrong with the rest."""

    values: dict[str, Any]
    problems: list[Problem]


class Refused(Exception):
    """Raised by a field's `checked`: the value is not one of its kind. `problems` have pointers below it."""

    def __init__(self, code: str, detail: str, *, below: list[Problem] | None = None) -> None:
        self.problems = [Problem("", code, detail)] if below is None else below
        super().__init__(detail)


class Strict:
    """What every field here adds to the field of DRF that documents it."""

    def checked(self, value: Any, current: Any = None) -> Any:
        """`value` (never null) as Python has it; raises Refused. `current` is what stands there now."""
        raise NotImplementedError


class StrictString(Strict, serializers.CharField):
    """A text, kept as it was sent. `pattern` is a regular expression that all of it matches."""

    def __init__(self, *, pattern: str | None = None, hint: str = "", **options: Any) -> None:
        self.pattern = pattern
        self.hint = hint
        super().__init__(trim_whitespace=False, **options)

    def checked(self, value: Any, current: Any = None) -> str:
        if not isinstance(value, str):
            raise Refused("wrong_type", "Give a text.")
        if not value.strip() and not self.allow_blank:
            raise Refused("blank", "This can't be blank.")
        check_length(value, self.min_length, self.max_length, "characters")
        if self.pattern is not None and not re.fullmatch(self.pattern, value):
            raise Refused("invalid", self.hint or f"This must match {self.pattern}.")
        return value


class StrictBoolean(Strict, serializers.BooleanField):
    """`true` or `false`."""

    def checked(self, value: Any, current: Any = None) -> bool:
        if not isinstance(value, bool):
            raise Refused("wrong_type", "Give true or false.")
        return value


class StrictInteger(Strict, serializers.IntegerField):
    """A whole number; 5.0 is one."""

    def checked(self, value: Any, current: Any = None) -> int:
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or value != int(value):
            raise Refused("wrong_type", "Give a whole number.")
        check_range(value, self.min_value, self.max_value)
        return int(value)


class StrictDecimal(Strict, serializers.DecimalField):
    """A number, exact: a JSON number, or its text in quotes (`"14.99"`). Gives a Decimal."""

    def __init__(self, *, max_digits: int | None = None, decimal_places: int | None = None, **options: Any):
        super().__init__(max_digits, decimal_places, **options)

    def checked(self, value: Any, current: Any = None) -> Decimal:
        number = _decimal(value)
        check_range(number, self.min_value, self.max_value)
        _, digits, exponent = number.as_tuple()
        places = max(0, -int(exponent))
        if self.decimal_places is not None and places > self.decimal_places:
            raise Refused("out_of_range", f"Use at most {self.decimal_places} digits after the point.")
        if self.max_digits is not None and max(len(digits) + int(exponent), 0) > (
            self.max_digits - (self.decimal_places or 0)
        ):
            raise Refused("out_of_range", f"Use at most {self.max_digits} digits.")
        return number


class StrictChoice(Strict, serializers.ChoiceField):
    """One of some words."""

    def checked(self, value: Any, current: Any = None) -> str:
        if not isinstance(value, str):
            raise Refused("wrong_type", "Give a text.")
        if value not in self.choices:
            raise Refused("not_a_choice", f"Use one of: {', '.join(map(str, self.choices))}.")
        return value


class StrictDateTime(Strict, serializers.DateTimeField):
    """A time with its offset (RFC 3339). Gives an aware datetime in UTC."""

    _RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)

    def checked(self, value: Any, current: Any = None) -> datetime:
        if not isinstance(value, str):
            raise Refused("wrong_type", "Give a time as a text.")
        try:
            found = parse_datetime(value.upper()) if self._RFC3339.fullmatch(value) else None
            if found is None:
                raise ValueError
            return found.astimezone(UTC)
        except (ValueError, OverflowError):
            raise Refused("invalid", "Give a time like 2026-01-31T12:00:00Z.") from None


class StrictIdentity(Strict, serializers.CharField):
    """A key in any of its three spellings: id, ULID or UUID. Gives the UUID."""

    def __init__(self, *, prefix: str, **options: Any) -> None:
        self.prefix = prefix
        super().__init__(**options)

    def checked(self, value: Any, current: Any = None) -> UUID:
        if not isinstance(value, str):
            raise Refused("wrong_type", "Give a text.")
        key = parse_identity(value, prefix=self.prefix)
        if key is None:
            example = id_of(UUID("019a8000-0000-7000-8000-000000000000"), prefix=self.prefix)
            raise Refused("invalid", f"Give an id like {example}, a ULID or a UUID.")
        return key


class StrictAny(Strict, serializers.JSONField):
    """Any JSON value; what it may be is the domain's to say."""

    def checked(self, value: Any, current: Any = None) -> Any:
        return value


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
        values = [
            check(self.child, item, f"/{index}", problems, self._current_of(item, current))
            for index, item in enumerate(value)
        ]
        if self.unique:
            problems += [
                Problem(f"/{index}", "duplicate", "Give each item once.")
                for index, item in enumerate(values)
                if item in values[:index]
            ]
        if problems:
            raise Refused("invalid", "", below=problems)
        return values

    def _current_of(self, item: Any, current: Any) -> Any:
        key = getattr(self.child, "current_key", None)
        if key is None or not isinstance(item, dict) or not isinstance(current, list):
            return None
        return next((now for now in current if same_json(now.get(key), item.get(key))), None)


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
        for name, field in self.fields.items():
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
            if name not in self.fields
        ]
        return values


def check(
    field: Field[Any, Any, Any, Any], value: Any, pointer: str, problems: list[Problem], current: Any = None
) -> Any:
    """`value` as `field` reads it; what is wrong is added to `problems`, and None comes back."""
    if value is None:
        if not field.allow_null:
            problems.append(Problem(pointer, "null_not_allowed", "This can't be null."))
        return None
    if not isinstance(field, Strict):
        raise TypeError(f"{type(field).__name__} is not a strict field")
    try:
        return field.checked(value, current)
    except Refused as refused:
        problems += [problem.below(pointer) for problem in refused.problems]
        return None


def check_length(value: str | list[Any], least: int | None, most: int | None, unit: str) -> None:
    """Refuse a text or a list that is too short or too long."""
    if most is not None and len(value) > most:
        raise Refused("too_long", f"Use at most {most} {unit}.")
    if least is not None and len(value) < least:
        raise Refused("too_short", f"Use at least {least} {unit}.")


def check_range(value: Decimal | int, least: Any, most: Any) -> None:
    """Refuse a number that lies outside; both bounds are allowed themselves."""
    if (least is not None and value < least) or (most is not None and value > most):
        bounds = [f"at least {least}"] if least is not None else []
        bounds += [f"at most {most}"] if most is not None else []
        raise Refused("out_of_range", f"Use {' and '.join(bounds)}.")


def same_json(one: Any, other: Any) -> bool:
    """Whether two JSON values are the same: 1 and 1.0 are, 1 and true are not, times by their text."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same_json(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same_json, one, other))
    if _is_number(one) and _is_number(other):
        return Decimal(str(one)) == Decimal(str(other))
    return type(one) is type(other) and bool(one == other)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


_DECIMAL_TEXT = re.compile(r"-?\d{1,40}(\.\d{1,40})?", re.ASCII)


def _decimal(value: Any) -> Decimal:
    if isinstance(value, str):
        if not _DECIMAL_TEXT.fullmatch(value):
            raise Refused("invalid", 'Give a number, like 14.99 or "14.99".')
        return Decimal(value)
    if not _is_number(value):
        raise Refused("wrong_type", "Give a number.")
    try:
        number = Decimal(str(value))
    except InvalidOperation:  # pragma: no cover
        raise Refused("invalid", "Give a number.") from None
    if not number.is_finite():
        raise Refused("invalid", "Give a finite number.")
    return number
