"""Rows in one statement, by plain SQL: making it with the ORM takes longer than running it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import connection, models

if TYPE_CHECKING:
    from django.db.models import Field

# PostgreSQL takes so many parameters in one statement.
_MOST_PARAMETERS = 65_535


def store(rows: Sequence[models.Model], *, found_by: tuple[str, ...] = ()) -> None:
    """Inserts the rows, all of one model; those that are there already by `found_by` are changed.

    Keys that the database makes stay its own, and are not read back. No statement for no rows.
    """
    if not rows:
        return
    table = _table(type(rows[0]), found_by)
    step = _MOST_PARAMETERS // len(table.fields)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), step):
            batch = rows[start : start + step]
            values = [table.values] * len(batch)
            cursor.execute(
                f"{table.insert} VALUES {', '.join(values)}{table.conflict}",
                [_parameter(field, row) for row in batch for field in table.fields],
            )


@dataclass(frozen=True)
class _Table:
    """The parts of the statement that stay the same."""

    fields: tuple[Field[Any, Any], ...]
    insert: str
    values: str
    conflict: str


@cache
def _table(model: type[models.Model], found_by: tuple[str, ...]) -> _Table:
    fields = tuple(
        field
        for field in model._meta.concrete_fields
        if not field.generated and not isinstance(field, models.AutoField)
    )
    names = [str(field.column) for field in fields]
    keys = [str(model._meta.get_field(name).column) for name in found_by]  # type: ignore[union-attr]
    changed = [f"{_quoted(name)} = EXCLUDED.{_quoted(name)}" for name in names if name not in keys]
    conflict = f" ON CONFLICT ({_list(keys)}) DO UPDATE SET {', '.join(changed)}" if keys else ""
    insert = f"INSERT INTO {_quoted(model._meta.db_table)} ({_list(names)})"
    return _Table(fields, insert, f"({', '.join(_placeholder(field) for field in fields)})", conflict)


def _placeholder(field: Field[Any, Any]) -> str:
    make = getattr(field, "get_placeholder", None)
    return str(make(None, None, connection)) if make else "%s"


def _parameter(field: Field[Any, Any], row: models.Model) -> Any:
    return field.get_db_prep_save(getattr(row, field.attname), connection)


def _list(names: Sequence[str]) -> str:
    return ", ".join(map(_quoted, names))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
