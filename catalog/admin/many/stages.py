"""What the page about many packages is sent, and what it shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.forms import Form
from django.http import QueryDict

from catalog.admin.many.sheet import Sheet
from catalog.admin.many.steps import Step, StepUnreadable, keys_from, steps_from
from catalog.models.revision import MAX_REASON
from config.json_rules import text_problems


@dataclass(frozen=True)
class Asked:
    """What a page sends: packages, how many of them were looked at, and the steps that can be done of those.

    `is_part` asks for a piece of the page, to be added to what is there.
    """

    keys: list[UUID] = field(default_factory=list)
    looked: int = 0
    steps: list[Step] = field(default_factory=list)
    reason: str = ""
    is_part: bool = False

    @classmethod
    def read(cls, data: QueryDict) -> Asked:
        """Raises StepUnreadable."""
        keys, looked = keys_from(data.get("keys", "")), data.get("looked", "0")
        if not (looked.isascii() and looked.isdigit() and len(looked) < 10):
            raise StepUnreadable(looked)
        return cls(
            keys,
            min(int(looked), len(keys)),
            steps_from(data.get("items", "")),
            data.get("reason", "").strip(),
            "part" in data,
        )

    @property
    def reason_problem(self) -> str:
        if len(self.reason) > MAX_REASON:
            return f"Nothing was done: the reason has more than {MAX_REASON:,} characters."
        found = text_problems(self.reason)
        return f"Nothing was done. The reason: {found[0].detail}" if found else ""


@dataclass(frozen=True)
class Stage:
    """What the page shows: what would happen, or what was done, and what there still is to do.

    `steps` were shown and can be done; `keys` are packages of which the first `looked` were shown.
    """

    asked: Asked
    is_done: bool = False
    sheet: Sheet | None = None
    options: Form | None = None
    keys: list[UUID] = field(default_factory=list)
    looked: int = 0
    steps: list[Step] = field(default_factory=list)

    @property
    def items(self) -> str:
        """The steps that can be done next, as they travel in the page."""
        if self.is_done or self.sheet is None:
            return " ".join(step.to_text() for step in self.steps)
        return self.sheet.items

    @property
    def key_texts(self) -> str:
        return " ".join(key.hex for key in self.keys)

    @property
    def total(self) -> int:
        """How many packages the page is about."""
        return len(self.sheet.lines) if self.is_done and self.sheet else len(self.keys)

    @property
    def all_counted(self) -> str:
        return f"{len(self.keys):,}"

    @property
    def steps_counted(self) -> str:
        return f"{len(self.steps):,}"

    @property
    def has_more(self) -> bool:
        """Whether there are packages that were not looked at yet."""
        return len(self.keys) > self.looked
