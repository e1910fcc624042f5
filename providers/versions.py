"""Two operators on one provider: who saves second is told what the first left, and loses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from config.rules import Problem, RuleViolation
from providers.models import Provider

# What the form carries: the version that the operator saw, and the one to be replaced knowingly.
SEEN, OVERWRITTEN = "seen", "overwritten"
CHANGED = Problem(
    "",
    "changed_meanwhile",
    "Somebody saved this provider while you had it open. What you typed is still here: compare, tick the box "
    "and save again.",
)


@dataclass(frozen=True)
class Contested:
    """A field in which what is typed and what is stored now differ."""

    label: str
    typed: str
    stored: str


def version_of(provider: Provider) -> str:
    """Changes with every change of the row."""
    return provider.updated_at.isoformat()


def is_outdated(provider: Provider, sent: Mapping[str, Any]) -> bool:
    """Whether the form was opened before somebody else's save, and does not say so knowingly."""
    seen = sent.get(SEEN)
    return bool(seen) and version_of(provider) not in (seen, sent.get(OVERWRITTEN))


def guard(sent: Mapping[str, Any]) -> Any:
    """For `actions.update`: refuses the locked row when it is another than the operator saw."""

    def refuse_outdated(before: Provider) -> None:
        if is_outdated(before, sent):
            raise RuleViolation([CHANGED])

    return refuse_outdated


def in_words(value: Any) -> str:
    """A stored or typed value, for a cell."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {item}" for key, item in value.items()) or "–"
    return str(value) if value not in (None, "") else "–"
