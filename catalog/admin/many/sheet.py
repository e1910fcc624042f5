"""What would happen, or has happened, to many packages: sorted by what comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString

from catalog.actions.attempt import Kind, Outcome
from catalog.admin.many.steps import Step
from catalog.admin.wording import badge, price_text, priced_text, term_text
from catalog.availability import SENTENCES
from catalog.differences import parsed
from catalog.models import Package

# So many are shown of each sort; the others are counted.
MOST_SHOWN = 100


@dataclass(frozen=True)
class Line:
    """One package and what comes of it. `name` is empty for one that is not there any more."""

    step: Step
    name: str
    price: str
    outcome: Outcome
    token: str

    @property
    def url(self) -> str:
        return reverse("admin:catalog_package_change", args=[self.step.key])

    @property
    def stored(self) -> UUID:
        """The key of what was stored: of the package, or of the one that was made of it."""
        document = self.outcome.document
        return document.package_id if document is not None else self.step.key

    @property
    def new_url(self) -> str:
        return reverse("admin:catalog_package_change", args=[self.stored])

    @property
    def new_name(self) -> str:
        document = self.outcome.document
        return str(parsed(document.text)["name"]) if document is not None else ""

    @property
    def new_price(self) -> str:
        """What the new one costs, where that is not what the other does."""
        document = self.outcome.document
        if document is None:
            return ""
        said = parsed(document.text)
        term = term_text(said["periodicity"], said["periodicity_type"])
        return priced_text(said["price"], said["currency"], term)

    @property
    def is_new(self) -> bool:
        return self.stored != self.step.key

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(change.text for change in self.outcome.changes)

    @property
    def afterwards(self) -> SafeString | None:
        """Whether it can be sold then; what is new is a draft."""
        document = self.outcome.document
        if document is None:
            return None
        if self.is_new:
            return badge("draft", "Draft")
        if document.sellable:
            return badge("sellable", "Can be sold")
        return badge("blocked", "Can't be sold", " ".join(SENTENCES[code] for code in document.reasons))


@dataclass(frozen=True)
class Sort:
    """Packages of which the same comes: the first are shown, all are counted."""

    lines: tuple[Line, ...]

    def __bool__(self) -> bool:
        return bool(self.lines)

    @property
    def count(self) -> int:
        return len(self.lines)

    @property
    def counted(self) -> str:
        return f"{len(self.lines):,}"

    @property
    def shown(self) -> tuple[Line, ...]:
        return self.lines[:MOST_SHOWN]

    @property
    def more(self) -> int:
        """How many are counted and not shown."""
        return max(0, len(self.lines) - MOST_SHOWN)


@dataclass(frozen=True)
class Sheet:
    """Everything that was looked at or done, in the order of the list."""

    lines: tuple[Line, ...]

    @property
    def possible(self) -> Sort:
        return self._of(Kind.DONE)

    @property
    def unchanged(self) -> Sort:
        return self._of(Kind.UNCHANGED)

    @property
    def impossible(self) -> Sort:
        return self._of(Kind.IMPOSSIBLE, Kind.ANOTHER)

    @property
    def hindrances(self) -> list[tuple[str, Sort]]:
        """Each sentence that stands in the way and whose way, the most frequent first."""
        found: dict[str, list[Line]] = {}
        for line in self.impossible.lines:
            for sentence in line.outcome.why:
                found.setdefault(sentence, []).append(line)
        told = [(sentence, Sort(tuple(lines))) for sentence, lines in found.items()]
        return sorted(told, key=lambda one: -one[1].count)

    @property
    def items(self) -> str:
        """The steps that can be done, as they travel in a page."""
        return " ".join(line.token for line in self.possible.lines)

    def _of(self, *kinds: Kind) -> Sort:
        return Sort(tuple(line for line in self.lines if line.outcome.kind in kinds))


def sheet_of(found: Iterable[tuple[Step, Outcome]], packages: Mapping[UUID, Package]) -> Sheet:
    """A sheet of what came of each step; `packages` has those that are there."""
    return Sheet(tuple(_line(step, outcome, packages.get(step.key)) for step, outcome in found))


def _line(step: Step, outcome: Outcome, package: Package | None) -> Line:
    token = Step(step.key, step.said, outcome.mark).to_text()
    if package is None:
        return Line(step, "", "", outcome, token)
    return Line(step, package.name, price_text(package), outcome, token)
