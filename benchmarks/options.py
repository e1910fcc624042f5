"""What `make bench ARGS="…"` can be told."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

SIZES = (1_000, 10_000, 100_000)
DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "performance.md"


@dataclass(frozen=True)
class Options:
    """`only` is empty for all rows; `server` and `output` are empty for the embedded PostgreSQL and no file."""

    sizes: tuple[int, ...] = SIZES
    rounds: int = 41
    only: tuple[str, ...] = ()
    seconds: float = 0.1
    warm_up: int = 8
    connections: int = 4
    workers: int = 2
    imported: int = 10_000
    loaded: int = 50
    server: str = ""
    output: Path | None = None
    json: Path | None = None
    patterns: int = 1000
    throw_away: bool = False

    def wants(self, name: str) -> bool:
        return not self.only or name in self.only

    @property
    def is_whole(self) -> bool:
        """Whether nothing was asked for but what a run does by itself."""
        return replace(self, output=None, json=None) == Options()


def parsed(arguments: Sequence[str], *, names: Sequence[str]) -> Options:
    """Options of the command line; exits with a sentence for what can't be used."""
    given = vars(_parser(names).parse_args(arguments))
    sizes, only = tuple(sorted(given.pop("packages") or SIZES)), tuple(given.pop("only") or ())
    options = Options(sizes=sizes, only=only, **given)
    # What is committed is a whole run; a glance at one row must not replace it.
    return replace(options, output=DOCUMENT) if options.is_whole and not options.output else options


def _parser(names: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--packages", type=int, action="append", metavar="N", help="a size; may be repeated (all three)"
    )
    parser.add_argument("--rounds", type=int, default=Options.rounds, help="how often (%(default)s)")
    parser.add_argument("--only", action="append", choices=names, help="a row; may be repeated (all)")
    parser.add_argument(
        "--seconds", type=float, default=Options.seconds, help="of CPU that one slice takes (%(default)s)"
    )
    parser.add_argument(
        "--connections", type=int, default=Options.connections, help="of clients (%(default)s)"
    )
    parser.add_argument(
        "--warm-up", type=int, default=Options.warm_up, help="requests before each slice (%(default)s)"
    )
    parser.add_argument("--workers", type=int, default=Options.workers, help="of each server (%(default)s)")
    parser.add_argument(
        "--imported", type=int, default=Options.imported, help="packages of the bulk import (%(default)s)"
    )
    parser.add_argument(
        "--loaded", type=int, default=Options.loaded, help="packages of the fixture (%(default)s)"
    )
    parser.add_argument(
        "--patterns", type=int, default=Options.patterns, help="packages made one by one (%(default)s)"
    )
    parser.add_argument(
        "--server", default="", metavar="URL", help="a PostgreSQL on this machine (the embedded one)"
    )
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="where to (a whole run: docs/performance.md)"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="the figures as data, too")
    parser.add_argument("--throw-away", action="store_true", help="keep no database")
    return parser
