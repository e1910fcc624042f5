"""Rows written past every rule of Python, as somebody with a database prompt would."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, connection, models, transaction


def insert(row: models.Model, **columns: Any) -> None:
    """Inserts exactly the values of a row; `columns` replace some by their names in the database."""
    values = {
        field.column: field.get_db_prep_save(getattr(row, field.attname), connection)
        for field in row._meta.concrete_fields
        if not field.generated and not (field.primary_key and row.pk is None)
    } | columns
    names = ", ".join(connection.ops.quote_name(str(name)) for name in values)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {row._meta.db_table} ({names}) VALUES ({', '.join(['%s'] * len(values))})",
            list(values.values()),
        )


Step = models.Model | tuple[models.Model, dict[str, Any]] | str


def violated_by(*steps: Step) -> str | None:
    """The constraint that refuses rows, or statements, when their transaction ends; None when none does."""
    try:
        with transaction.atomic():
            for step in (*steps, "SET CONSTRAINTS ALL IMMEDIATE"):
                _take(step)
    except IntegrityError as error:
        return str(getattr(error.__cause__, "diag").constraint_name)  # noqa: B009
    return None


def _take(step: Step) -> None:
    if isinstance(step, str):
        with connection.cursor() as cursor:
            cursor.execute(step)
    else:
        row, columns = step if isinstance(step, tuple) else (step, {})
        insert(row, **columns)
