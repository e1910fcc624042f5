"""Where the embedded server's data lives, and whose it is."""

import os
import socket
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import embedded_postgres
from tests.config.embedded_clients import CHECKOUT, Site, eventually

pytestmark = pytest.mark.waits


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    """A folder that only its owner may pass."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        yield Path(folder)


@pytest.fixture
def as_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)


def rights(*folders: Path) -> list[tuple[int, int]]:
    return [(folder.stat().st_mode, folder.stat().st_uid) for folder in folders]


def test_names_a_socket_and_starts_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDED_POSTGRES_DIR", str(site.folder))

    url = embedded_postgres.url()

    assert url == f"postgresql://catalog@{str(site.cluster).replace('/', '%2F')}:5432/catalog"
    assert not site.folder.exists()


def test_takes_a_relative_folder_from_the_checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EMBEDDED_POSTGRES_DIR", str(CHECKOUT / "below"))
    expected = embedded_postgres.url()
    monkeypatch.setenv("EMBEDDED_POSTGRES_DIR", "below")
    monkeypatch.chdir(tmp_path)

    assert embedded_postgres.url() == expected


@pytest.mark.usefixtures("as_root")
def test_leaves_a_folder_that_the_servers_user_cannot_reach(
    monkeypatch: pytest.MonkeyPatch, closed_folder: Path
) -> None:
    monkeypatch.setenv("EMBEDDED_POSTGRES_DIR", str(closed_folder / "postgres"))

    url = embedded_postgres.url()

    assert "@%2Fvar%2Flib%2Fservice-package-catalog%2F" in url
    assert url == embedded_postgres.url()


@pytest.mark.usefixtures("as_root")
def test_never_leaves_a_folder_that_holds_data(monkeypatch: pytest.MonkeyPatch, closed_folder: Path) -> None:
    monkeypatch.setenv("EMBEDDED_POSTGRES_DIR", str(closed_folder))
    (closed_folder / "cluster").mkdir()

    assert str(closed_folder).replace("/", "%2F") in embedded_postgres.url()


@pytest.mark.usefixtures("root_site")
def test_root_runs_the_server_as_another_user(site: Site) -> None:
    site.started()

    assert site.postmasters()[0].uids().effective != 0
    assert site.supervisors()[0].uids().effective != 0


@pytest.mark.usefixtures("root_site")
def test_root_runs_the_server_as_the_owner_of_the_data(ordinary_site: Site) -> None:
    ordinary_site.started().kill()
    eventually(ordinary_site.is_gone)
    owner, ordinary_site.user = ordinary_site.user, 0

    ordinary_site.started()

    assert ordinary_site.postmasters()[0].uids().effective == owner


@pytest.mark.usefixtures("root_site")
def test_copies_the_binaries_that_the_servers_user_cannot_read(site: Site) -> None:
    package = site.environment.packages / "embedded_postgres"
    before = stat.S_IMODE(package.stat().st_mode)
    package.chmod(0o700)

    try:
        site.started()
    finally:
        package.chmod(before)

    assert Path(site.postmasters()[0].exe()).is_relative_to(site.folder)
    assert site.query("SELECT 1") == 1


@pytest.mark.parametrize("umask", [0o022, 0o077])
def test_changes_no_folder_that_it_did_not_make(any_site: Site, umask: int) -> None:
    any_site.folder.mkdir()
    any_site.folder.chmod(0o751)
    os.chown(any_site.folder, any_site.user, -1)
    above = [any_site.folder, *any_site.folder.parents]
    before = rights(*above)

    any_site.client(umask=umask).start()

    assert rights(*above) == before


def test_root_makes_folders_that_the_servers_user_can_pass(any_site: Site) -> None:
    any_site.variables["EMBEDDED_POSTGRES_DIR"] += "/deeper/still"

    answer = any_site.client(umask=0o077).start()

    assert answer == "done"


@pytest.mark.parametrize("name", ['a "quoted", odd%20 name', "x" * 120])
def test_works_in_a_folder_of_any_name(any_site: Site, name: str) -> None:
    any_site.variables["EMBEDDED_POSTGRES_DIR"] = str(any_site.base / name)
    client = any_site.started()

    answer = client.run("import psycopg; assert psycopg.connect(embedded_postgres.url()).execute('SELECT 1')")

    assert answer == "done"


def test_takes_a_private_folder_for_the_socket_when_the_path_is_long(site: Site) -> None:
    site.variables["EMBEDDED_POSTGRES_DIR"] = str(site.base / ("x" * 120))
    client = site.started()
    user = site.cluster.stat().st_uid
    (short,) = Path("/tmp").glob(f"embedded-postgres-{user}-{embedded_postgres._digest(site.folder)}")
    mode = stat.S_IMODE(short.stat().st_mode)

    client.kill()

    assert mode == 0o700
    eventually(lambda: not short.exists())


def test_listens_on_no_network_address(site: Site) -> None:
    site.started()

    assert site.query("SHOW listen_addresses") == ""
    assert not [found for found in site.postmasters()[0].net_connections("inet") if found.status == "LISTEN"]


@pytest.mark.usefixtures("root_site")
def test_lets_no_other_user_connect(any_site: Site) -> None:
    any_site.started()
    address = str(any_site.cluster / ".s.PGSQL.5432")
    attempt = f"import socket; socket.socket(socket.AF_UNIX).connect({address!r})"
    stranger = next(uid for uid in (12345, 12346) if uid != any_site.cluster.stat().st_uid)

    result = subprocess.run(
        [any_site.environment.python, "-c", attempt],
        env={"LD_LIBRARY_PATH": str(any_site.environment.libraries)},
        cwd="/",
        user=stranger,
        group=stranger,
        extra_groups=[],
        capture_output=True,
        text=True,
        check=False,
    )

    assert "PermissionError" in result.stderr
    socket.socket(socket.AF_UNIX).connect(address)


def test_ignores_the_callers_postgres_variables(site: Site) -> None:
    site.variables.update(PGPORT="1", PGDATA="/nowhere", PGOPTIONS="-c statement_timeout=0")

    assert site.client().start() == "done"


def test_the_servers_environment_holds_none_of_the_callers_secrets(site: Site) -> None:
    site.variables["SECRET_KEY"] = "a secret of the caller"

    site.started()

    assert "SECRET_KEY" not in site.postmasters()[0].environ()
