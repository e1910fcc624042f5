"""The catalogs that are measured: made once for each size, kept, and copied for each run."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256

import psutil
from cryptography.fernet import Fernet

from benchmarks.database import Cluster
from benchmarks.options import Options
from benchmarks.progress import say
from benchmarks.servers import CHECKOUT

# A catalog of other tables, another matrix, another renderer or other packages is made anew.
_MADE_FROM = (
    "*/migrations/*.py",
    "features/releases/*.json",
    "catalog/document.py",
    "catalog/actions/record.py",
    "benchmarks/copies.py",
    "benchmarks/generate.py",
    "benchmarks/matrix.py",
    "benchmarks/packages.py",
)


@dataclass(frozen=True)
class Catalog:
    """A catalog of `count` packages in a database that this run may change."""

    count: int
    name: str
    url: str


def keys_of_the_moment() -> dict[str, str]:
    """The settings of production, as a run needs them."""
    return {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "FIELD_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
        "ALLOWED_HOSTS": "127.0.0.1",
        "DEBUG": "0",
    }


@contextmanager
def copied_catalog(
    cluster: Cluster, count: int, options: Options, *, environment: Mapping[str, str]
) -> Iterator[Catalog]:
    """A copy of the catalog of this size, for the time of the block; to be thrown away, none is kept."""
    name = f"bench_{count}_of_{os.getpid()}"
    _drop_leftovers(cluster, f"bench_{count}_of_")
    try:
        if options.throw_away:
            _make(cluster, name, count, options, environment=environment)
        else:
            cluster.clone(_kept(cluster, count, options, environment=environment), name)
        yield Catalog(count, name, cluster.url_of(name))
    finally:
        cluster.drop(name)


def _drop_leftovers(cluster: Cluster, prefix: str) -> None:
    """Removes what a run left behind that was killed."""
    for name in cluster.names(prefix):
        if not psutil.pid_exists(int(name.removeprefix(prefix))):
            cluster.drop(name)


def _kept(cluster: Cluster, count: int, options: Options, *, environment: Mapping[str, str]) -> str:
    """The database with the catalog of this size, which is made when there is none that is still good."""
    name, signature = f"bench_{count}", _signature(options)
    if cluster.comment(name) != signature:
        _make(cluster, name, count, options, environment=environment)
        cluster.note(name, signature)
    return name


def _make(
    cluster: Cluster, name: str, count: int, options: Options, *, environment: Mapping[str, str]
) -> None:
    say(f"making a catalog of {count:,} packages")
    cluster.drop(name)
    cluster.create(name)
    subprocess.run(  # noqa: S603
        [sys.executable, "-m", "benchmarks.generate", str(count), str(options.patterns)],
        cwd=CHECKOUT,
        env={**os.environ, **environment, "DATABASE_URL": cluster.url_of(name)},
        check=True,
    )


def _signature(options: Options) -> str:
    digest = sha256(str(options.patterns).encode())
    for pattern in _MADE_FROM:
        for path in sorted(CHECKOUT.glob(pattern)):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
