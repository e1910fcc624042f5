"""Pages whose rows are read as the database has them: a statement that can be sent again, and no instances.

    selection = select(documents, KEYSET, query, columns=["text", "etag"])
    page = selection.page(cursor.execute(selection.statement, selection.parameters))

Whoever selects runs the statement; the rows of a page are tuples of its columns.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from integrations.api.pagination import Asked, Keyset, Page

Column = str | RawSQL

# What a parameter takes besides its text: its object and its place.
_OVERHEAD_OF_PARAMETER = 64


@dataclass(frozen=True)
class Selection:
    """The statement of a page, with its parameters; empty when no row can be what was asked for.

    It is `filtered` unless it asks for the same in every request.
    """

    asked: Asked
    width: int
    statement: str
    parameters: tuple[Any, ...]
    filtered: bool

    @property
    def size(self) -> int:
        """About what it takes, in bytes."""
        texts = (str(parameter) for parameter in self.parameters)
        return len(self.statement) + sum(_OVERHEAD_OF_PARAMETER + len(text) for text in texts)

    def page(self, rows: Iterable[tuple[Any, ...]]) -> Page:
        """The page of the statement's rows."""
        wide = list(rows)
        return self.asked.page([row[: self.width] for row in wide], [row[self.width :] for row in wide])


def select(
    queryset: QuerySet[Any, Any],
    keyset: Keyset,
    query: Mapping[str, Any],
    *,
    columns: Sequence[Column],
    same_as: Hashable = None,
) -> Selection:
    """The page of `columns` that was asked for; raises BadQuery for a cursor that isn't one of this list's.

    The parameters of columns come first. `same_as` names a queryset that asks for the same in every request:
    its statements are made once.
    """
    asked = Asked.of(queryset, keyset, query)
    try:
        statement, parameters = _statement(queryset, asked, columns, same_as)
    except EmptyResultSet:
        statement, parameters = "", ()
    return Selection(asked, len(columns), statement, parameters, filtered=same_as is None)


# Texts of statements, each with the parameters between those of its columns and those of its start.
_statements: dict[Hashable, tuple[str, tuple[Any, ...]]] = {}
_MOST_STATEMENTS = 500


def _statement(
    queryset: QuerySet[Any, Any], asked: Asked, columns: Sequence[Column], same_as: Hashable
) -> tuple[str, tuple[Any, ...]]:
    first = tuple(param for column in columns if isinstance(column, RawSQL) for param in column.params)
    last = asked.start.values if asked.start else ()
    key = (same_as, tuple(getattr(column, "sql", column) for column in columns), asked.shape)
    if same_as is not None and (known := _statements.get(key)):
        return known[0], (*first, *known[1], *last)
    wanted = asked.cut(queryset).values_list(*columns, *asked.by)[: asked.most]
    statement, parameters = wanted.query.sql_with_params()
    if same_as is not None:
        if len(_statements) >= _MOST_STATEMENTS:
            _statements.clear()
        # The comparison with the start is the last condition, so its values are the last parameters.
        _statements[key] = statement, parameters[len(first) : len(parameters) - len(last)]
    return statement, parameters
