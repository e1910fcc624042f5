"""From a document that was sent to the changes that are wanted, or to every problem of it at once."""

from __future__ import annotations

from typing import Any

from config.rules import Problem, RuleViolation
from integrations.api.fields import Read
from providers import actions
from providers.api.documents import shown
from providers.api.schemas import ProviderReplacementSchema, ProviderSchema
from providers.changes import ProviderChanges
from providers.models import Provider


def new_provider(body: dict[str, Any]) -> ProviderChanges:
    """Raises RuleViolation with what the shape and the rules say."""
    read = ProviderSchema(data=body).read()
    changes = ProviderChanges(**read.values)
    _refuse(read, actions.problems_of_new(changes)[1])
    return changes


def changed_provider(body: dict[str, Any], provider: Provider) -> ProviderChanges:
    """What a PATCH wants of `provider`."""
    read = ProviderSchema(data=body).read(partial=True, current=shown(provider))
    changes = ProviderChanges(**read.values)
    _refuse(read, actions.problems_of(provider, changes)[1])
    return changes


def replaced_provider(body: dict[str, Any], provider: Provider) -> ProviderChanges:
    """What a PUT wants of `provider`: what isn't sent goes back to its default."""
    read = ProviderReplacementSchema(data=body).read(current=shown(provider))
    changes = ProviderChanges(**{"active": True, **read.values}, replace=True)
    _refuse(read, actions.problems_of(provider, changes)[1])
    return changes


def _refuse(read: Read, found: list[Problem]) -> None:
    # What has the wrong shape has been told already; the rules saw nothing in its place.
    told = {problem.pointer for problem in read.problems}
    problems = [*read.problems, *(problem for problem in found if problem.pointer not in told)]
    if problems:
        raise RuleViolation(problems)
