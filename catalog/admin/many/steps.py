"""What travels in a page about each package: that what was shown is done, and nothing is done twice."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote
from uuid import UUID


class StepUnreadable(ValueError):
    """A text that no page of ours has sent."""


@dataclass(frozen=True)
class Step:
    """One package to do something to.

    `said` is what was settled when it was shown: the key of a copy, an amount. `mark` tells the change that
    was shown from any other.
    """

    key: UUID
    said: tuple[str, ...] = ()
    mark: str = ""

    def to_text(self) -> str:
        """Without a space, so that many stand in one hidden field."""
        return ";".join((self.key.hex, self.mark, *(quote(part, safe="") for part in self.said)))

    @classmethod
    def from_text(cls, text: str) -> Step:
        """Raises StepUnreadable."""
        key, mark, *said = [unquote(part) for part in text.split(";")] + ([""] if ";" not in text else [])
        return cls(key_from(key), tuple(said), mark)


def key_from(text: str) -> UUID:
    """Raises StepUnreadable."""
    try:
        return UUID(text)
    except ValueError as error:
        raise StepUnreadable(text) from error


def steps_from(text: str) -> list[Step]:
    """The steps of a hidden field; each package once. Raises StepUnreadable."""
    found = [Step.from_text(one) for one in text.split()]
    return list({step.key: step for step in found}.values())


def keys_from(text: str) -> list[UUID]:
    """The keys of a hidden field, each once. Raises StepUnreadable."""
    return list(dict.fromkeys(key_from(one) for one in text.split()))
