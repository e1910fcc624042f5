"""What a run is at, for the person who waits for it."""

from __future__ import annotations

import sys
import time

_began = time.monotonic()


def say(what: str) -> None:
    """A line with the minutes since the run began, apart from the report."""
    minutes, seconds = divmod(round(time.monotonic() - _began), 60)
    sys.stderr.write(f"{minutes:3}:{seconds:02}  {what}\n")
