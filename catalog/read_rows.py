"""Rows of a model by plain SQL: making the statement with the ORM takes longer than running it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)


def read_rows(model: type[Row], rest: str, parameters: Sequence[Any]) -> list[Row]:
    """The rows that `rest` of the statement asks for: what stands behind SELECT and FROM, ready to run."""
    table = _table(model)
    with connection.cursor() as cursor:
        cursor.execute(f"{table.select} {rest}", parameters)
        return [model.from_db(connection.alias, table.names, table.read(row)) for row in cursor]


@dataclass(frozen=True)
class _Table:
    """What stays the same: the statement's head, and what PostgreSQL's value of a column has to go through."""

    select: str
    names: tuple[str, ...]
    converters: tuple[tuple[int, Any, Callable[..., Any]], ...]

    def read(self, row: Sequence[Any]) -> list[Any]:
        values = list(row)
        for place, column, convert in self.converters:
            values[place] = convert(values[place], column, connection)
        return values


@cache
def _table(model: type[models.Model]) -> _Table:
    table = model._meta.db_table
    fields = model._meta.concrete_fields
    columns = [field.get_col(table) for field in fields]
    listed = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    return _Table(
        # The names of a model's own table and columns.
        f"SELECT {listed} FROM {table}",  # noqa: S608
        tuple(field.attname for field in fields),
        tuple(
            (place, column, convert)
            for place, column in enumerate(columns)
            for convert in column.get_db_converters(connection)
        ),
    )
