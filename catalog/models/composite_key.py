"""A named foreign key over several columns: how a copy of another row's value is kept true."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement


class CompositeForeignKey(models.BaseConstraint):
    """`columns` of a row equal `to_columns` of a row of `to_table`; checked when the transaction ends.

    Column names are the database's. Django has no such constraint of its own. The rules of the catalog
    tell the problem first; the sentence here is for those who come past them.
    """

    def __init__(
        self,
        *,
        name: str,
        columns: Sequence[str],
        to_table: str,
        to_columns: Sequence[str],
        violation_error_code: str | None = None,
        violation_error_message: str | None = None,
    ) -> None:
        self.columns, self.to_table, self.to_columns = tuple(columns), to_table, tuple(to_columns)
        super().__init__(
            name=name,
            violation_error_code=violation_error_code,
            violation_error_message=violation_error_message,
        )

    def constraint_sql(self, model: Any, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        assert schema_editor is not None
        quote = schema_editor.quote_name
        columns = ", ".join(map(quote, self.columns))
        targets = ", ".join(map(quote, self.to_columns))
        return (
            f"CONSTRAINT {quote(self.name)} FOREIGN KEY ({columns}) "
            f"REFERENCES {quote(self.to_table)} ({targets}) DEFERRABLE INITIALLY DEFERRED"
        )

    def create_sql(self, model: Any, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        assert schema_editor is not None
        return Statement(
            "ALTER TABLE %(table)s ADD %(constraint)s",
            table=schema_editor.quote_name(model._meta.db_table),
            constraint=self.constraint_sql(model, schema_editor),
        )

    def remove_sql(self, model: Any, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        assert schema_editor is not None
        return Statement(
            "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s",
            table=schema_editor.quote_name(model._meta.db_table),
            name=schema_editor.quote_name(self.name),
        )

    def validate(
        self, model: Any, instance: models.Model, exclude: Iterable[str] | None = None, using: str = "default"
    ) -> None:
        """Nothing to do: the copy is made by the database, from the row that it is compared with."""

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        path = f"{type(self).__module__}.{type(self).__qualname__}"
        return (
            path,
            (),
            {
                "name": self.name,
                "columns": self.columns,
                "to_table": self.to_table,
                "to_columns": self.to_columns,
            },
        )

    def clone(self) -> CompositeForeignKey:
        # Django clones from deconstruct(), which leaves the wording out.
        return copy(self)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, CompositeForeignKey):
            return self.deconstruct() == other.deconstruct()
        return NotImplemented

    def __hash__(self) -> int:
        return hash((self.name, self.columns, self.to_table, self.to_columns))
