"""The product on a port, over the database of the tests, as `make run` serves it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
from django.conf import settings
from django.db import connection

from tests.served.client import Client

CHECKOUT = Path(__file__).resolve().parent.parent.parent
_PATIENCE = 60.0


class Server:
    """A main process with its workers, in a process group of their own."""

    def __init__(self, log: Path, **settings: str) -> None:
        self.log = log
        self._settings = settings
        # Held, and never listened on: nobody else is given this port meanwhile.
        self._port = socket.socket()
        self._port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self._port.bind(("127.0.0.1", 0))
        self.port: int = self._port.getsockname()[1]
        self._process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        with self.log.open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.served.serving", str(self.port)],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=CHECKOUT,
                env={**os.environ, **environment(), **self._settings},
                start_new_session=True,
            )

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def workers(self) -> list[psutil.Process]:
        """The workers that live."""
        with suppress(psutil.NoSuchProcess):
            children = psutil.Process(self._process.pid).children()
            return [child for child in children if child.status() != psutil.STATUS_ZOMBIE]
        return []

    def is_complete(self, *, without: Sequence[psutil.Process] = ()) -> bool:
        """Whether there are as many workers as were asked for, these not counted."""
        return len(set(self.workers()) - set(without)) == settings.SERVER_WORKERS

    def until_ready(self) -> None:
        """Waits until requests can be served; fails with the log when that takes too long."""
        eventually(self._is_ready, otherwise=self.log.read_text)

    def _is_ready(self) -> bool:
        assert self.is_running, self.log.read_text()
        client = Client(self.port)
        try:
            return client.send("GET", "/readyz").status == 200
        except OSError:
            return False
        finally:
            client.close()

    def stop(self) -> None:
        """Stops it as Ctrl-C does; fails when it leaves a worker behind, and kills that one."""
        workers = self.workers()
        try:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(timeout=_PATIENCE)
            assert not any(worker.is_running() for worker in workers)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            if self._process.stdin:
                self._process.stdin.close()
            self._port.close()


def eventually(condition: Callable[[], object], *, otherwise: Callable[[], str] = str) -> None:
    """Waits until the condition holds; fails with what `otherwise` says."""
    deadline = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < deadline, otherwise()
        time.sleep(0.02)


def environment() -> dict[str, str]:
    """Production's settings, over the database of this process."""
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": _url(connection.settings_dict),
        "DEBUG": "0",
        "ALLOWED_HOSTS": "127.0.0.1",
    }


def _url(database: dict[str, Any]) -> str:
    user, password, host, port, name = (
        quote(str(database[part]), safe="") for part in ("USER", "PASSWORD", "HOST", "PORT", "NAME")
    )
    return f"postgresql://{user}{password and ':' + password}@{host}{port and ':' + port}/{name}"
