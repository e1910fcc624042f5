"""Django's own `loaddata`, which here also holds the rules and records what it loaded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import loaddata
from django.core.serializers.base import DeserializedObject
from django.db import DataError, IntegrityError

from catalog.actions.arrive import Arrival
from config.rules import RuleViolation, constraint_problem
from integrations.actors import Actor


class Command(loaddata.Command):
    """Packages, features and providers that a fixture writes get their documents and revisions.

    All of it is one transaction: when a row breaks a rule nothing is loaded, and every problem is told.
    """

    def loaddata(self, fixture_labels: Sequence[str]) -> None:
        self.arrival = Arrival()
        self.labels_left = len(fixture_labels)
        try:
            super().loaddata(fixture_labels)
            self.arrival.record(by=Actor.command("loaddata"))
        except RuleViolation as violation:
            lines = "\n".join(f"  {p.pointer}: {p.detail} [{p.code}]" for p in violation.problems)
            raise CommandError(f"Nothing was loaded. These break a rule:\n{lines}") from violation
        except (IntegrityError, DataError) as error:
            problem = constraint_problem(_first(error))
            told = f"{problem.detail} [{problem.code}]" if problem else _said(error)
            # Not chained: what the database says in detail is the whole row, secrets included.
            raise CommandError(f"Nothing was loaded. {told}") from None

    def load_label(self, fixture_label: str) -> None:
        super().load_label(fixture_label)
        self.labels_left -= 1
        if not self.labels_left:
            # Before the database looks at what it deferred, because it tells one problem at a time.
            self.arrival.check()

    def save_obj(self, obj: DeserializedObject) -> bool:
        if not self.arrival.take(obj.object):
            return False
        saved = super().save_obj(obj)
        if saved:
            self.arrival.saved(obj.object)
        return saved


def _first(error: BaseException) -> Any:
    """The error that the database answered: `loaddata` says more and raises it again."""
    while error.__cause__ is not None and isinstance(error.__cause__, IntegrityError | DataError):
        error = error.__cause__
    return error


def _said(error: IntegrityError | DataError) -> str:
    """What the database says in one line, which names no value of the row."""
    diagnosis = getattr(_first(error).__cause__, "diag", None)
    return getattr(diagnosis, "message_primary", None) or type(error).__name__
