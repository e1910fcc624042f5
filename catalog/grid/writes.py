"""From what was typed in the grid to writes, and from what is wrong with those back to cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalog.actions.prepare import apply
from catalog.actions.save import Expected, checked
from catalog.actions.save_many import PackageWrite
from catalog.aggregate import Aggregate, load_aggregates
from catalog.changes import FeatureChange, PackageChanges
from catalog.grid.rows import FEATURES, row_key
from catalog.grid.sheet import SheetColumn
from catalog.grid.values import Term, Value
from catalog.models import Package
from config.rules import Problem, RuleViolation
from features.models import Feature


@dataclass(frozen=True)
class CellProblem:
    """Something that is wrong with a cell, or (with `row` empty) with a package that the grid can't show."""

    place: str
    row: str
    detail: str


def write_of(column: SheetColumn) -> PackageWrite:
    """What was typed over a column as one write; a new package becomes a draft.

    What the grid does not show stays as it is, prices of units among it.
    """
    values, edits = {}, column.edits
    for key, value in edits.values.items():
        values.update(_fields(key, value))
    if column.is_new:
        values["service_type"] = column.column.service_type
    changes = PackageChanges(
        values=values,
        features={
            key.removeprefix(FEATURES): _feature(v) for key, v in edits.values.items() if _is_feature(key)
        },
        problems=tuple(Problem(_pointer(key), "invalid", text) for key, text in edits.problems.items()),
    )
    revision = column.column.revision
    expected = None if revision is None else Expected(revision=revision)
    new_key = column.new_key if column.is_new else None
    return PackageWrite(changes, key=column.column.key, expected=expected, new_key=new_key)


def _is_feature(key: str) -> bool:
    return key.startswith(FEATURES)


def _fields(key: str, value: Value) -> dict[str, object]:
    if _is_feature(key):
        return {}
    if isinstance(value, Term):
        return {"periodicity": value.count, "periodicity_type": value.unit}
    return {key: value}


def _feature(value: Value) -> FeatureChange | None:
    return None if value is None else FeatureChange(value)


def _pointer(key: str) -> str:
    return "/periodicity" if key == "term" else f"/{key}"


def rule_problems(
    writes: Sequence[PackageWrite], *, matrix: Mapping[str, Feature]
) -> dict[int, tuple[Problem, ...]]:
    """Which rules each write would break, by its place; nothing is locked or stored. Four statements at most.

    `matrix` has every feature, by code.
    """
    keys = [write.key for write in writes if write.key]
    stored = {aggregate.package.pk: aggregate for aggregate in load_aggregates(keys, matrix=matrix)}
    found: dict[int, tuple[Problem, ...]] = {}
    for place, write in enumerate(writes):
        before = stored.get(write.key) if write.key else None
        try:
            start = before or Aggregate(Package())
            after = apply(start, write.changes, matrix=matrix, providers={})
            checked(before, write.changes, *after)
        except RuleViolation as broken:
            found[place] = broken.problems
    return found


def cell_problems(
    columns: Sequence[SheetColumn], problems: Mapping[int, Iterable[Problem]]
) -> list[CellProblem]:
    """Problems of the writes of `columns`, each beside the cell in which it is mended."""
    found = [
        CellProblem(columns[place].place, row_key(problem.pointer), problem.detail)
        for place, many in problems.items()
        for problem in many
    ]
    return list(dict.fromkeys(found))
