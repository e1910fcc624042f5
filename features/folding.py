"""Folds releases, oldest first, into the matrix that they add up to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from features.choices import License
from features.dependents import UNUSED, Usage
from features.entries import ENTRY_FIELDS, MEANING, FeatureEntry, NewValue, differing
from features.models import Feature
from features.releases.files import Amendment, Release
from features.rules import feature_problems
from features.service_types import ServiceType
from features.versions import parse_version


@dataclass(frozen=True)
class Refusal:
    """Something that a release asks for and that must not happen; `usage` says to whom."""

    code: str
    reason: str
    detail: str
    usage: Usage = UNUSED


@dataclass
class Folded:
    """The matrix that some releases add up to, built up one by one.

    `values` are the new values for existing packages by code, of the last release that changed the
    meaning; `removed` the codes that a release takes away, which stay among the `entries`; `newer`
    the codes that none of the releases could write, because a later one did before.
    """

    entries: dict[str, FeatureEntry]
    values: dict[str, NewValue | None] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    refused: list[Refusal] = field(default_factory=list)
    newer: set[str] = field(default_factory=set)

    @property
    def kept(self) -> tuple[str, ...]:
        return tuple(sorted(self.newer))

    def apply(self, release: Release) -> None:
        """Do what a release says; what it must not do is refused and left out."""
        for entry in release.add:
            if self._may_write(entry.code, release):
                self._add(entry, release)
        for code, amendment in release.change.items():
            if self._known(code, release) and self._may_write(code, release):
                self._change(code, amendment, release)
        for code in (*release.deprecate, *release.remove):
            if self._known(code, release) and self._may_write(code, release):
                self._put(replace(self.entries[code], deprecated=True, release=release.version))
        self.removed.update(release.remove)

    def _add(self, entry: FeatureEntry, release: Release) -> None:
        known = self.entries.get(entry.code)
        # The same release once more is no reuse, as long as it means the same.
        if known is not None and not _repeats(known, entry):
            self._refuse(entry.code, "code_reused", release, "The code was used before.")
        elif parse_version(entry.since) > parse_version(release.version):
            self._refuse(entry.code, "breaks_rule", release, "It can't be introduced after its own release.")
        else:
            self._put(entry)

    def _change(self, code: str, amendment: Amendment, release: Release) -> None:
        before = self.entries[code]
        after = replace(before, **amendment.values, release=release.version)
        if what := narrowed(before, after):
            self._refuse(code, "narrowed", release, f"A release can add {what}, and never takes any away.")
        elif amendment.new_value is not None and not amendment.new_value.fits(after.kind):
            detail = f"{amendment.new_value} is no value for the kind {after.kind.value}."
            self._refuse(code, "value_misfit", release, detail)
        elif self._put(after) and not set(MEANING).isdisjoint(amendment.values):
            self.values[code] = amendment.new_value

    def _put(self, entry: FeatureEntry) -> bool:
        problems = _problems(entry)
        self.refused += [Refusal(entry.code, "breaks_rule", problem) for problem in problems]
        if not problems:
            self.entries[entry.code] = entry
            self.newer.discard(entry.code)
        return not problems

    def _known(self, code: str, release: Release) -> bool:
        if code not in self.entries:
            self._refuse(code, "unknown_code", release, "No release before this one has the code.")
        return code in self.entries

    def _may_write(self, code: str, release: Release) -> bool:
        known = self.entries.get(code)
        if known is not None and parse_version(known.release) > parse_version(release.version):
            self.newer.add(code)
            return False
        return True

    def _refuse(self, code: str, reason: str, release: Release, detail: str) -> None:
        self.refused.append(Refusal(code, reason, f"{release.source}: {detail}"))


def fold(
    current: Mapping[str, FeatureEntry], shipped: Sequence[Release], extra: Release | None = None
) -> Folded:
    """What the shipped releases, oldest first, and one more on top of them add up to.

    Rows of `current` that a release after the shipped ones wrote are the ground that these stand on,
    so that a plain sync doesn't take back what an extra release brought before.
    """
    newest = parse_version(shipped[-1].version)
    ahead = {
        code: row for code, row in current.items() if row.release and parse_version(row.release) > newest
    }
    folded = Folded(entries=ahead)
    for release in (*shipped, extra) if extra else shipped:
        folded.apply(release)
    return folded


def narrowed(before: FeatureEntry, after: FeatureEntry) -> str:
    """What `after` has fewer of than `before`, in words; empty when nothing."""
    lost = []
    if _all(before.service_types, ServiceType.values) - _all(after.service_types, ServiceType.values):
        lost.append("service types")
    if _all(before.licenses, License.values) - _all(after.licenses, License.values):
        lost.append("licences")
    if parse_version(after.since) > parse_version(before.since):
        lost.append("versions")
    return " and ".join(lost)


def _all(some: tuple[str, ...], every: list[str]) -> set[str]:
    return set(some or every)


def _repeats(known: FeatureEntry, entry: FeatureEntry) -> bool:
    same_meaning = set(MEANING).isdisjoint(differing(known, entry))
    return known.release == entry.release and same_meaning and not known.deprecated


def _problems(entry: FeatureEntry) -> list[str]:
    row = Feature(**{name: getattr(entry, name) for name in ENTRY_FIELDS})
    return [f"{problem.pointer[1:]}: {problem.detail}" for problem in feature_problems(row)]
