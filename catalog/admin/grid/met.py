"""What can stand in the way of saving a sheet, and what is said when another write came in between."""

from __future__ import annotations

from django.db import IntegrityError, OperationalError

from catalog.actions.save import NotRecorded
from catalog.actions.save_many import ManyRefused
from config.rules import constraint_problem, is_busy

REFUSALS = (ManyRefused, IntegrityError, NotRecorded, OperationalError)


def met_sentence(error: Exception, *, busy: str) -> str:
    """What to say of a refusal that names no cell; `busy` when the write only met another one.

    Raises `error` itself when the database failed for another reason.
    """
    if isinstance(error, NotRecorded):
        return str(error)
    if isinstance(error, OperationalError) and not is_busy(error):
        raise error
    broken = constraint_problem(error) if isinstance(error, IntegrityError) else None
    return broken.detail if broken else busy
