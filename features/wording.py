"""A plan of a sync in plain words, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from features.dependents import Usage
from features.entries import FeatureChange, FeatureEntry
from features.folding import Refusal
from features.planning import Plan
from features.sync import Outcome
from features.units import unit_text


def outcome_lines(outcome: Outcome) -> Iterator[str]:
    """The plan in words, and how many packages it concerns; for a preview and for what was done."""
    plan = outcome.plan
    if plan.is_empty:
        yield "The feature matrix is up to date."
    else:
        yield f"The feature matrix: {_summary(plan)}."
    yield from (_added(entry) for entry in plan.added)
    for change in plan.changes:
        yield from _changed(change)
    yield from (f"= {code}: stays as a newer release wrote it" for code in plan.kept)
    yield from (_refused(refusal) for refusal in plan.refused)
    if plan.changes and not plan.refused:
        yield f"{packages(outcome.revised)} {'gets' if outcome.revised == 1 else 'get'} a new revision."


def packages(count: int) -> str:
    """`1 package`, `3 packages`, `No packages`."""
    return "1 package" if count == 1 else f"{count or 'No'} packages"


def _summary(plan: Plan) -> str:
    deprecated = sum(change.deprecates for change in plan.changes)
    counts = [
        (len(plan.added), "to add"),
        (len(plan.changes) - deprecated, "to change"),
        (deprecated, "to deprecate"),
        (len(plan.refused), "refused"),
    ]
    return ", ".join(f"{count} {what}" for count, what in counts if count)


def _added(entry: FeatureEntry) -> str:
    unit = f", in {unit_text(entry.field_suffix)}" if entry.field_suffix else ""
    return f"+ {entry.code}: {entry.name} ({entry.kind.label.lower()}{unit}), since {entry.since}"


def _changed(change: FeatureChange) -> Iterator[str]:
    if change.deprecates:
        yield f"- {change.code}: no longer offered for new use; packages that have it keep it"
    for name in change.changed_fields:
        if name not in {"deprecated", "release"} or change.changed_fields == ("release",):
            before, after = getattr(change.before, name), getattr(change.after, name)
            yield f"~ {change.code}: {name} {_shown(before)} -> {_shown(after)}"
    if change.value is not None:
        yield f"~ {change.code}: packages that have it get {change.value}"


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or "all"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _refused(refusal: Refusal) -> str:
    return f"! {refusal.code}: refused ({refusal.reason}). {refusal.detail}{_holders(refusal.usage)}"


def _holders(usage: Usage) -> str:
    if not usage.count:
        return ""
    named = ", ".join(holder.name for holder in usage.holders)
    more = usage.count - len(usage.holders)
    rest = f" and {more} more" if more else ""
    return f" {packages(usage.count)} {'has' if usage.count == 1 else 'have'} it: {named}{rest}."
