"""When, where and with which words it was measured."""

from __future__ import annotations

import os
import platform
import shlex
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version

import psutil

from benchmarks.options import Options


def circumstances(options: Options, *, settings: Mapping[str, str], arguments: Sequence[str]) -> list[str]:
    """Lines of text; the load of the machine is that of now, so this is asked before anything runs."""
    memory = psutil.virtual_memory().total / 2**30
    durable = [f"{name} {settings[name]}" for name in ("fsync", "synchronous_commit", "full_page_writes")]
    told = f' ARGS="{shlex.join(arguments)}"' if arguments else ""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("Django", "granian", "psycopg"))
    return [
        f"{datetime.now(UTC):%Y-%m-%d}, `make bench{told}`",
        f"{platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB; {os.getloadavg()[0]:.1f} processes were "
        "busy with other things when it began",
        f"{platform.python_implementation()} {platform.python_version()}, {libraries}",
        f"PostgreSQL {settings['server_version']} with {settings['shared_buffers']} of shared buffers; "
        + ", ".join(durable),
        f"{options.rounds} rounds, slices of about {options.seconds:g} s of CPU, {options.connections} connections",
    ]
