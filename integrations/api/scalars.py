"""Strict fields for single values: texts, numbers, times, choices, keys."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.core.validators import RegexValidator
from django.utils.dateparse import parse_datetime
from rest_framework import serializers

from config.identity import id_of, parse_identity
from integrations.api.checking import Refused, Strict, check_length, check_range, is_number


class StrictString(Strict, serializers.CharField):
    """A text, kept as it was sent. `pattern` is a regular expression that all of it matches."""

    def __init__(self, *, pattern: str | None = None, hint: str = "", **options: Any) -> None:
        self.pattern = pattern
        self.hint = hint
        super().__init__(trim_whitespace=False, **options)
        if pattern is not None:  # for the documentation
            self.validators.append(RegexValidator(f"^(?:{pattern})$"))

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
    """A whole number of at most 64 bits; 5.0 is one."""

    def checked(self, value: Any, current: Any = None) -> int:
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or value != int(value):
            raise Refused("wrong_type", "Give a whole number.")
        check_range(value, -(2**63), 2**63 - 1)
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
            raise Refused("not_a_choice", f"Choose one of: {', '.join(map(str, self.choices))}.")
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


_DECIMAL_TEXT = re.compile(r"-?\d{1,40}(\.\d{1,40})?", re.ASCII)


def _decimal(value: Any) -> Decimal:
    if isinstance(value, str):
        if not _DECIMAL_TEXT.fullmatch(value):
            raise Refused("invalid", 'Give a number, like 14.99 or "14.99".')
        return Decimal(value)
    if not is_number(value):
        raise Refused("wrong_type", "Give a number.")
    try:
        number = Decimal(str(value))
    except InvalidOperation:  # pragma: no cover
        raise Refused("invalid", "Give a number.") from None
    if not number.is_finite():
        raise Refused("invalid", "Give a finite number.")
    return number
