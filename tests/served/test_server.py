"""The server itself: as many workers as it was told, and always again."""

from __future__ import annotations

from functools import partial

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
