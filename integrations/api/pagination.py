"""Pages of lists that don't get slower with depth: the next one starts where a row comparison says.

    FEATURES = Keyset(orderings={"code": "code", "name": "name"}, key="code", default="code")

    page = page_of(Feature.objects.all(), FEATURES, query)      # rows are instances
    page = page_of(documents, KEYSET, query, columns=["text"])  # rows are tuples of these columns

`query` holds `limit`, `cursor` and `ordering` as `Keyset.parameters()` reads them. Each ordering is a
column that is never null; the key is a unique column that breaks ties, in the same direction. An
index on (column, key) serves both directions.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.exceptions import EmptyResultSet, FieldDoesNotExist, ValidationError
from django.db import connection
from django.db.models import Field, ForeignKey, QuerySet

from config.rules import Problem
from integrations.api.parameters import Parameter, bad_query, choice, whole_number

DEFAULT_LIMIT = 50
MAX_LIMIT = 200
_LONGEST_CURSOR = 4000
Fetch = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]


def fetched(statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement, as they come."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


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


@dataclass(frozen=True)
class Page:
    """Rows, and the cursors of the pages after and before them (None where there is none)."""

    rows: list[Any]
    next_cursor: str | None
    previous_cursor: str | None


@dataclass(frozen=True)
class _Start:
    """The row that a page lies beyond, as the database takes its values; `backward` when the page lies before it."""

    backward: bool
    values: tuple[Any, ...]


def page_of(
    queryset: QuerySet[Any, Any],
    keyset: Keyset,
    query: Mapping[str, Any],
    *,
    columns: Sequence[str] | None = None,
    fetch: Fetch = fetched,
    same_as: Hashable = None,
) -> Page:
    """One page, in one statement; raises BadQuery for a cursor that isn't one of this list's.

    With `columns`, rows are tuples that `fetch` gets by the statement, texts as `str` or in UTF-8. `same_as`
    names a queryset that asks for the same in every request: its statements are made once.
    """
    ordering = query.get("ordering", keyset.default)
    by = _columns(keyset, ordering)
    start = _start(queryset, ordering, by, query.get("cursor"))
    backward = start is not None and start.backward
    limit = query.get("limit", DEFAULT_LIMIT)
    cut = _Cut(by, ordering.startswith("-") is not backward, start.values if start else None, limit + 1)
    rows, marks = _fetch(queryset, cut, columns, fetch, same_as)
    more = len(rows) > limit
    rows, marks = rows[:limit], marks[:limit]
    if backward:
        rows, marks = rows[::-1], marks[::-1]
    return Page(
        rows,
        _cursor(ordering, "n", marks[-1]) if marks and (more or backward) else None,
        _cursor(ordering, "p", marks[0]) if marks and (more if backward else start) else None,
    )


@dataclass(frozen=True)
class _Cut:
    """The part of a list that is read: `most` rows in the order of these columns, beyond the values `after`."""

    by: tuple[str, ...]
    descending: bool
    after: tuple[Any, ...] | None
    most: int

    def of(self, queryset: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
        ordered = queryset.order_by(*(f"-{column}" if self.descending else column for column in self.by))
        if self.after is not None:
            ordered = _beyond(ordered, self.by, self.after, descending=self.descending)
        return ordered

    @property
    def shape(self) -> Hashable:
        """What the statement's text depends on: everything but the values."""
        return self.by, self.descending, self.after is None, self.most


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


def _columns(keyset: Keyset, ordering: str) -> tuple[str, ...]:
    column = keyset.orderings[ordering.removeprefix("-")]
    return (column,) if column == keyset.key else (column, keyset.key)


def _fetch(
    queryset: QuerySet[Any, Any], cut: _Cut, columns: Sequence[str] | None, fetch: Fetch, same_as: Hashable
) -> tuple[list[Any], list[tuple[Any, ...]]]:
    if columns is None:
        instances = list(cut.of(queryset)[: cut.most])
        return instances, [tuple(_reach(row, column) for column in cut.by) for row in instances]
    try:
        statement, parameters = _statement(queryset, cut, tuple(columns), same_as)
    except EmptyResultSet:
        return [], []
    wide = fetch(statement, parameters)
    width = len(columns)
    return [row[:width] for row in wide], [row[width:] for row in wide]


# Texts of statements, each with the parameters that stand before those of the start.
_statements: dict[Hashable, tuple[str, tuple[Any, ...]]] = {}
_MOST_STATEMENTS = 500


def _statement(
    queryset: QuerySet[Any, Any], cut: _Cut, columns: tuple[str, ...], same_as: Hashable
) -> tuple[str, tuple[Any, ...]]:
    """The statement and its parameters, remembered for what is `same_as` another; raises EmptyResultSet."""
    after = cut.after or ()
    key = (same_as, columns, cut.shape)
    if same_as is not None and (known := _statements.get(key)):
        return known[0], (*known[1], *after)
    wanted = cut.of(queryset).values_list(*columns, *cut.by)[: cut.most]
    statement, parameters = wanted.query.sql_with_params()
    if same_as is not None:
        if len(_statements) >= _MOST_STATEMENTS:
            _statements.clear()
        # The comparison with the start is the last condition, so its values are the last parameters.
        _statements[key] = statement, parameters[: len(parameters) - len(after)]
    return statement, parameters


def _reach(row: Any, column: str) -> Any:
    return reduce(getattr, column.split("__"), row)


@lru_cache(maxsize=2)
def _signer(key: str) -> signing.Signer:
    # Made when it is needed: without a SECRET_KEY the checks have to say so, and no import.
    return signing.Signer(key=key, salt="integrations.api.pagination", sep=".")


def _cursor(ordering: str, direction: str, mark: tuple[Any, ...]) -> str:
    return _signer(settings.SECRET_KEY).sign_object([ordering, direction, *map(_text, mark)])


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _start(
    queryset: QuerySet[Any, Any], ordering: str, by: Sequence[str], cursor: str | None
) -> _Start | None:
    if cursor is None:
        return None
    try:
        if len(cursor) > _LONGEST_CURSOR:
            raise ValueError
        made_for, direction, *texts = _signer(settings.SECRET_KEY).unsign_object(cursor)
        if made_for != ordering:
            raise ValueError
        fields = [_field(queryset, column) for column in by]
        values = tuple(
            field.get_db_prep_value(field.to_python(text), connection)
            for field, text in zip(fields, texts, strict=True)
        )
    except (ValueError, signing.BadSignature, ValidationError) as error:
        detail = "Take the cursor from `next` or `previous`, together with the same ordering."
        raise bad_query([Problem("?cursor", "invalid", detail)]) from error
    return _Start(direction == "p", values)


def _field(queryset: QuerySet[Any, Any], column: str) -> Field[Any, Any]:
    if column in queryset.query.annotations:
        found: Field[Any, Any] = queryset.query.annotations[column].output_field
        return found
    model: Any = queryset.model
    *path, last = column.split("__")
    for step in path:
        model = model._meta.get_field(step).related_model
    field = model._meta.pk if last == "pk" else model._meta.get_field(last)
    if isinstance(field, ForeignKey):
        field = field.target_field
    if not isinstance(field, Field):
        raise FieldDoesNotExist(column)
    return field
