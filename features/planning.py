"""What a sync would do to the matrix, computed without touching it.

First the releases are folded, oldest first, into what the matrix should be; then that is compared
with what it is. Everything that must not happen is refused by name, all of it at once, and one
refusal stops the whole sync.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from features.dependents import UNUSED, Usage
from features.entries import MEANING, FeatureChange, FeatureEntry, NewValue
from features.folding import Folded, Refusal, fold, narrowed
from features.releases.files import Release

UsageOf = Callable[[Collection[str]], Mapping[str, Usage]]


@dataclass(frozen=True)
class Plan:
    """What a sync does, in the order of the matrix; nothing at all while anything is `refused`.

    `kept` are codes that a newer release than these wrote, and that stay as it left them.
    """

    added: tuple[FeatureEntry, ...] = ()
    changes: tuple[FeatureChange, ...] = ()
    refused: tuple[Refusal, ...] = ()
    kept: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changes or self.refused)

    @property
    def visible_changes(self) -> tuple[FeatureChange, ...]:
        """The changes of something that readers of a package could see."""
        return tuple(change for change in self.changes if change.visible_fields)


def plan(
    current: Mapping[str, FeatureEntry],
    shipped: Sequence[Release],
    extra: Release | None = None,
    *,
    usage_of: UsageOf,
    force: bool = False,
) -> Plan:
    """What brings `current` to what the `shipped` releases, oldest first, and `extra` on top of them say.

    `usage_of` answers which packages have some codes; it is asked once, for the codes at stake. With
    `force`, a change of meaning goes through when its release carries a value for existing packages.
    """
    folded = fold(current, shipped, extra)
    refused = {refusal.code for refusal in folded.refused}
    added = tuple(entry for code, entry in folded.entries.items() if code not in {*current, *refused})
    changes = [change for change in _changes(current, folded) if change.code not in refused]
    usage = usage_of({*refused, *(change.code for change in changes)}) if refused or changes else {}
    refusals = [
        *folded.refused,
        *(r for change in changes for r in _refusals(change, folded, usage, force=force)),
    ]
    return Plan(
        added=added,
        changes=tuple(changes),
        refused=tuple(replace(r, usage=usage.get(r.code, UNUSED)) for r in refusals),
        kept=folded.kept,
    )


def _changes(current: Mapping[str, FeatureEntry], folded: Folded) -> Iterator[FeatureChange]:
    for code, after in folded.entries.items():
        before = current.get(code)
        if before is not None and before != after:
            change = FeatureChange(before, after)
            yield replace(change, value=folded.values.get(code)) if change.changes_meaning else change
    for code, before in current.items():
        # A row that came in by a fixture belongs to no release, so none has dropped it.
        if code not in folded.entries and before.release and not before.deprecated:
            yield FeatureChange(before, replace(before, deprecated=True))


def _refusals(
    change: FeatureChange, folded: Folded, usage: Mapping[str, Usage], *, force: bool
) -> Iterator[Refusal]:
    used = usage.get(change.code, UNUSED).count > 0
    before, after = change.before, change.after
    if before.deprecated and not after.deprecated:
        yield Refusal(change.code, "code_reused", "The code was used before, and is deprecated.")
    elif not before.release and change.changes_meaning:
        yield Refusal(change.code, "code_reused", "The code is in use with another meaning.")
    elif used and _dropped(change, folded):
        yield Refusal(change.code, "in_use", "A feature that packages have can't be removed; deprecate it.")
    elif used and change.changes_meaning:
        yield from _meaning_refusals(change, change.value, force=force)
    if (used or before.release) and (what := narrowed(before, after)):
        yield Refusal(change.code, "narrowed", f"A release can add {what}, and never takes any away.")


def _dropped(change: FeatureChange, folded: Folded) -> bool:
    return change.code in folded.removed or change.code not in folded.entries


def _meaning_refusals(change: FeatureChange, value: NewValue | None, *, force: bool) -> Iterator[Refusal]:
    changed = ", ".join(name for name in MEANING if name in change.changed_fields)
    if value is None:
        detail = f"Its meaning changes ({changed}), and the release carries no value for existing packages."
        yield Refusal(change.code, "meaning_changed", detail)
    elif not force:
        detail = f"Its meaning changes ({changed}); existing packages would get {value}. Force it to go on."
        yield Refusal(change.code, "needs_force", detail)
