"""What the platform knows of a kind of provider: one small declaration each, no table, no migration.

A declaration says how a package is put into the provider's own words. A package's feature is either
written as a parameter, or left to the caller to enforce, or both where the provider does a part.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# A property that holds a secret has one of these names, so that the database can refuse to store it
# in the open whatever the type. A name that is missing here takes a migration.
SECRET_NAMES = (
    "secret",
    "password",
    "passphrase",
    "token",
    "access_token",
    "api_key",
    "api_secret",
    "client_secret",
    "private_key",
)


@dataclass(frozen=True)
class Limit:
    """An amount, written as a whole number. `unlimited` is what stands for no limit; None leaves it out."""

    parameter: str
    unlimited: str | None


@dataclass(frozen=True)
class Switch:
    """Included or not, written as one of two words; the provider is always told which."""

    parameter: str
    on: str = "true"
    off: str = "false"


@dataclass(frozen=True)
class Listed:
    """A list of what is switched off, separated by commas: `item` is in it unless the package includes it."""

    parameter: str
    item: str


Writing = Limit | Switch | Listed


@dataclass(frozen=True)
class ProviderType:
    """One kind of provider.

    `schema` is a JSON Schema (2020-12) of its properties; those marked `writeOnly` are secret.
    `honours` says how it is told of a feature, by code; `caller_enforces` what it can't hold by itself,
    and why. A feature that is in neither is ignored: the provider has nothing to do with it.
    """

    code: str
    name: str
    description: str
    service_types: tuple[str, ...]
    schema: Mapping[str, Any]
    honours: Mapping[str, Writing] = field(default_factory=dict)
    caller_enforces: Mapping[str, str] = field(default_factory=dict)

    @property
    def properties(self) -> Mapping[str, Mapping[str, Any]]:
        """The schema of each property, in the order in which people fill them in."""
        declared: Mapping[str, Mapping[str, Any]] = self.schema["properties"]
        return declared

    @property
    def secrets(self) -> tuple[str, ...]:
        """The names of the properties that go in and never come out."""
        return tuple(name for name, schema in self.properties.items() if schema.get("writeOnly"))

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(self.schema["required"])


def property_schema(
    properties: Mapping[str, Mapping[str, Any]], *, required: tuple[str, ...]
) -> dict[str, Any]:
    """The JSON Schema of a type's properties: these and no others."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


def host_url(title: str, description: str, example: str) -> dict[str, Any]:
    """An address with http or https and a host; what is more than a form is in `providers.rules`."""
    return {
        "type": "string",
        "title": title,
        "description": description,
        "format": "uri",
        "minLength": 1,
        "maxLength": 500,
        "examples": [example],
    }


def text(title: str, description: str, *, max_length: int = 200) -> dict[str, Any]:
    return {
        "type": "string",
        "title": title,
        "description": description,
        "minLength": 1,
        "maxLength": max_length,
    }


def secret(title: str, description: str) -> dict[str, Any]:
    """A text that is kept encrypted and never shown again."""
    return {**text(title, description, max_length=1000), "writeOnly": True}
