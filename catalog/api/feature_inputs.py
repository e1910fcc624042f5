"""Features of a package in the body of a request: a list, an object by code, or one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import orjson

from catalog.api.schemas import PackageFeatureSchema
from catalog.changes import UNSET, FeatureChange, Presence
from catalog.parts import Part
from config.json_rules import escape
from config.rules import Problem, RuleViolation
from integrations.api.fields import same_json


@dataclass(frozen=True)
class ReadFeature:
    """One feature's change, and what could not be read of it."""

    change: FeatureChange
    problems: tuple[Problem, ...]


@dataclass
class ReadFeatures:
    """The changes by code, where each stands in the body, and what could not be read."""

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
        read.problems += [p.below(place) for p in one.problems]
        if "code" in one.values:
            _add(read, one.values["code"], one.values, now, place)
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
            read.problems += [p.below(place) for p in (*one.problems, *_other_code(item, code))]
            _add(read, code, one.values, now, place)
    return read


def _add(
    read: ReadFeatures, code: str, values: Mapping[str, Any], now: Mapping[str, Any], place: str
) -> None:
    if code in read.changes:
        read.problems.append(
            Problem(f"{place}/code", "duplicate", f"{code} stands here twice; name it once.")
        )
        return
    change, problems = _change(values, now, presence="either")
    read.changes[code] = change
    read.places[f"/features/{code}"] = place
    read.problems += [p.below(place) for p in problems]


def _change(
    values: Mapping[str, Any], now: Mapping[str, Any], *, presence: Presence
) -> tuple[FeatureChange, list[Problem]]:
    """What is wanted of a feature. Of `value`, `limit` and `unlimited` those count that say something new."""
    wanted = _wanted(values, now)
    if len(wanted) > 1 and not all(same_json(wanted[0], other) for other in wanted[1:]):
        problem = Problem(
            "/value", "limit_and_unlimited", "value, limit and unlimited contradict one another."
        )
        return FeatureChange(None, values.get("unit_price", UNSET), presence), [problem]
    value = wanted[0] if wanted else values.get("value", UNSET)
    return FeatureChange(_whole(value), values.get("unit_price", UNSET), presence), []


def _wanted(values: Mapping[str, Any], now: Mapping[str, Any]) -> list[Any]:
    said = []
    if "value" in values and not ("value" in now and same_json(values["value"], now["value"])):
        said.append(values["value"])
    if values.get("limit") is not None and values["limit"] != now.get("limit"):
        said.append(values["limit"])
    if values.get("unlimited") is True and now.get("unlimited") is not True:
        said.append(True)
    if not said and values.get("limit", now.get("limit")) is None and now.get("limit") is not None:
        said.append(None)
    return said


def _whole(value: Any) -> Any:
    if isinstance(value, Decimal) and value.is_finite() and value == value.to_integral_value():
        return int(value)
    return value


def _other_code(body: Mapping[str, Any], code: str) -> list[Problem]:
    if body.get("code", code) != code:
        return [Problem("/code", "read_only", f"This is the feature {code}; its code never changes.")]
    return []


def _below(code: str, problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(p.below(f"/features/{code}") for p in problems)
