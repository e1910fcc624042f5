"""Features of a package in the body of a request: a list, an object by code, or one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import orjson

from catalog import rules
from catalog.api.schemas import PackageFeatureSchema
from catalog.changes import UNSET, FeatureChange, Presence
from catalog.parts import Part
from config.json_rules import escape
from config.rules import Problem, RuleViolation
from integrations.api.fields import Read, same_json


@dataclass(frozen=True)
class ReadFeature:
    """One feature's change, and what could not be read of it."""

    change: FeatureChange
    problems: tuple[Problem, ...]


@dataclass
class ReadFeatures:
    """The changes by code, where each stands in the body, and what could not be read.

    Problems lead into the package document (`/features/{code}`) where the code is known.
    """

    replace: bool
    changes: dict[str, FeatureChange | None] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def new_feature(body: dict[str, Any]) -> tuple[str, FeatureChange, tuple[Problem, ...]]:
    """A feature to be added: its code, its change and problems; RuleViolation when not even the code is there."""
    read = PackageFeatureSchema(data=body).read()
    if "code" not in read.values:
        raise RuleViolation(read.problems)
    change, problems = _change(read.values, {}, presence="new")
    return read.values["code"], change, (*_below(read.values["code"], [*read.problems, *problems]),)


def replaced_feature(body: dict[str, Any], code: str, part: Part | None) -> ReadFeature:
    """A feature that is put: what isn't sent goes back to its default."""
    current = orjson.loads(part.text) if part else {}
    read = PackageFeatureSchema(data={"code": code, **body}).read(current=current)
    values = {"unit_price": None, **read.values}
    change, problems = _change(values, current, presence="either")
    if change.value is UNSET and not read.problems:
        change = FeatureChange(None, change.unit_price)
    return ReadFeature(change, _below(code, [*read.problems, *problems, *_other_code(body, code)]))


def changed_feature(body: dict[str, Any], code: str, part: Part) -> ReadFeature:
    """A feature that is patched: what isn't sent stays."""
    current = orjson.loads(part.text)
    read = PackageFeatureSchema(data=body).read(partial=True, current=current)
    change, problems = _change(read.values, current, presence="there")
    return ReadFeature(change, _below(code, [*read.problems, *problems, *_other_code(body, code)]))


def read_features(
    sent: list[Any] | dict[str, Any], current: Sequence[Mapping[str, Any]], *, replace: bool
) -> ReadFeatures:
    """`features` of a package: a list replaces the set, an object sets by code and null removes."""
    known = {feature["code"]: feature for feature in current}
    if isinstance(sent, dict):
        return _by_code(sent, known, replace=replace)
    read = ReadFeatures(replace=True)
    for index, item in enumerate(sent or ()):
        place = f"/features/{index}"
        if not isinstance(item, dict):
            read.problems.append(Problem(place, "wrong_type", "Give an object with a code and a value."))
            continue
        now = known.get(item["code"], {}) if isinstance(item.get("code"), str) else {}
        one = PackageFeatureSchema(data=item).read(current=now)
        if "code" in one.values:
            _add(read, one.values["code"], one, now, place)
        else:
            read.problems += [p.below(place) for p in one.problems]
    return read


def _by_code(sent: dict[str, Any], known: Mapping[str, Any], *, replace: bool) -> ReadFeatures:
    read = ReadFeatures(replace=replace)
    for code, item in sent.items():
        place = f"/features/{escape(code)}"
        now = known.get(code, {})
        if item is None:
            if not replace:
                read.changes[code] = None
        elif not isinstance(item, dict):
            read.problems.append(Problem(place, "wrong_type", "Give an object with a value, or null."))
        else:
            one = PackageFeatureSchema(data={"code": code, **item}).read(current=now)
            one.problems.extend(_other_code(item, code))
            _add(read, code, one, now, place)
    return read


def _add(read: ReadFeatures, code: str, one: Read, now: Mapping[str, Any], place: str) -> None:
    if code in read.changes:
        again = rules.feature_twice().below("/code")
        read.problems += [p.below(place) for p in (again, *one.problems)]
        return
    change, problems = _change(one.values, now, presence="either")
    read.changes[code] = change
    read.places[f"/features/{escape(code)}"] = place
    read.problems += _below(code, [*one.problems, *problems])


def _change(
    values: Mapping[str, Any], now: Mapping[str, Any], *, presence: Presence
) -> tuple[FeatureChange, list[Problem]]:
    """What is wanted of a feature. Of `value`, `limit` and `unlimited` those count that say something new."""
    wanted = _wanted(values, now)
    price = values.get("unit_price", UNSET)
    if any(not same_json(wanted[0], other) for other in wanted[1:]):
        problem = Problem("/value", "limit_and_unlimited", "Give a limit or say unlimited, not both.")
        return FeatureChange(None, price, presence), [problem]
    value = whole(wanted[0]) if wanted else UNSET
    # Without a row to compare with, `true` beside a denial may only mean that it is simply included.
    denied = not now and values.get("unlimited") is False
    return FeatureChange(value, price, presence, never_unlimited=denied), []


def _wanted(values: Mapping[str, Any], now: Mapping[str, Any]) -> list[Any]:
    """What is said of the value: where anything differs from now, only that; [None] when nothing is left."""
    said = {"value": values["value"]} if "value" in values else {}
    if values.get("limit") is not None:
        said["limit"] = values["limit"]
    if values.get("unlimited") is True:
        said["unlimited"] = True
    new = [value for name, value in said.items() if not (name in now and same_json(value, now[name]))]
    if new:
        return new
    lost_limit = "limit" in values and values["limit"] is None and now.get("limit") is not None
    lost_unlimited = values.get("unlimited") is False and now.get("unlimited") is True
    return [None] if lost_limit or lost_unlimited else list(said.values())


def whole(value: Any) -> Any:
    """A whole number as an int, also when it is written 10.0; anything else as it is."""
    if isinstance(value, Decimal) and value.is_finite() and value == value.to_integral_value():
        return int(value)
    return value


def _other_code(body: Mapping[str, Any], code: str) -> list[Problem]:
    if body.get("code", code) != code:
        return [Problem("/code", "read_only", f"This is the feature {code}; its code never changes.")]
    return []


def _below(code: str, problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(p.below(f"/features/{escape(code)}") for p in problems)
