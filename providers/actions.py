"""What is done to providers; nothing else writes one, apart from fixtures.

Each action is one transaction that locks the provider before the packages. `by` is told to the packages
that show something else afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from config.differences import WHOLE
from config.identity import moment
from config.rules import Problem, RuleViolation, constraint_problem
from features.dependents import UNUSED, Usage
from integrations.actors import Actor
from providers import rules
from providers.changes import ProviderChanges, applied, changed_paths
from providers.dependents import registry
from providers.models import Provider

# How many packages a sentence names.
NAMED = 5
# What a package's document shows of its provider.
_SHOWN = ("provider_name", "provider_type", "service_type", "active")
Guard = Callable[[Provider], None]


@dataclass(frozen=True)
class Saved:
    """What a change left behind; `packages` counts those of which readers see something else."""

    provider: Provider
    before: Provider
    packages: int = 0


class ProviderGone(Exception):
    """There is no provider with this key."""


class ProviderInUse(RuleViolation):
    """A provider is attached to packages, so that it can't be deleted."""


def create(*, changes: ProviderChanges, by: Actor, key: UUID | None = None) -> Provider:
    """A new provider; raises RuleViolation with everything that is wrong."""
    after, found = problems_of_new(changes, key=key)
    _refuse(found)
    after.updated_at = after.created_at
    with transaction.atomic():
        _store(after, is_new=True)
        registry.current.provider_changed(after.pk, [WHOLE], by=by)
    return after


def update(*, key: UUID, changes: ProviderChanges, by: Actor, guard: Guard | None = None) -> Saved:
    """Changes a provider and the packages that show it; raises ProviderGone or RuleViolation.

    A change that changes nothing leaves the row as it is, its time included. `guard` sees the locked row
    as it is before, and may raise.
    """
    with transaction.atomic():
        before = Provider.objects.select_for_update(no_key=True).filter(pk=key).first()
        if before is None:
            raise ProviderGone
        if guard is not None:
            guard(before)
        after, found = problems_of(before, changes)
        _refuse(found)
        paths = changed_paths(before, after)
        if not paths:
            return Saved(before, before)
        # Later than before, even within a millisecond: clients take it for the version that they read.
        after.updated_at = max(moment(), before.updated_at + timedelta(milliseconds=1))
        _store(after, is_new=False)
        registry.current.provider_changed(key, paths, by=by)
        packages = 0
        if not _same(before, after, _SHOWN):
            packages = registry.current.changed([key], by=by, reason=_reason(before, after))
    return Saved(after, before, packages)


def activate(*, key: UUID, by: Actor) -> Provider:
    """Raises ProviderGone."""
    return update(key=key, changes=ProviderChanges(active=True), by=by).provider


def deactivate(*, key: UUID, by: Actor) -> Provider:
    """Raises ProviderGone, or RuleViolation (provider_is_default) while it is the default of any package."""
    return update(key=key, changes=ProviderChanges(active=False), by=by).provider


def delete(*, key: UUID, by: Actor, guard: Guard | None = None) -> Provider:
    """The provider as it was; raises ProviderGone, or ProviderInUse while any package has it."""
    with transaction.atomic():
        provider = Provider.objects.select_for_update().filter(pk=key).first()
        if provider is None:
            raise ProviderGone
        if guard is not None:
            guard(provider)
        in_use = in_use_problems([provider])
        if in_use:
            raise ProviderInUse(in_use)
        last = copy(provider)
        provider.delete()
        registry.current.provider_changed(key, [WHOLE], by=by)
    return last


# --- What is wrong, without storing anything -----------------------------------------------------


def problems_of_new(changes: ProviderChanges, *, key: UUID | None = None) -> tuple[Provider, list[Problem]]:
    """The provider that would be made, and everything that is wrong with it."""
    blank = Provider() if key is None else Provider(uuid=key)
    after, found = applied(blank, replace(changes, replace=True))
    return after, _once([*found, *rules.problems(after, is_new=True)])


def problems_of(before: Provider, changes: ProviderChanges) -> tuple[Provider, list[Problem]]:
    """The provider as it would become, and everything that is wrong with that."""
    after, found = applied(before, changes)
    found += rules.problems(after, is_new=False)
    found += dependent_problems(before, after)
    return after, _once(found)


def in_use_problems(providers: Collection[Provider]) -> list[Problem]:
    """Which of these providers can't be deleted, with the first packages by name; one question for all."""
    usages = registry.current.packages_with([provider.pk for provider in providers], holders=NAMED)
    return [
        Problem(
            "",
            "provider_in_use",
            f"{provider.provider_name} is attached to {listed(usage)}; take it out of them first.",
        )
        for provider in providers
        if (usage := usages.get(provider.pk, UNUSED)).count
    ]


def dependent_problems(before: Provider, after: Provider) -> list[Problem]:
    """What packages have against the change of a provider, with the first of them by name."""
    found: list[Problem] = []
    if before.active and not after.active:
        usage = _usage(registry.current.packages_defaulting_to, before)
        if usage.count:
            sentence = f"It is the default of {listed(usage)}; make another provider their default first."
            found.append(Problem("/active", "provider_is_default", sentence))
    if before.service_type != after.service_type:
        usage = _usage(registry.current.packages_with, before)
        if usage.count:
            sentence = f"It is attached to {listed(usage)}; take it out first, for service types must agree."
            found.append(Problem("/service_type", "provider_in_use", sentence))
    return found


def _usage(ask: Callable[..., Mapping[UUID, Usage]], provider: Provider) -> Usage:
    return ask([provider.pk], holders=NAMED).get(provider.pk, UNUSED)


def listed(usage: Usage) -> str:
    """Packages by name: `Basic, Standard and 3 more packages`."""
    parts = [holder.name for holder in usage.holders]
    more = usage.count - len(parts)
    if more:
        parts.append(f"{more} {'more ' if parts else ''}package{'s' if more > 1 else ''}")
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


# --- Storing -------------------------------------------------------------------------------------


def _store(after: Provider, *, is_new: bool) -> None:
    try:
        with transaction.atomic():
            after.save(force_insert=is_new, force_update=not is_new)
    except IntegrityError as error:
        # Another writer was faster: the same sentence as if it had been there before.
        problem = constraint_problem(error)
        if problem is None:
            raise
        raise RuleViolation([problem]) from error


def _refuse(found: list[Problem]) -> None:
    if found:
        raise RuleViolation(found)


def _once(found: list[Problem]) -> list[Problem]:
    return list({(p.pointer, p.code): p for p in found}.values())


def _same(before: Provider, after: Provider, names: tuple[str, ...]) -> bool:
    return all(getattr(before, name) == getattr(after, name) for name in names)


def _reason(before: Provider, after: Provider) -> str:
    if before.active != after.active and _same(before, after, _SHOWN[:3]):
        return f"The provider {after.provider_name} was switched {'on' if after.active else 'off'}."
    if before.provider_name != after.provider_name:
        return f"The provider {before.provider_name} was renamed to {after.provider_name}."
    return f"The provider {after.provider_name} was changed."
