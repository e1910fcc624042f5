"""What a deed is: something that can be done to many packages, each by itself."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.admin.models import ADDITION, CHANGE
from django.forms import Form
from django.http import QueryDict

from catalog.actions.duplicate import duplicate_package
from catalog.actions.save import Saved
from catalog.admin.many.steps import Step, key_from
from catalog.models import Package
from config.identity import uuid7
from integrations.actors import Actor


@dataclass(frozen=True)
class Words:
    """How something is called: on its button, before it is done and afterwards.

    `label` is the line in the list of actions and the title; `to_do`, `done` and `not_done` stand over packages.
    """

    label: str
    button: str
    to_do: str
    done: str
    not_done: str
    note: str
    logged: str


@dataclass(frozen=True, kw_only=True)
class Deed(ABC):
    """Something to do to each of many packages, by itself.

    `permission` is what an operator needs: `change` or `add`. `flag` is how Django's log calls it.
    `most` is how many packages it is for at once. `options_template` shows what an operator says first.
    """

    code: str
    words: Words
    permission: str = "change"
    flag: int = CHANGE
    most: int = 10_000
    options_template: str = ""

    def options(
        self, data: QueryDict, chosen: Sequence[Package], *, keys: Sequence[UUID], typed: bool
    ) -> Form | None:
        """What an operator says first; None when there is nothing.

        `chosen` are looked at now, `keys` are all that are asked about. `typed`: it was sent, not just opened.
        """
        return None

    @abstractmethod
    def steps(self, chosen: Sequence[Package], options: Form | None) -> list[Step]:
        """What would be done, with all that must not be decided anew when it is done."""

    @abstractmethod
    def act(self, step: Step, *, by: Actor, reason: str) -> Saved:
        """Does one step, in one transaction; raises what the action raises, and StepUnreadable."""


@dataclass(frozen=True, kw_only=True)
class Setting(Deed):
    """One of the states of a package, switched."""

    change: Callable[..., Saved]

    def steps(self, chosen: Sequence[Package], options: Form | None) -> list[Step]:
        return [Step(package.pk) for package in chosen]

    def act(self, step: Step, *, by: Actor, reason: str) -> Saved:
        return self.change(key=step.key, by=by, reason=reason)


@dataclass(frozen=True, kw_only=True)
class Duplicating(Deed):
    """A draft copy of each; its key is settled before, so that it is made once."""

    permission: str = "add"
    flag: int = ADDITION

    def steps(self, chosen: Sequence[Package], options: Form | None) -> list[Step]:
        return [Step(package.pk, (uuid7().hex,)) for package in chosen]

    def act(self, step: Step, *, by: Actor, reason: str) -> Saved:
        return duplicate_package(key=step.key, by=by, reason=reason, new_key=key_from("".join(step.said[:1])))
