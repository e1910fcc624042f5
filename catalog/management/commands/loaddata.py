"""Django's own `loaddata`, which here also holds the rules and records what it loaded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import loaddata
from django.core.serializers.base import DeserializedObject
from django.db import DataError, IntegrityError, OperationalError

from catalog.actions.arrive import Arrival
from catalog.querysets import natural_keys_unresolved
from config.rules import RuleViolation, constraint_problem, is_busy
from integrations.actors import Actor

_BUSY = "Nothing was loaded: somebody was writing the same. Load it again."
# Nobody had these keys while the load had its locks on all that was there.
_MADE_MEANWHILE = {"catalog_package_pkey", "providers_provider_pkey"}


class Command(loaddata.Command):
    """Packages, features and providers that a fixture writes get their documents and revisions.

    All of it is one transaction: when a row breaks a rule nothing is loaded, and every problem is told.
    Their rows are kept until the last fixture is read, because what they concern is locked in an order
    that is not that of the files. Fixtures are read once: standard input can't be read again.
    """

    def handle(self, *fixture_labels: str, **options: Any) -> None:
        # Around the transaction, whose end may wait for others as well.
        try:
            super().handle(*fixture_labels, **options)
        except RuleViolation as violation:
            lines = "\n".join(f"  {p.pointer}: {p.detail} [{p.code}]" for p in violation.problems)
            raise CommandError(f"Nothing was loaded. These break a rule:\n{lines}") from violation
        except (IntegrityError, DataError) as error:
            # Not chained: what the database says in detail is the whole row, secrets included.
            raise CommandError(_refusal(error)) from None
        except OperationalError as error:
            if not is_busy(error):
                raise
            raise CommandError(_BUSY) from None

    def loaddata(self, fixture_labels: Sequence[str]) -> None:
        self.arrival = Arrival()
        self.labels_left = len(fixture_labels)
        super().loaddata(fixture_labels)
        self.arrival.record(by=Actor.command("loaddata"))

    def load_label(self, fixture_label: str) -> None:
        with natural_keys_unresolved():
            super().load_label(fixture_label)
        self.labels_left -= 1
        if not self.labels_left:
            self.arrival.write()
            # Before the database looks at what it deferred, because it tells one problem at a time.
            self.arrival.check()

    def save_obj(self, obj: DeserializedObject) -> bool:
        # Rows that are kept here are not on Django's list of models whose sequences it sets to the highest
        # number that it sees, where another writer may have taken a higher one already.
        if self._is_excluded(obj) or not self.arrival.concerns(obj.object):
            return super().save_obj(obj)
        self.arrival.expect(obj.object)
        return True

    def _is_excluded(self, obj: DeserializedObject) -> bool:
        model = type(obj.object)
        return model in self.excluded_models or model._meta.app_config in self.excluded_apps


def _refusal(error: IntegrityError | DataError) -> str:
    first = _first(error)
    diagnosis = getattr(first.__cause__, "diag", None)
    if getattr(diagnosis, "constraint_name", None) in _MADE_MEANWHILE:
        return _BUSY
    problem = constraint_problem(first)
    if problem is not None:
        return f"Nothing was loaded. {problem.detail} [{problem.code}]"
    # In one line, which names no value of the row.
    said = getattr(diagnosis, "message_primary", None) or type(error).__name__
    return f"Nothing was loaded. {said}"


def _first(error: BaseException) -> Any:
    """The error that the database answered: `loaddata` says more and raises it again."""
    while error.__cause__ is not None and isinstance(error.__cause__, IntegrityError | DataError):
        error = error.__cause__
    return error
