"""Where an upgrade in the grid is none, as it is or would become."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from catalog.grid.rows import FEATURES, Row, row_key
from catalog.grid.sheet import Sheet, SheetColumn
from catalog.grid.writes import CellProblem
from catalog.ladder import Rung, false_steps


@dataclass(frozen=True)
class CellStep(CellProblem):
    """A cell that says less than that of a lower tier; `lower` is what the package there is called."""

    lower: str = ""


def steps_of(sheet: Sheet) -> list[CellStep]:
    """A higher tier with less of something, or a price that falls as the tier rises; beside its cell."""
    names = {code: feature.name for code, feature in sheet.matrix.items()}
    found = false_steps(_rungs(sheet.rows, sheet.columns), names=names)
    return [CellStep(step.key, row_key(step.path), step.detail, step.lower.name) for step in found]


def _rungs(rows: Mapping[str, Row], columns: Iterable[SheetColumn]) -> Iterable[Rung]:
    for column in columns:
        if not column.column.document.get("retired") and not (column.is_new and column.is_blank):
            yield _rung(column)


def _rung(column: SheetColumn) -> Rung:
    values = column.values
    price = values["price"]
    return Rung(
        key=column.place,
        ladder=(column.column.service_type, values["currency"], str(values["term"])),
        tier=str(values["tier"]),
        name=column.name,
        price=price if isinstance(price, Decimal) else None,
        values={
            key.removeprefix(FEATURES): value
            for key, value in values.items()
            if key.startswith(FEATURES) and isinstance(value, int)
        },
    )
