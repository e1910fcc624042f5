"""Writes to packages in as few words as a test wants to read."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from catalog.actions.save import Saved, create_package, update_package
from catalog.changes import FeatureChange, PackageChanges, ProviderChange
from catalog.models import Package, PackageDocument, PackageRevision
from config.rules import RuleViolation
from integrations.actors import Actor

BY = Actor.operator("olivia")


def changes(
    *,
    features: dict[str, Any] | None = None,
    providers: dict[UUID, ProviderChange | None] | None = None,
    **values: Any,
) -> PackageChanges:
    """Changes of fields, of features by code (a value, a `FeatureChange`, None to remove) and of providers."""
    wanted = {
        code: value if value is None or isinstance(value, FeatureChange) else FeatureChange(value)
        for code, value in (features or {}).items()
    }
    return PackageChanges(values=values, features=wanted, providers=providers or {})


def create(**wanted: Any) -> Saved:
    values = {"name": "Basic", "service_type": "meet", **wanted}
    return create_package(changes=changes(**values), by=BY)


def update(package: Package, **wanted: Any) -> Saved:
    return update_package(key=package.pk, changes=changes(**wanted), by=BY)


def document(package: Package) -> dict[str, Any]:
    """What a back office reads of a package."""
    found: dict[str, Any] = json.loads(PackageDocument.objects.get(pk=package.pk).text)
    return found


def revisions(package: Package) -> list[PackageRevision]:
    return list(PackageRevision.objects.filter(package_uuid=package.pk).order_by("number"))


def numbers(package: Package) -> list[int]:
    return [revision.number for revision in revisions(package)]


def told(violation: RuleViolation) -> list[tuple[str, str]]:
    """Where and what, of everything that is wrong."""
    return [(problem.pointer, problem.code) for problem in violation.problems]
