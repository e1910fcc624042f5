"""How the strict fields check: what one of them may do, and how its problems find their pointers."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rest_framework.fields import Field

from config.rules import Problem


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
    if is_number(one) and is_number(other):
        return Decimal(str(one)) == Decimal(str(other))
    return type(one) is type(other) and bool(one == other)


def is_number(value: Any) -> bool:
    """Whether `value` is a JSON number; true and false are none."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)
