"""Requests that write: a new package with all its parts, and twenty features changed at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

import psycopg

Kind = Literal["create", "update"]
KINDS: tuple[Kind, ...] = ("create", "update")
# Sent again first, so that every statement is prepared as the product does it, after five times.
UNMEASURED = 8
_MOST = 200
# Packages whose twenty features all take a number.
_COUNTED = """
SELECT package_id, text FROM catalog_packagedocument
WHERE feature_codes <@ (SELECT array_agg(code::varchar) FROM features_feature WHERE quota)
ORDER BY package_id LIMIT %s
"""
_COPIED = (
    "service_type",
    "status",
    "description",
    "short_description",
    "price",
    "currency",
    "tier",
    "periodicity",
)


@dataclass(frozen=True)
class Pattern:
    """A package that is changed, or that new ones are made like."""

    key: UUID
    document: dict[str, Any]


@dataclass(frozen=True)
class Call:
    """A request that writes, and the status that it is to be answered with."""

    method: str
    path: str
    body: bytes
    status: int


def patterns(connection: psycopg.Connection[Any]) -> list[Pattern]:
    rows = connection.execute(_COUNTED, [_MOST]).fetchall()
    return [Pattern(UUID(str(key)), json.loads(text)) for key, text in rows]


def calls(kind: Kind, wanted: Sequence[Pattern], numbers: Sequence[int]) -> list[Call]:
    """A call for each number; what it writes is new as long as no number comes back."""
    make = _creating if kind == "create" else _updating
    return [make(wanted[number % len(wanted)], number) for number in numbers]


def _creating(pattern: Pattern, number: int) -> Call:
    document = pattern.document
    body = {name: document[name] for name in _COPIED} | {
        "name": f"New {number}",
        "features": [{"code": f["code"], "value": f["value"]} for f in document["features"]],
        "providers": [{"provider": p["provider"], "default": p["default"]} for p in document["providers"]],
        "package_metadata": document["package_metadata"],
    }
    return Call("POST", "/api/v1/packages", json.dumps(body).encode(), 201)


def _updating(pattern: Pattern, number: int) -> Call:
    values = {
        feature["code"]: {"value": 1000 + number + place}
        for place, feature in enumerate(pattern.document["features"])
    }
    body = json.dumps({"features": values}).encode()
    return Call("PATCH", f"/api/v1/packages/{pattern.key}", body, 200)
