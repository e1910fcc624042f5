"""Pages of lists that don't get slower with depth: the next one starts where a row comparison says.

    FEATURES = Keyset(orderings={"code": "code", "name": "name"}, key="code", default="code")

    page = page_of(Feature.objects.all(), FEATURES, query)      # rows are instances

`query` holds `limit`, `cursor` and `ordering` as `Keyset.parameters()` reads them. Each ordering is a
column that is never null; the key is a unique column that breaks ties, in the same direction. An
index on (column, key) serves both directions. Rows as the database has them: `integrations.api.selection`.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.db.models import QuerySet

from integrations.api.cursors import Start, cursor_after, cursor_before, start_at
from integrations.api.parameters import Parameter, choice, whole_number

DEFAULT_LIMIT = 50
MAX_LIMIT = 200


@dataclass(frozen=True)
class Keyset:
    """How a list may be ordered: documented names to columns, the unique column, the usual ordering."""

    orderings: Mapping[str, str]
    key: str
    default: str

    def parameters(self) -> tuple[Parameter, ...]:
        """`limit`, `cursor` and `ordering` of this list."""
        names = [*self.orderings, *(f"-{name}" for name in self.orderings)]
        return (
            whole_number("limit", f"How many; {DEFAULT_LIMIT} unless told.", least=1, most=MAX_LIMIT),
            Parameter("cursor", "Where the page starts: take it from `next` or `previous`."),
            choice("ordering", f"`-` for descending; `{self.default}` unless told.", names),
        )

    def columns(self, ordering: str) -> tuple[str, ...]:
        """The columns that an ordering goes by, the key last."""
        column = self.orderings[ordering.removeprefix("-")]
        return (column,) if column == self.key else (column, self.key)


@dataclass(frozen=True)
class Page:
    """Rows, and the cursors of the pages after and before them (None where there is none)."""

    rows: list[Any]
    next_cursor: str | None
    previous_cursor: str | None


@dataclass(frozen=True)
class Asked:
    """The page that was asked for: so many rows in this ordering, by these columns, beyond the start."""

    ordering: str
    by: tuple[str, ...]
    start: Start | None
    limit: int

    @classmethod
    def of(cls, queryset: QuerySet[Any, Any], keyset: Keyset, query: Mapping[str, Any]) -> Asked:
        """Raises BadQuery for a cursor that isn't one of this list's."""
        ordering = query.get("ordering", keyset.default)
        by = keyset.columns(ordering)
        cursor = query.get("cursor")
        start = cursor and start_at(cursor, ordering=ordering, columns=by, queryset=queryset)
        return cls(ordering, by, start or None, query.get("limit", DEFAULT_LIMIT))

    @property
    def backward(self) -> bool:
        return self.start is not None and self.start.backward

    @property
    def most(self) -> int:
        """One row more than is shown: it says whether there is another page."""
        return self.limit + 1

    @property
    def shape(self) -> Hashable:
        """What the text of a statement depends on: everything but the values."""
        return self.by, self._descending, self.start is None, self.most

    def cut(self, queryset: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
        """The rows of `queryset` in their order, from where the page starts."""
        ordered = queryset.order_by(*(f"-{column}" if self._descending else column for column in self.by))
        if self.start is not None:
            ordered = _beyond(ordered, self.by, self.start.values, descending=self._descending)
        return ordered

    def page(self, rows: list[Any], marks: list[tuple[Any, ...]]) -> Page:
        """The page of at most `most` rows, each with its mark: its values in the columns `by`."""
        more = len(rows) > self.limit
        rows, marks = rows[: self.limit], marks[: self.limit]
        if self.backward:
            rows, marks = rows[::-1], marks[::-1]
        leads_on = bool(marks) and (more or self.backward)
        leads_back = bool(marks) and (more if self.backward else self.start is not None)
        return Page(
            rows,
            cursor_after(self.ordering, marks[-1]) if leads_on else None,
            cursor_before(self.ordering, marks[0]) if leads_back else None,
        )

    @property
    def _descending(self) -> bool:
        return self.ordering.startswith("-") is not self.backward


def page_of(queryset: QuerySet[Any, Any], keyset: Keyset, query: Mapping[str, Any]) -> Page:
    """One page of instances, in one statement; raises BadQuery for a cursor that isn't one of this list's."""
    asked = Asked.of(queryset, keyset, query)
    rows = list(asked.cut(queryset)[: asked.most])
    return asked.page(rows, [tuple(_reach(row, column) for column in asked.by) for row in rows])


def _beyond(
    queryset: QuerySet[Any, Any], columns: Sequence[str], values: Sequence[Any], *, descending: bool
) -> QuerySet[Any, Any]:
    """With the row comparison `(a, b) > (x, y)`, which an index on (a, b) answers.

    As text, of columns and placeholders: the ORM takes longer to make an expression of it than the database to
    find where a page starts.
    """
    query = queryset.query
    compiler = query.get_compiler(queryset.db)
    parts = [compiler.compile(query.resolve_ref(column)) for column in columns]
    marks = ", ".join(["%s"] * len(values))
    comparison = f"({', '.join(sql for sql, _ in parts)}) {'<' if descending else '>'} ({marks})"
    inside = [param for _, params in parts for param in params]
    return queryset.extra(where=[comparison], params=[*inside, *values])  # noqa: S610


def _reach(row: Any, column: str) -> Any:
    return reduce(getattr, column.split("__"), row)
