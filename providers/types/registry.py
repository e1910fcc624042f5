"""The provider types that the platform knows. A new one is a declaration beside this file and a line here."""

from __future__ import annotations

from collections.abc import Mapping

from providers.types import bbb, freeswitch, icecast, jitsi, scalelite, wowza
from providers.types.declaration import ProviderType

PROVIDER_TYPES: Mapping[str, ProviderType] = {
    declared.code: declared
    for declared in (bbb.TYPE, scalelite.TYPE, jitsi.TYPE, wowza.TYPE, freeswitch.TYPE, icecast.TYPE)
}


def provider_type(code: str) -> ProviderType | None:
    """The declaration of a type; None for one that the platform does not know (any more)."""
    return PROVIDER_TYPES.get(code)


def secret_names(code: str) -> tuple[str, ...]:
    """The names of the secret properties of a type; none for an unknown type."""
    declared = provider_type(code)
    return declared.secrets if declared else ()
