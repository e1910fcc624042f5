"""The program that runs the embedded PostgreSQL while somebody needs it.

`embedded_postgres.py` starts it with a job in JSON. It detaches from its parent and the terminal,
becomes the user that PostgreSQL runs as, makes the data at the first time, starts the server and
again whenever it dies, and stops it and itself when no process holds `clients.lock` any more.

It imports nothing of the project, because it must run without it. Until the server is ready, standard
error is its parent's pipe: what it writes there is the reason why there is no server.
"""

import fcntl
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

STEP = 0.1
# How long there must be no client: the next command of a script finds the server still running.
GRACE = 1.0
ATTEMPTS = 5
PATIENCE = 10.0
# Lost with the machine, not with the server: a killed server still recovers.
FAST = ("fsync=off", "full_page_writes=off")
# Nothing of the caller's environment reaches the server: it may hold secrets, or PG* variables.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}


class SupervisionError(Exception):
    """There is no server, and the message says why."""


@dataclass(frozen=True)
class Job:
    """One server: where its programs, its folder and its socket are, and whom it runs as."""

    binaries: str
    folder: str
    sockets: str
    uid: int
    gid: int
    durable: bool
    lock: int

    @property
    def cluster(self) -> Path:
        return Path(self.folder, "cluster")

    @property
    def data(self) -> Path:
        return self.cluster / "data"

    @property
    def log(self) -> Path:
        return self.cluster / "server.log"


def main(argument: str) -> None:
    job = Job(**json.loads(argument))
    if os.fork():
        # The parent of the supervisor ends at once, so that whoever started it has no child to reap.
        os._exit(0)
    os.setsid()
    os.umask(0o077)
    for ignored in (signal.SIGINT, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    # Looked at between two steps, so that it never ends between a server's start and its being known.
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
    try:
        clients = os.open(Path(job.folder, "clients.lock"), os.O_RDWR)
        become(job)
        supervise(job, clients)
    except (SupervisionError, OSError) as error:
        sys.stderr.write(f"The embedded PostgreSQL in {job.folder} can't run: {error}\n")


def become(job: Job) -> None:
    if os.geteuid() == job.uid:
        return
    os.setgroups([])
    os.setgid(job.gid)
    os.setuid(job.uid)


def supervise(job: Job, clients: int) -> None:
    clear(job)
    if not job.data.exists():
        make_data(job)
    check_version(job)
    make_socket_folder(job)
    job.log.unlink(missing_ok=True)
    server = launch(job)
    try:
        await_ready(job, server)
        leave_the_pipe(job)
        unused = 0.0
        while not ended(job) and not (unused >= GRACE and locked_out(clients)):
            if server.poll() is not None:
                clear(job)
                server = relaunched(job)
            unused = 0.0 if has_clients(clients) else unused + STEP
            time.sleep(STEP)
    finally:
        stop(server)
        clear(job)


def locked_out(clients: int) -> bool:
    """Take the lock that clients share. Whoever comes now waits until this server is gone."""
    try:
        fcntl.flock(clients, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def has_clients(clients: int) -> bool:
    if not locked_out(clients):
        return True
    fcntl.flock(clients, fcntl.LOCK_UN)
    return False


def ended(job: Job) -> bool:
    """Whether it was asked to end, or its folder was removed or replaced."""
    if signal.SIGTERM in signal.sigpending():
        return True
    try:
        return not os.path.samestat(os.fstat(job.lock), os.stat(Path(job.folder, "supervisor.lock")))
    except FileNotFoundError:
        return True


def make_data(job: Job) -> None:
    """Make the cluster under another name first: what is called `data` is complete."""
    making = job.cluster / "data-unfinished"
    shutil.rmtree(making, ignore_errors=True)
    command = [f"{job.binaries}/initdb", "--pgdata", str(making), "--username", "postgres"]
    command += ["--auth", "trust", "--encoding", "UTF8", "--locale", "C"]
    command += ["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--no-instructions"]
    if not job.durable:
        command.append("--no-sync")
    result = subprocess.run(  # noqa: S603
        command,
        cwd=job.cluster,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if result.returncode:
        shutil.rmtree(making, ignore_errors=True)
        raise SupervisionError(f"initdb failed.\n{tail(result.stdout.decode(errors='replace'))}")
    making.rename(job.data)


def check_version(job: Job) -> None:
    found = (job.data / "PG_VERSION").read_text().strip()
    output = subprocess.run(  # noqa: S603
        [f"{job.binaries}/postgres", "--version"], env=ENVIRONMENT, capture_output=True, check=False
    ).stdout.decode()
    ours = output.split()[-1].split(".")[0] if output else "unknown"
    if found != ours:
        raise SupervisionError(
            f"its data is of PostgreSQL {found}, and the server is PostgreSQL {ours}. Dump it with the "
            "version that wrote it, or move the folder away to begin anew."
        )


def make_socket_folder(job: Job) -> None:
    """Make it private, or refuse: in /tmp somebody else could have made one of the same name."""
    folder = Path(job.sockets)
    folder.mkdir(mode=0o700, exist_ok=True)
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != job.uid or status.st_mode & 0o077:
        raise SupervisionError(f"the folder of its socket, {folder}, is not private to it.")


def launch(job: Job) -> subprocess.Popen[bytes]:
    quoted = job.sockets.replace('"', '""')
    settings = ["listen_addresses=", f'unix_socket_directories="{quoted}"', "port=5432"]
    settings += ["unix_socket_permissions=0700", "logging_collector=off", "log_destination=stderr"]
    if not job.durable:
        settings += FAST
    command = [f"{job.binaries}/postgres", "-D", str(job.data)]
    for setting in settings:
        command += ["-c", setting]
    with job.log.open("ab") as log:
        return subprocess.Popen(  # noqa: S603
            command, cwd=job.cluster, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )


def await_ready(job: Job, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server says in its pid file that it is ready; recovery may take its time."""
    while True:
        if server.poll() is not None:
            log = job.log.read_text(errors="replace") if job.log.exists() else ""
            raise SupervisionError(f"the server did not start.\n{tail(log)}")
        try:
            lines = (job.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            lines = []
        if len(lines) >= 8 and lines[0] == str(server.pid) and lines[7].strip() == "ready":
            return
        time.sleep(0.02)


def relaunched(job: Job) -> subprocess.Popen[bytes]:
    for attempt in range(ATTEMPTS):
        server = launch(job)
        try:
            await_ready(job, server)
        except SupervisionError:
            if attempt == ATTEMPTS - 1 or ended(job):
                raise
            time.sleep(2**attempt * STEP)
            clear(job)
        else:
            return server
    raise AssertionError("the last attempt returns or raises")


def leave_the_pipe(job: Job) -> None:
    with job.log.open("ab") as log:
        os.dup2(log.fileno(), 2)


def stop(server: subprocess.Popen[bytes]) -> None:
    """Stop it the fast way, which rolls back what is open, and by force if that takes too long."""
    for sign, patience in (
        (signal.SIGINT, 3 * PATIENCE),
        (signal.SIGQUIT, PATIENCE),
        (signal.SIGKILL, PATIENCE),
    ):
        if server.poll() is not None:
            return
        server.send_signal(sign)
        try:
            server.wait(patience)
        except subprocess.TimeoutExpired:
            continue


def clear(job: Job) -> None:
    """Leave no process and no file of a server that died or lost its supervisor.

    Its pid file alone proves nothing: in a container the pid of a killed server can stay as a zombie,
    or belong to another program after a restart. PostgreSQL would refuse to start in both cases.
    """
    for sign in (signal.SIGINT, signal.SIGKILL):
        deadline = time.monotonic() + PATIENCE
        for process in leaders(job) if sign == signal.SIGINT else processes(job):
            with suppress(psutil.NoSuchProcess):
                process.send_signal(sign)
        while processes(job) and time.monotonic() < deadline:
            time.sleep(STEP / 5)
    (job.data / "postmaster.pid").unlink(missing_ok=True)
    for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
        Path(job.sockets, name).unlink(missing_ok=True)
    if Path(job.sockets) != job.cluster:
        with suppress(OSError):
            Path(job.sockets).rmdir()


def processes(job: Job) -> list[psutil.Process]:
    """The living processes of a server on this data; each has it as its working folder."""
    everything = psutil.process_iter(["name", "cwd", "ppid", "status"])
    return [process for process in everything if belongs(process.info, job)]


def belongs(about: dict[str, object], job: Job) -> bool:
    living = about["status"] != psutil.STATUS_ZOMBIE
    return living and about["name"] == "postgres" and about["cwd"] == str(job.data)


def leaders(job: Job) -> list[psutil.Process]:
    """Of these a postmaster, which ends its own, or what a dead one left behind."""
    running = processes(job)
    pids = {process.pid for process in running}
    return [process for process in running if process.info["ppid"] not in pids]


def tail(text: str) -> str:
    return "\n".join(text.strip().splitlines()[-15:])


if __name__ == "__main__":
    main(sys.argv[1])
