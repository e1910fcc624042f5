"""Filters of lists (django-filter), strict: a value that can't be used is 400 and never `no filter`.

    class FeatureFilters(StrictFilterSet):
        kind = ChoiceFilter(choices=KINDS, help_text="Only features of this kind.")
        quota = FlagFilter(help_text="Only features whose use is, or is not, limited.")
        feature = RepeatedFilter(method="with_feature", help_text="Packages that have all of these.")

        class Meta:
            model = Feature
            fields: list[str] = []

`help_text` is what the documentation says.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeVar

import django_filters
from django import forms
from django.db.models import Model, QuerySet
from django.http import QueryDict

from config.rules import Problem
from integrations.api.parameters import MOST_REPEATS, Parameter, bad_query

M = TypeVar("M", bound=Model)


class _FlagField(forms.Field):
    def to_python(self, value: Any) -> bool | None:
        if value in (None, ""):
            return None
        if value not in ("true", "false"):
            raise forms.ValidationError("Use true or false.", code="invalid")
        return bool(value == "true")


class FlagFilter(django_filters.Filter):  # type: ignore[misc]
    """`true` or `false`, spelled so."""

    field_class = _FlagField


class _RepeatedField(forms.Field):
    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[str]:
        return list(value or ())


class RepeatedFilter(django_filters.Filter):  # type: ignore[misc]
    """A parameter that may be there up to 200 times; its method gets a list of texts."""

    field_class: type[forms.Field] = _RepeatedField


class StrictFilterSet(django_filters.FilterSet):  # type: ignore[misc]
    """The base of every filter set."""

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        """Its filters as query parameters, for reading and for the documentation."""
        return tuple(_parameter(name, one) for name, one in cls.base_filters.items())


def filtered(
    filterset_class: type[StrictFilterSet], query: QueryDict, queryset: QuerySet[M, Any]
) -> QuerySet[M, Any]:
    """`queryset` as the query filters it; raises BadQuery for values that can't be used."""
    sent = tuple(name for name in filterset_class.base_filters if name in query)
    if not sent:
        return queryset
    declared: Any = filterset_class
    filterset = _of_these(declared, sent)(data=query, queryset=queryset)
    if not filterset.is_valid():
        raise bad_query(
            [
                Problem(f"?{name}", error.code or "invalid", " ".join(error.messages))
                for name, errors in filterset.errors.as_data().items()
                for error in errors
            ]
        )
    result: QuerySet[M, Any] = filterset.qs
    return result


@lru_cache(maxsize=256)
def _of_these(filterset_class: Any, names: tuple[str, ...]) -> type[StrictFilterSet]:
    """The filter set with these filters alone: one with all of them is built anew for each request."""
    narrowed: type[StrictFilterSet] = type(filterset_class.__name__, (filterset_class,), {})
    narrowed.base_filters = {name: filterset_class.base_filters[name] for name in names}
    return narrowed


_SCHEMAS: tuple[tuple[type, dict[str, Any]], ...] = (
    (FlagFilter, {"type": "boolean"}),
    (django_filters.NumberFilter, {"type": "number"}),
    (django_filters.UUIDFilter, {"type": "string", "format": "uuid"}),
    (django_filters.IsoDateTimeFilter, {"type": "string", "format": "date-time"}),
    (django_filters.DateFilter, {"type": "string", "format": "date"}),
)


def _parameter(name: str, one: django_filters.Filter) -> Parameter:
    repeatable = isinstance(one, RepeatedFilter | django_filters.MultipleChoiceFilter)
    schema = next((schema for kind, schema in _SCHEMAS if isinstance(one, kind)), {"type": "string"})
    choices = one.extra.get("choices")
    if choices and not callable(choices):
        schema = {**schema, "enum": [value for value, _ in choices]}
    description = str(one.extra.get("help_text") or one.label or "")
    if repeatable:
        description += f" May be repeated up to {MOST_REPEATS} times."
    return Parameter(name, description, schema, repeatable=repeatable)
