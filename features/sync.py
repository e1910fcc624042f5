"""Brings the matrix to what its releases say: all of it or nothing, and safe to repeat."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from django.db import connection, transaction

from features import planning
from features.dependents import Usage, registry
from features.entries import ENTRY_FIELDS, FeatureChange, FeatureEntry
from features.models import Feature
from features.planning import Plan
from features.releases.files import Release, shipped_releases
from integrations.actors import Actor

NAMED_HOLDERS = 5


class SyncRefusedError(Exception):
    """The plan has refusals, so nothing was written."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        super().__init__(f"{len(plan.refused)} refused")


@dataclass(frozen=True)
class Outcome:
    """A plan, and how many packages it revises (before) or has revised (after)."""

    plan: Plan
    revised: int


def preview(*, extra: Release | None = None, force: bool = False) -> Outcome:
    """What `apply` would do now; writes and locks nothing."""
    with transaction.atomic():
        plan = _plan(extra, force=force)
        return Outcome(plan, registry.current.would_revise(plan.visible_changes))


def apply(*, by: Actor, extra: Release | None = None, force: bool = False) -> Outcome:
    """Bring the matrix to the shipped releases and `extra`, and its dependents up to date.

    One transaction; raises SyncRefusedError, with nothing written, when the plan refuses anything.
    """
    with transaction.atomic():
        lock_matrix()
        plan = _plan(extra, force=force)
        if plan.refused:
            raise SyncRefusedError(plan)
        _write(plan)
        reason = f"Feature matrix {extra.version if extra else shipped_releases()[-1].version}"
        changes = plan.visible_changes
        announce(added=[entry.code for entry in plan.added], changes=changes, by=by)
        return Outcome(plan, registry.current.changed(changes, by=by, reason=reason) if changes else 0)


def announce(*, added: Iterable[str], changes: Sequence[FeatureChange], by: Actor) -> None:
    """Tells those who follow the matrix of features that are new or look different to its readers."""
    codes = list(added)
    paths = [f"/{code}" for code in codes]
    paths += [f"/{change.code}/{name}" for change in changes for name in change.visible_fields]
    if paths:
        commercial = bool(codes) or any(change.is_commercial for change in changes)
        registry.current.matrix_changed(paths, by=by, commercial=commercial)


def _plan(extra: Release | None, *, force: bool) -> Plan:
    current = {code: row.entry() for code, row in Feature.objects.by_code().items()}
    return planning.plan(current, shipped_releases(), extra, usage_of=_usage_of, force=force)


def _usage_of(codes: Collection[str]) -> Mapping[str, Usage]:
    return registry.current.usage(codes, holders=NAMED_HOLDERS)


def lock_matrix() -> None:
    """Keeps all others from changing the matrix, and from referring to it, until the transaction ends."""
    # Against another sync and against fixtures: rows that don't exist yet can't be locked.
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE features_feature IN SHARE ROW EXCLUSIVE MODE")
    # Against writers of packages, who hold the features that they read.
    list(Feature.objects.order_by("code").select_for_update(no_key=True).values_list("code"))


def _write(plan: Plan) -> None:
    Feature.objects.bulk_create([_row(entry) for entry in plan.added])
    changed = [_row(change.after) for change in plan.changes]
    Feature.objects.bulk_update(changed, [name for name in ENTRY_FIELDS if name != "code"])


def _row(entry: FeatureEntry) -> Feature:
    return Feature(**asdict(entry))
