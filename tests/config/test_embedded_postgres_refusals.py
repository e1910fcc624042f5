"""What the embedded server can't do, and that it says so."""

import os
import resource
import signal
import sys

import pytest

from config import embedded_postgres
from config.embedded_postgres import EmbeddedPostgresError
from tests.config.embedded_clients import Site, eventually

pytestmark = pytest.mark.waits


def stopped_after_a_start(site: Site) -> None:
    site.started().kill(signal.SIGTERM)
    eventually(site.is_gone)


def small_files_only() -> None:
    """As on a full disk: no file may grow beyond a megabyte."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))


def test_refuses_a_folder_that_it_cannot_write(ordinary_site: Site) -> None:
    ordinary_site.base.chmod(0o555)
    if os.geteuid() == 0:
        os.chown(ordinary_site.base, 0, 0)

    answer = ordinary_site.client().start()

    assert answer.startswith(
        f"refused: The embedded PostgreSQL can't use {ordinary_site.folder}: Permission denied"
    )
    assert "EMBEDDED_POSTGRES_DIR" in answer
    ordinary_site.base.chmod(0o755)


def test_refuses_data_of_another_user(ordinary_site: Site) -> None:
    stopped_after_a_start(ordinary_site)
    if os.geteuid() == 0:
        os.chown(ordinary_site.folder, 0, 0)
    ordinary_site.folder.chmod(0o000)

    answer = ordinary_site.client().start()

    assert "Permission denied" in answer
    ordinary_site.folder.chmod(0o755)


@pytest.mark.parametrize("folder", ["/tmp/" + "x" * 300, "/tmp" + "/xxxxxxxxx" * 90])
def test_refuses_a_path_that_is_too_long(monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    monkeypatch.setenv("EMBEDDED_POSTGRES_DIR", folder)

    with pytest.raises(EmbeddedPostgresError, match="folder is too long"):
        embedded_postgres.url()


def test_refuses_root_without_a_user_to_run_as(monkeypatch: pytest.MonkeyPatch, site: Site) -> None:
    monkeypatch.setenv("EMBEDDED_POSTGRES_DIR", str(site.folder))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(embedded_postgres, "UNPRIVILEGED", ("root", "no-such-user"))

    with pytest.raises(EmbeddedPostgresError, match="there is no user root or no-such-user to run it as"):
        embedded_postgres.start()


def test_refuses_a_platform_without_the_wheel(monkeypatch: pytest.MonkeyPatch, site: Site) -> None:
    monkeypatch.setenv("EMBEDDED_POSTGRES_DIR", str(site.folder))
    monkeypatch.setitem(sys.modules, "embedded_postgres", None)

    with pytest.raises(
        EmbeddedPostgresError, match="embedded-postgres, which carries PostgreSQL, is not installed"
    ):
        embedded_postgres.start()


def test_refuses_data_of_another_major_version_and_leaves_it_alone(any_site: Site) -> None:
    stopped_after_a_start(any_site)
    version = any_site.cluster / "data" / "PG_VERSION"
    version.write_text("17\n")

    answer = any_site.client().start()

    assert "its data is of PostgreSQL 17, and the server is PostgreSQL 18" in answer
    assert version.read_text() == "17\n"


def test_tells_why_the_data_could_not_be_made(any_site: Site) -> None:
    client = any_site.client(preexec_fn=small_files_only)

    answer = client.start()

    assert "initdb failed." in answer
    assert "child process" in answer
    assert list(any_site.cluster.iterdir()) == []


def test_makes_the_data_after_a_failure_is_mended(site: Site) -> None:
    assert site.client(preexec_fn=small_files_only).start() != "done"

    assert site.client().start() == "done"


def test_tells_why_the_server_did_not_start(any_site: Site) -> None:
    stopped_after_a_start(any_site)
    (any_site.cluster / "data" / "postgresql.conf").write_text("shared_buffers = nonsense\n")

    answer = any_site.client().start()

    assert "the server did not start." in answer
    assert 'invalid value for parameter "shared_buffers"' in answer


@pytest.mark.usefixtures("root_site")
def test_refuses_a_socket_folder_that_somebody_else_made(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.variables["EMBEDDED_POSTGRES_DIR"] = str(site.base / ("x" * 120))
    monkeypatch.setenv("EMBEDDED_POSTGRES_DIR", str(site.folder))
    somebodys = embedded_postgres._place().sockets
    somebodys.mkdir(mode=0o777)

    answer = site.client().start()

    assert f"the folder of its socket, {somebodys}, is not private to it" in answer
    assert somebodys.exists()
    somebodys.rmdir()
