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


def unretire(*, key: UUID, by: Actor, reason: str = "") -> Saved:
    """Takes a retirement back: the package is sold again when nothing else stands in the way."""
    return update_package(key=key, changes=PackageChanges({"retired": False}), by=by, reason=reason)


def hide(*, key: UUID, by: Actor, reason: str = "") -> Saved:
    """Leaves a package out of lists; it is had by its id."""
    return update_package(key=key, changes=PackageChanges({"hidden": True}), by=by, reason=reason)


def unhide(*, key: UUID, by: Actor, reason: str = "") -> Saved:
    """Shows a package in lists again."""
    return update_package(key=key, changes=PackageChanges({"hidden": False}), by=by, reason=reason)
