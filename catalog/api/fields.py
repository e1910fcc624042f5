"""Fields that only documents of packages have, and how the API's own document describes each."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import Direction

from catalog.models.package import MAX_AMOUNT
from catalog.models.package_feature import MAX_LIMIT
from integrations.api.fields import Refused, StrictAny, StrictDecimal, StrictInteger, StrictList

_SCALAR: dict[str, Any] = {"type": ["string", "number", "boolean", "null"]}
_PAIR_VALUE: dict[str, Any] = {
    "anyOf": [
        _SCALAR,
        {"type": "array", "items": _SCALAR},
        {"type": "object", "additionalProperties": _SCALAR},
    ]
}


class Amount(StrictDecimal):
    """An amount of money, exact; 0 or more, which a rule of the catalog says."""


class FeatureValue(StrictAny):
    """A whole number above 0, or true; which of them, the kind of the feature says."""


class FeatureLimit(StrictInteger):
    """A whole number above 0, which a rule of the catalog says."""


class PairValue(StrictAny):
    """A scalar, or one level of list or object of scalars."""


class PlainList(StrictList):
    """A list whose entries are judged by the rules of the catalog."""

    def checked(self, value: Any, current: Any = None) -> Any:
        if not isinstance(value, list):
            raise Refused("wrong_type", "Give a list.")
        return value


class KeyedList(StrictList):
    """A list, or an object for the same by key. What is in it is judged by the rules of the catalog."""

    def checked(self, value: Any, current: Any = None) -> Any:
        if not isinstance(value, list | dict):
            raise Refused("wrong_type", "Give a list, or an object by key.")
        return value


class PairList(KeyedList):
    """Keys and values: as a list of pairs, or as a plain object."""


class _AmountDocumented(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    target_class = Amount

    def map_serializer_field(self, auto_schema: AutoSchema, direction: Direction) -> dict[str, Any]:
        number = {"type": "number", "minimum": 0, "maximum": MAX_AMOUNT}
        if direction == "response":
            return number
        return {"oneOf": [number, {"type": "string", "pattern": r"^\d{1,15}(\.\d{1,12})?$"}]}


class _ValueDocumented(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    target_class = FeatureValue

    def map_serializer_field(self, auto_schema: AutoSchema, direction: Direction) -> dict[str, Any]:
        return {
            "oneOf": [
                {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT},
                {"type": "boolean", "const": True},
            ]
        }


class _LimitDocumented(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    target_class = FeatureLimit

    def map_serializer_field(self, auto_schema: AutoSchema, direction: Direction) -> dict[str, Any]:
        return {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT}


class _PairValueDocumented(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    target_class = PairValue

    def map_serializer_field(self, auto_schema: AutoSchema, direction: Direction) -> dict[str, Any]:
        return dict(_PAIR_VALUE)


class _KeyedListDocumented(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    target_class = KeyedList
    match_subclasses = True

    def map_serializer_field(self, auto_schema: AutoSchema, direction: Direction) -> dict[str, Any]:
        child = self.target.child
        items = {"type": "array", "items": auto_schema.resolve_serializer(child, direction).ref}
        if direction == "response":
            return items
        return {"oneOf": [items, {"type": "object", "additionalProperties": self._by_key(auto_schema)}]}

    def _by_key(self, auto_schema: AutoSchema) -> dict[str, Any]:
        if isinstance(self.target, PairList):
            return dict(_PAIR_VALUE)
        one = type(self.target.child)(partial=True)
        return {"oneOf": [auto_schema.resolve_serializer(one, "request").ref, {"type": "null"}]}
