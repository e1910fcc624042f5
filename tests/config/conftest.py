"""What the tests of the embedded PostgreSQL share."""

import os
import pwd
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.config.embedded_clients import Environment, Site, copy_environment

NOBODY = pwd.getpwnam("nobody").pw_uid


@pytest.fixture(scope="session")
def environment() -> Iterator[Environment]:
    folder = Path(tempfile.mkdtemp(prefix="catalog-python-", dir="/tmp"))
    yield copy_environment(folder)
    shutil.rmtree(folder)


def make_site(environment: Environment, user: int) -> Site:
    base = Path(tempfile.mkdtemp(prefix="catalog-", dir="/tmp"))
    base.chmod(0o755)
    if user != os.geteuid():
        os.chown(base, user, pwd.getpwuid(user).pw_gid)
    folder = base / "postgres"
    variables = {"EMBEDDED_POSTGRES_DIR": str(folder), "EMBEDDED_POSTGRES_DURABLE": "0"}
    return Site(environment=environment, base=base, user=user, variables=variables)


@pytest.fixture
def site(environment: Environment) -> Iterator[Site]:
    """A folder that the user who runs the suite uses."""
    made = make_site(environment, os.geteuid())
    yield made
    made.close()


@pytest.fixture
def ordinary_site(environment: Environment) -> Iterator[Site]:
    """A folder that a user who is not root uses."""
    made = make_site(environment, os.geteuid() or NOBODY)
    yield made
    made.close()


@pytest.fixture
def root_site(site: Site) -> Site:
    if site.user != 0:
        pytest.skip("only root can see what root's server does")
    return site


@pytest.fixture(params=["site", "ordinary_site"] if os.geteuid() == 0 else ["ordinary_site"])
def any_site(request: pytest.FixtureRequest) -> Site:
    """Both: root, whose server runs as another user, and an ordinary user."""
    found: Site = request.getfixturevalue(request.param)
    return found
