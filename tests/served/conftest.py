"""The product, served by real workers over real transactions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from features import sync
from integrations import tokens
from integrations.actors import Actor
from tests.factories.api_client import ApiClientFactory
from tests.served.client import Client
from tests.served.server import Server

Connect = Callable[[], Client]


@pytest.fixture
def server(transactional_db: None, tmp_path: Path) -> Iterator[Server]:
    """A server that is ready, with the feature matrix loaded; no request to it may end in an error of its own."""
    sync.apply(by=Actor.command("test"))
    server = Server(tmp_path / "server.log")
    try:
        server.until_ready()
        yield server
    finally:
        server.stop()
        # The tables are emptied next, which waits for whatever a killed worker's connection still does.
        connection.close()
    assert "unexpected_error" not in server.log.read_text()


@pytest.fixture
def connect(server: Server) -> Iterator[Connect]:
    """Makes connections of one client that may do everything."""
    token, _ = tokens.issue(client=ApiClientFactory.create())
    made: list[Client] = []

    def one() -> Client:
        made.append(Client(server.port, token))
        return made[-1]

    yield one
    for client in made:
        client.close()
