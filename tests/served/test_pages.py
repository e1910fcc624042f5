"""What a page costs over the wire: the first time, and what a browser keeps of it for ever."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from catalog.models import Package
from features import sync
from integrations.actors import Actor
from tests.factories.feature import FeatureFactory
from tests.factories.package import PackageFactory
from tests.served.server import CHECKOUT, Server, environment

pytestmark = pytest.mark.django_db(transaction=True)

MOST_BYTES = 150_000
LIST = "/admin/catalog/package/"
_NAMED = re.compile(r'(?:href|src)="(/static/[^"#]+)')


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The static files as they are served in production: with a hash in their names, and compressed."""
    return tmp_path_factory.mktemp("static")


@pytest.fixture
def port(transactional_db: None, tmp_path: Path, collected: Path) -> Iterator[int]:
    given = {**environment(), "STATIC_ROOT": str(collected)}
    if not (collected / "staticfiles.json").exists():
        command = [sys.executable, "manage.py", "collectstatic", "--no-input"]
        subprocess.run(command, cwd=CHECKOUT, env={**os.environ, **given}, check=True, capture_output=True)
    sync.apply(by=Actor.command("test"))
    server = Server(tmp_path / "server.log", STATIC_ROOT=str(collected))
    try:
        server.until_ready()
        yield server.port
    finally:
        server.stop()


class Browser:
    """Asks as a browser that has been nowhere yet."""

    def __init__(self, port: int) -> None:
        self._port = port
        user = User.objects.create_superuser("operator", password="a-long-password")
        client = Client()
        client.force_login(user, settings.AUTHENTICATION_BACKENDS[-1])
        self._session = client.cookies[settings.SESSION_COOKIE_NAME].value

    def get(self, path: str) -> tuple[bytes, dict[str, str]]:
        """The bytes on the wire, and the headers."""
        connection = HTTPConnection("127.0.0.1", self._port, timeout=60)
        headers = {"X-Forwarded-Proto": "https", "Accept-Encoding": "gzip"}
        headers["Cookie"] = f"{settings.SESSION_COOKIE_NAME}={self._session}"
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        assert answer.status == 200, (path, answer.status)
        return body, {name.lower(): value for name, value in answer.getheaders()}

    def first_visit(self, path: str) -> dict[str, tuple[int, dict[str, str]]]:
        """Size and headers of the page and of everything that it names."""
        body, headers = self.get(path)
        files = dict.fromkeys(_NAMED.findall(gzip.decompress(body).decode()))
        found = {name: self.get(name) for name in files}
        return {name: (len(sent), told) for name, (sent, told) in {path: (body, headers), **found}.items()}


def package_of_forty_features() -> Package:
    codes = [feature.code for feature in FeatureFactory.create_batch(40, limit=True)]
    return PackageFactory.create(features=dict.fromkeys(codes, 5))


def test_a_first_visit_is_small_and_leaves_everything_but_the_page(port: int) -> None:
    package = package_of_forty_features()
    PackageFactory.create_batch(49)
    browser = Browser(port)

    for path in (LIST, f"{LIST}{package.pk}/change/"):
        seen = browser.first_visit(path)
        files = {name: told for name, (_, told) in seen.items() if name != path}

        assert sum(size for size, _ in seen.values()) <= MOST_BYTES, {
            n: size for n, (size, _) in seen.items()
        }
        assert len(files) > 5
        for name, told in files.items():
            assert "immutable" in told["cache-control"], name
            assert re.search(r"\.[0-9a-f]{12}\.", name), name
