"""Django's own `loaddata`, which here also holds the rules and records what it loaded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError
from django.core.management.commands import loaddata
from django.core.serializers.base import DeserializedObject
from django.db import IntegrityError

from catalog.actions.arrive import check_arrived, keep_what_is_ours, packages_touched_by
from catalog.actions.record import record_all
from config.rules import RuleViolation, constraint_problem
from integrations.actors import Actor


class Command(loaddata.Command):
    """Packages, features and providers that a fixture writes get their documents and revisions.

    All of it is one transaction: when a row breaks a rule nothing is loaded, and every problem is told.
    """

    def loaddata(self, fixture_labels: Sequence[str]) -> None:
        self.touched: set[UUID] = set()
        try:
            super().loaddata(fixture_labels)
            check_arrived(self.touched)
            record_all(self.touched, by=Actor.command("loaddata"))
        except RuleViolation as violation:
            lines = "\n".join(f"  {p.pointer}: {p.detail} [{p.code}]" for p in violation.problems)
            raise CommandError(f"Nothing was loaded. These break a rule:\n{lines}") from violation
        except IntegrityError as error:
            problem = constraint_problem(_first(error))
            if problem is None:
                raise
            raise CommandError(f"Nothing was loaded. {error}\n{problem.detail} [{problem.code}]") from error

    def save_obj(self, obj: DeserializedObject) -> bool:
        keep_what_is_ours(obj.object)
        saved = super().save_obj(obj)
        if saved:
            self.touched |= packages_touched_by(obj.object)
        return saved


def _first(error: BaseException) -> Any:
    """The error that the database answered: `loaddata` says more and raises it again."""
    while error.__cause__ is not None and isinstance(error.__cause__, IntegrityError):
        error = error.__cause__
    return error
