"""Cursors: where a page starts, in a text that only this product makes and nobody can alter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import connection
from django.db.models import Field, ForeignKey, QuerySet

from config.rules import Problem
from integrations.api.parameters import bad_query

_LONGEST = 4000


@dataclass(frozen=True)
class Start:
    """The row that a page lies beyond, as the database takes its values; `backward` when the page lies before it."""

    backward: bool
    values: tuple[Any, ...]


def cursor_after(ordering: str, mark: Sequence[Any]) -> str:
    """The cursor of the page behind the row that has these values in the columns of its ordering."""
    return _signed(settings.SECRET_KEY, ordering, "n", *map(_text, mark))


def cursor_before(ordering: str, mark: Sequence[Any]) -> str:
    """The cursor of the page before that row."""
    return _signed(settings.SECRET_KEY, ordering, "p", *map(_text, mark))


def start_at(cursor: str, *, ordering: str, columns: Sequence[str], queryset: QuerySet[Any, Any]) -> Start:
    """Where the page of a cursor starts; raises BadQuery for one that isn't of this list and ordering."""
    try:
        if len(cursor) > _LONGEST:
            raise ValueError
        made_for, direction, *texts = _signer(settings.SECRET_KEY).unsign_object(cursor)
        if made_for != ordering:
            raise ValueError
        fields = [_field(queryset, column) for column in columns]
        values = tuple(
            field.get_db_prep_value(field.to_python(text), connection)
            for field, text in zip(fields, texts, strict=True)
        )
    except (ValueError, signing.BadSignature, ValidationError) as error:
        detail = "Take the cursor from `next` or `previous`, together with the same ordering."
        raise bad_query([Problem("?cursor", "invalid", detail)]) from error
    return Start(direction == "p", values)


@lru_cache(maxsize=2)
def _signer(key: str) -> signing.Signer:
    # Made when it is needed: without a SECRET_KEY the checks have to say so, and no import.
    return signing.Signer(key=key, salt="integrations.api.pagination", sep=".")


@lru_cache(maxsize=1000)
def _signed(key: str, *content: str) -> str:
    """Remembered: a page that is read again has the cursors that it had."""
    return _signer(key).sign_object(list(content))


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


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
