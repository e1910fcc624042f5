"""The server itself: as many workers as it was told, and always again."""

from __future__ import annotations

from functools import partial
from typing import Any
from unittest.mock import Mock

from granian.constants import Interfaces

import config.server
from tests.served.conftest import Connect
from tests.served.server import Server, eventually


def test_workers_that_are_killed_again_and_again_are_replaced(server: Server, connect: Connect) -> None:
    assert server.is_complete()

    for victims in (1, None, 1, None):
        killed = server.workers()[:victims]
        for worker in killed:
            worker.kill()

        eventually(partial(server.is_complete, without=killed))

    assert server.is_running
    assert connect().send_until_answered("GET", "/api/v1/packages").status == 200


def test_a_server_whose_workers_can_never_live_ends() -> None:
    server = Falling()

    tries = [server.fall() for _ in range(Falling.MOST_FALLS)]

    assert tries == [*[False] * (Falling.MOST_FALLS - 1), True]


class Falling(config.server.Server):
    """Granian's own record of workers that fell, which decides whether it goes on, without any workers."""

    MOST_FALLS = 5

    def __init__(self) -> None:
        super().__init__("config.wsgi:application", interface=Interfaces.WSGI)

    def _spawn_worker(self, *args: Any, **kwargs: Any) -> Any:
        return Mock()

    def fall(self) -> bool:
        """Whether granian would end now, if the same worker fell once more."""
        self.wrks = [Mock()]
        self._respawn_workers([0], None, None)
        return bool(self.respawned_wrks)
