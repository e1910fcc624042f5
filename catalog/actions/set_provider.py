"""The provider that serves a package, set in one go."""

from __future__ import annotations

from uuid import UUID

from catalog.actions.save import Saved, update_package
from catalog.changes import PackageChanges, ProviderChange
from integrations.actors import Actor


def set_default_provider(*, key: UUID, provider: UUID, by: Actor, reason: str = "") -> Saved:
    """Attaches a provider, active and as the default; others that are attached stay.

    Raises PackageGone, or RuleViolation where it is switched off, unknown or of another service type.
    """
    wanted = ProviderChange(active=True, default=True)
    return update_package(key=key, changes=PackageChanges(providers={provider: wanted}), by=by, reason=reason)
