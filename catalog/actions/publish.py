"""Offering packages and taking them back."""

from __future__ import annotations

from uuid import UUID

from catalog.actions.save import Saved, update_package
from catalog.changes import PackageChanges
from catalog.models import Status
from integrations.actors import Actor


def activate(*, key: UUID, by: Actor, reason: str = "") -> Saved:
    """Offers a package; raises RuleViolation with everything but its status that stands in the way."""
    return update_package(key=key, changes=PackageChanges({"status": Status.ACTIVE}), by=by, reason=reason)


def deactivate(*, key: UUID, by: Actor, reason: str = "") -> Saved:
    """Stops offering a package for now."""
    return update_package(key=key, changes=PackageChanges({"status": Status.INACTIVE}), by=by, reason=reason)


def retire(*, key: UUID, by: Actor, reason: str = "") -> Saved:
    """Ends the sales of a package; those who have it keep it and may renew."""
    return update_package(key=key, changes=PackageChanges({"retired": True}), by=by, reason=reason)
