"""How a broken rule is told, and rules about one row that Python and the database both hold.

A rule has a stable code for programs and a sentence for people. Every door (admin, API, fixtures,
commands) raises the same `RuleViolation` with the same problems.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, InterfaceError, models
from django.db.models import F, Q

# A text that is not blank. Spelled out, because Python and PostgreSQL (which follows its locale) do not
# agree on what \S leaves out.
HAS_TEXT = r"[^\u0009-\u000d\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where (a JSON pointer), which rule (a code), and what to do (a sentence)."""

    pointer: str
    code: str
    detail: str

    def below(self, prefix: str) -> Problem:
        """The same problem, seen from a document that holds this one at `prefix` (`/features/2`)."""
        return replace(self, pointer=prefix + self.pointer)


class RuleViolation(Exception):
    """A write that breaks one or more rules; nothing was stored. `problems` has all of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("; ".join(f"{p.pointer or '/'}: {p.detail}" for p in self.problems))


class RowRule(models.CheckConstraint):
    """A named check constraint that is also evaluated in Python, without a query, from the same condition.

    `field` is where people look for the problem. As in SQL, a condition that comes out unknown
    (because of a null) holds. Wording is left out of migrations: a better sentence is not a change
    of the schema.
    """

    def __init__(self, *, condition: Q, name: str, code: str, sentence: str, field: str) -> None:
        self.field = field
        self.sentence = sentence
        super().__init__(
            condition=condition,
            name=name,
            violation_error_code=code,
            violation_error_message=sentence,
        )

    @property
    def code(self) -> str:
        return str(self.violation_error_code)

    @property
    def names(self) -> set[str]:
        """The fields that the condition speaks of."""
        return _names(self.condition)

    def holds(self, row: models.Model) -> bool:
        """Whether `row` keeps the rule; raises NotImplementedError for a lookup this can't evaluate."""
        return self._judgement(row) is not False

    @cached_property
    def _judgement(self) -> _Judgement:
        return _compiled(self.condition)

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Iterable[str] | None = None,
        using: str = "default",
    ) -> None:
        # A field that is excluded could not be read, or is none of the form's business.
        if self.names.isdisjoint(exclude or ()) and not self.holds(instance):
            raise ValidationError({self.field: ValidationError(self.sentence, code=self.code)})

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        kwargs = {"condition": self.condition, "name": self.name}
        return "django.db.models.CheckConstraint", (), kwargs

    def clone(self) -> RowRule:
        # Django clones from deconstruct(), which leaves the wording out.
        return copy(self)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, models.CheckConstraint):
            return self.name == other.name and self.condition == other.condition
        return NotImplemented

    __hash__ = models.CheckConstraint.__hash__


@cache
def row_rules(model: type[models.Model]) -> tuple[RowRule, ...]:
    """The row rules that `model` declares, in their order."""
    return tuple(c for c in model._meta.constraints if isinstance(c, RowRule))


def row_problems(row: models.Model) -> list[Problem]:
    """Every row rule that `row` breaks, without a query."""
    return [
        Problem(f"/{rule.field}", rule.code, rule.sentence)
        for rule in row_rules(type(row))
        if not rule.holds(row)
    ]


@cache
def _named_constraints() -> dict[str, models.BaseConstraint]:
    return {c.name: c for model in apps.get_models() for c in model._meta.constraints}


def constraint_problem(error: IntegrityError) -> Problem | None:
    """The problem that a violated constraint stands for; None when it has no name of ours.

    For writes that came past the rules, or met another write: the same code and sentence as there.
    """
    diagnosis = getattr(error.__cause__, "diag", None)
    constraint = _named_constraints().get(getattr(diagnosis, "constraint_name", None) or "")
    if constraint is None:
        return None
    field = getattr(constraint, "field", "") or next(reversed(getattr(constraint, "fields", ())), "")
    message = str(constraint.get_violation_error_message())
    return Problem(f"/{field}" if field else "", constraint.violation_error_code or "invalid", message)


# SQLSTATE of deadlock, serialization failure, lock not available.
_BUSY = {"40P01", "40001", "55P03"}


def is_busy(error: DatabaseError | InterfaceError) -> bool:
    """Whether a write only met others who changed the same, so that it can be made again as it is."""
    return getattr(error.__cause__, "sqlstate", None) in _BUSY


def _names(condition: Any) -> set[str]:
    if isinstance(condition, Q):
        return set().union(*(_names(child) for child in condition.children))
    path, other = condition
    compared = {other.name} if isinstance(other, F) else set()  # type: ignore[attr-defined]
    return {path.partition("__")[0]} | compared


def _regex(value: Any, pattern: Any) -> bool:
    return re.search(str(pattern), str(value)) is not None


_LOOKUPS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": lambda value, other: value == other,
    "gt": lambda value, other: value > other,
    "gte": lambda value, other: value >= other,
    "lt": lambda value, other: value < other,
    "lte": lambda value, other: value <= other,
    "in": lambda value, other: value in other,
    "regex": _regex,
}


# What a condition says of a row, in SQL's three-valued logic: True, False, or None for unknown.
_Judgement = Callable[[models.Model], bool | None]


def _compiled(condition: Any) -> _Judgement:
    """The condition as a function, because a write asks each of its rows a dozen of them."""
    if not isinstance(condition, Q):
        return _comparison(*condition)
    parts = [_compiled(child) for child in condition.children]
    decisive, negated = condition.connector == Q.OR, condition.negated

    def judge(row: models.Model) -> bool | None:
        result: bool | None = not decisive
        for part in parts:
            outcome = part(row)
            if outcome is decisive:
                return decisive is not negated
            if outcome is None:
                result = None
        return result if result is None else result is not negated

    return parts[0] if len(parts) == 1 and not negated else judge


def _comparison(path: str, other: Any) -> _Judgement:
    name, _, lookup = path.partition("__")
    if lookup == "isnull":
        return lambda row: (getattr(row, name) is None) is other
    compare = _LOOKUPS.get(lookup or "exact")
    if compare is None:
        raise NotImplementedError(f"row rules do not evaluate the lookup {lookup!r}")
    column = other.name if isinstance(other, F) else None  # type: ignore[attr-defined]

    def judge(row: models.Model) -> bool | None:
        value = getattr(row, name)
        against = other if column is None else getattr(row, column)
        if value is None or against is None:
            return None
        if isinstance(value, Decimal) and value.is_nan():
            # Python can't order it; PostgreSQL puts it above every number.
            value = Decimal("Infinity")
        return compare(value, against)

    return judge
