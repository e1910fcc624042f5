"""A provider and a provider type as readers of the API see them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from integrations.api.conditional import etag_of
from integrations.api.rendering import to_json
from providers.models import Provider, SecretState
from providers.types.declaration import Limit, Listed, ProviderType, Writing


def provider_document(provider: Provider) -> dict[str, Any]:
    """The document of a provider, ready for JSON. Of a secret it says that there is one, and since when."""
    secrets = {name: _secret(state) for name, state in provider.secret_states().items()}
    return {
        "id": provider.id,
        "uuid": str(provider.uuid),
        "ulid": provider.ulid,
        "provider_name": provider.provider_name,
        "active": provider.active,
        "provider_type": provider.provider_type,
        "service_type": provider.service_type,
        "properties": {**provider.properties, **secrets},
        "settings": provider.settings,
        "metadata": provider.metadata,
        "created_at": provider.created_at,
        "updated_at": provider.updated_at,
    }


def shown(provider: Provider) -> Any:
    """The document of a provider as a client reads it, times as texts."""
    return orjson.loads(to_json(provider_document(provider)))


def provider_etag(provider: Provider) -> str:
    return etag_of(to_json(provider_document(provider)))


def _secret(state: SecretState) -> dict[str, Any]:
    shown: dict[str, Any] = {"set": state.set, "updated_at": state.updated_at}
    # Only said when something is wrong: no key opens it, so it has to be set again.
    return shown if state.readable else {**shown, "readable": False}


def type_document(declared: ProviderType) -> dict[str, Any]:
    """The document of a provider type, ready for JSON."""
    return {
        "code": declared.code,
        "name": declared.name,
        "description": declared.description,
        "service_types": list(declared.service_types),
        "properties_schema": dict(declared.schema),
        "secrets": list(declared.secrets),
        "features": [_honoured(code, writing) for code, writing in declared.honours.items()],
        "caller_enforces": [{"code": code, "why": why} for code, why in declared.caller_enforces.items()],
    }


def _honoured(code: str, writing: Writing) -> dict[str, Any]:
    return {"code": code, "parameter": writing.parameter, **dict(_written_as(writing))}


def _written_as(writing: Writing) -> Iterator[tuple[str, Any]]:
    if isinstance(writing, Limit):
        yield from (("written_as", "number"), ("unlimited", writing.unlimited))
    elif isinstance(writing, Listed):
        yield from (("written_as", "listed_when_off"), ("item", writing.item))
    else:
        yield from (("written_as", "switch"), ("on", writing.on), ("off", writing.off))
