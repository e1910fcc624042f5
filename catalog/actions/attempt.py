"""One thing done or tried, and what came of it as a value: a refusal stops nobody who has more to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

from django.db import IntegrityError, OperationalError, transaction

from catalog.actions.save import NotRecorded, PackageGone, Saved
from catalog.differences import differences, movement, parsed
from catalog.models import PackageDocument
from config.differences import Difference, listed
from config.rules import RuleViolation, constraint_problem, is_busy
from config.taken_back import taken_back

Act = Callable[[], Saved]

_GONE = "It is not there any more."
_BUSY = "Somebody else is changing it at this moment; try it again."
_ANOTHER = "It was changed meanwhile, and this would no longer do what was shown. Look at it again."


class Kind(StrEnum):
    """What came of it. `IMPOSSIBLE` and `ANOTHER` leave everything as it was."""

    DONE = "done"
    UNCHANGED = "unchanged"
    IMPOSSIBLE = "impossible"
    ANOTHER = "another"


@dataclass(frozen=True)
class Outcome:
    """What came of doing something to a package, or would come of it.

    `document` is the package afterwards, None where nothing was possible; `before` is None for one that is
    new. `why` has a sentence for everything that stands in the way. Two outcomes with the same `mark` are
    the same change.
    """

    kind: Kind
    document: PackageDocument | None = None
    before: PackageDocument | None = None
    changes: tuple[Difference, ...] = ()
    why: tuple[str, ...] = ()
    mark: str = ""


class _Another(Exception):
    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


def tried(act: Act) -> Outcome:
    """What would come of `act`; nothing of it is kept."""
    return _answered(lambda: taken_back(lambda: _outcome(act())))


def done(act: Act, *, mark: str = "") -> Outcome:
    """What came of `act`, in a transaction of its own.

    With the `mark` of an outcome that somebody was shown, nothing is done that differs from it: what needs
    no change any more is `UNCHANGED`, what would do something else is `ANOTHER`.
    """
    return _answered(lambda: _as_shown(act, mark))


def _as_shown(act: Act, mark: str) -> Outcome:
    with transaction.atomic():
        outcome = _outcome(act())
        if mark and outcome.kind == Kind.DONE and outcome.mark != mark:
            raise _Another(outcome)
    return outcome


def _answered(ask: Callable[[], Outcome]) -> Outcome:
    try:
        return ask()
    except RuleViolation as broken:
        return _impossible(*dict.fromkeys(problem.detail for problem in broken.problems))
    except PackageGone:
        return _impossible(_GONE)
    except NotRecorded as error:
        return _impossible(str(error))
    except _Another as another:
        return Outcome(Kind.ANOTHER, changes=another.outcome.changes, why=(_ANOTHER,))
    except (IntegrityError, OperationalError) as error:
        sentence = _met(error)
        if sentence is None:
            raise
        return _impossible(sentence)


def _met(error: IntegrityError | OperationalError) -> str | None:
    """What to say when another write came in between; None when that is not what happened."""
    if isinstance(error, OperationalError):
        return _BUSY if is_busy(error) else None
    # The constraint that it met says the same sentence as the rules.
    problem = constraint_problem(error)
    return problem.detail if problem else None


def _impossible(*why: str) -> Outcome:
    return Outcome(Kind.IMPOSSIBLE, why=why)


def _outcome(saved: Saved) -> Outcome:
    before, after = saved.before, saved.document
    if not saved.changed:
        return Outcome(Kind.UNCHANGED, after, before)
    if before is None:
        return Outcome(Kind.DONE, after, mark=after.promise_digest)
    was, now = parsed(before.text), parsed(after.text)
    found = (*differences(was, now), *movement(was, now))
    return Outcome(Kind.DONE, after, before, found, mark=_mark(found, after))


def _mark(found: tuple[Difference, ...], after: PackageDocument) -> str:
    said = listed(found) + (b"1" if after.sellable else b"0")
    return blake2b(said, digest_size=8).hexdigest()
