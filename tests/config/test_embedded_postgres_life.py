"""How long the embedded server lives, and what it survives."""

import os
import signal
import subprocess
import time

import psutil
import psycopg
import pytest

from config.embedded_postgres_supervisor import GRACE
from tests.config.embedded_clients import Site, as_user, eventually

pytestmark = pytest.mark.waits


def test_starts_with_the_database_of_its_url(any_site: Site) -> None:
    client = any_site.client()

    answer = client.start()

    assert answer == "done"
    assert any_site.query("SELECT current_setting('server_encoding')") == "UTF8"
    assert any_site.query("SELECT usesuper FROM pg_user WHERE usename = current_user") is False


@pytest.mark.parametrize("extension", ["pg_trgm", "btree_gist", "unaccent"])
def test_lets_the_database_owner_add_an_extension(site: Site, extension: str) -> None:
    site.started()

    with site.connect() as connection:
        connection.execute(f"CREATE EXTENSION {extension}")

    assert site.query(f"SELECT count(*) FROM pg_extension WHERE extname = '{extension}'") == 1


def test_makes_the_database_again_after_it_was_dropped(site: Site) -> None:
    client = site.started()
    with psycopg.connect(
        host=str(site.cluster), user="postgres", dbname="postgres", autocommit=True
    ) as admin:
        admin.execute("DROP DATABASE catalog")

    client.start()

    assert site.query("SELECT current_database()") == "catalog"


def test_keeps_its_data_when_it_starts_again(site: Site) -> None:
    first = site.started()
    with site.connect() as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    first.kill(signal.SIGTERM)
    eventually(site.is_gone)

    site.started()

    assert site.query("SELECT answer FROM kept") == 42


def test_is_one_server_however_many_start_it_at_once(site: Site) -> None:
    clients = [site.client() for _ in range(8)]
    for client in clients:
        assert client.process.stdin is not None
        client.process.stdin.write("embedded_postgres.start()\n")
        client.process.stdin.flush()

    answers = [client.run("pass") for client in clients]

    assert answers == ["done"] * len(clients)
    assert len(site.postmasters()) == 1
    assert len(site.supervisors()) == 1


def test_starting_again_in_a_process_changes_nothing(site: Site) -> None:
    client = site.started()
    before = site.postmasters()

    client.start()

    assert site.postmasters() == before


def test_stops_cleanly_after_its_last_client_was_killed(any_site: Site) -> None:
    client = any_site.started()

    client.kill()

    eventually(any_site.is_gone)
    assert "database system is shut down" in (any_site.cluster / "server.log").read_text()


def test_leaves_neither_socket_nor_pid_file(site: Site) -> None:
    client = site.started()

    client.kill()

    eventually(site.is_gone)
    assert sorted(path.name for path in site.cluster.iterdir()) == ["data", "server.log"]
    assert not (site.cluster / "data" / "postmaster.pid").exists()


def test_stays_while_one_client_of_two_lives(site: Site) -> None:
    first, _second = site.started(), site.started()
    before = site.postmasters()

    first.kill()
    time.sleep(GRACE + 0.5)

    assert site.postmasters() == before
    assert site.query("SELECT 1") == 1


def test_stays_for_a_child_that_its_client_forked(site: Site) -> None:
    client = site.started()
    client.run("child = os.fork() or time.sleep(600)")
    child = psutil.Process(client.process.pid).children()[0]

    client.process.kill()
    time.sleep(GRACE + 0.5)
    stayed = len(site.postmasters())
    child.kill()

    assert stayed == 1
    eventually(site.is_gone)


def test_does_not_stay_for_a_program_that_its_client_left_behind(site: Site) -> None:
    client = site.started()
    client.run("daemon = subprocess.Popen(['sleep', '600'], close_fds=False)")
    daemon = psutil.Process(client.process.pid).children()[0]

    client.kill()

    eventually(site.is_gone)
    assert daemon.is_running()
    daemon.kill()


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGHUP])
def test_is_not_ended_by_a_signal_to_the_terminal_it_was_started_from(
    site: Site, sign: signal.Signals
) -> None:
    first, _second = site.started(), site.started()
    before = site.postmasters() + site.supervisors()

    os.killpg(first.process.pid, sign)
    first.process.wait()
    for supervisor in site.supervisors():
        supervisor.send_signal(sign)
    time.sleep(0.5)

    assert site.postmasters() + site.supervisors() == before
    assert site.query("SELECT 1") == 1


def test_runs_again_after_the_server_was_killed(any_site: Site) -> None:
    any_site.started()
    with any_site.connect() as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    killed = any_site.postmasters()[0]

    killed.kill()

    eventually(
        lambda: killed not in any_site.postmasters() and any_site.query("SELECT answer FROM kept") == 42
    )


def test_runs_again_after_a_clean_end_that_its_clients_did_not_want(site: Site) -> None:
    site.started()
    ended = site.postmasters()[0]

    ended.terminate()

    eventually(lambda: ended not in site.postmasters() and site.query("SELECT 1") == 1)


def test_the_next_start_heals_a_killed_supervisor_for_all(any_site: Site) -> None:
    running = any_site.started()
    any_site.supervisors()[0].kill()
    eventually(lambda: not any_site.supervisors())

    any_site.started()

    assert len(any_site.supervisors()) == 1
    assert len(any_site.postmasters()) == 1
    assert running.start() == "done"
    assert any_site.query("SELECT 1") == 1


def test_the_next_start_heals_a_server_and_a_supervisor_killed_together(site: Site) -> None:
    client = site.started()
    for process in site.supervisors() + site.postmasters():
        process.kill()

    answer = client.start()

    assert answer == "done"
    assert site.query("SELECT 1") == 1


def test_ends_the_server_when_its_supervisor_is_told_to_end(site: Site) -> None:
    site.started()

    site.supervisors()[0].terminate()

    eventually(site.is_gone)


def test_ends_when_its_folder_is_removed(site: Site) -> None:
    site.started()

    site.folder.rename(site.base / "elsewhere")

    eventually(site.is_gone)


@pytest.mark.parametrize("ended", [True, False], ids=["zombie", "another program"])
def test_starts_though_the_pid_of_a_killed_server_looks_alive(site: Site, ended: bool) -> None:
    site.started().kill()
    eventually(site.is_gone)
    owner = (site.cluster / "data").stat().st_uid
    command = ["true"] if ended else ["sleep", "600"]
    holder = subprocess.Popen(command, cwd="/", **as_user(owner))
    eventually(lambda: (psutil.Process(holder.pid).status() == psutil.STATUS_ZOMBIE) is ended)
    (site.cluster / "data" / "postmaster.pid").write_text(
        f"{holder.pid}\n{site.cluster / 'data'}\n1\n5432\n\n\n"
    )

    answer = site.client().start()

    assert answer == "done"
    holder.kill()
    holder.wait()


def test_is_durable_unless_told_otherwise(site: Site) -> None:
    del site.variables["EMBEDDED_POSTGRES_DURABLE"]

    site.started()

    assert site.query("SHOW fsync") == "on"
    assert site.query("SHOW full_page_writes") == "on"


def test_is_fast_when_its_data_need_not_last(site: Site) -> None:
    site.started()

    assert site.query("SHOW fsync") == "off"
