"""How the product is served: granian, with a fixed number of workers and blocking threads."""

from __future__ import annotations

import time
from collections import deque
from typing import Any

from django.conf import settings
from granian.constants import Interfaces
from granian.server import MPServer


class Server(MPServer):
    """Granian that starts a worker again however often it falls.

    Left to itself, it ends the workers that are well, too, when one falls twice within 5.5 seconds. Here it
    takes more falls than anybody causes by hand: then no worker can live, and it ends as it would.
    """

    MOST_FALLS = 100
    WITHIN = 60.0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._falls: deque[float] = deque(maxlen=self.MOST_FALLS)

    def _respawn_workers(self, *args: Any, **kwargs: Any) -> None:
        super()._respawn_workers(*args, **kwargs)
        self._falls.append(time.monotonic())
        often = len(self._falls) == self.MOST_FALLS and self._falls[-1] - self._falls[0] < self.WITHIN
        if not often:
            self.respawned_wrks.clear()


def serve(port: int, *, address: str = "127.0.0.1") -> None:
    """Serves until it is stopped."""
    Server(
        "config.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.SERVER_WORKERS,
        # Hundreds of threads, its own default, would only wait for the database.
        blocking_threads=settings.SERVER_THREADS,
        # A thread that ends takes its connection and the prepared statements along; half a minute is its default.
        blocking_threads_idle_timeout=600,
        respawn_failed_workers=True,
        # Ctrl-C reaches the workers twice, from the terminal and from the main process, and one that
        # missed it would be waited for without end.
        workers_kill_timeout=3,
        websockets=False,
    ).serve()
