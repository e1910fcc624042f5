"""The process that writes past the server: `python -m benchmarks.writer`, with DATABASE_URL set.

A line of JSON comes in for each thing to do, and what came of it goes out as one: its cost (see `Cost`) or
what was asked for.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from typing import Any

import django
import psycopg

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from benchmarks import loads, statements, writes
from catalog.actions.record import stale
from catalog.aggregate import load_aggregates
from catalog.models import PackageDocument
from integrations.clients import create_client

_SCOPES = ("catalog:read", "catalog:write", "catalog:publish", "pricing:write")


class Writer:
    def __init__(self) -> None:
        self.raw = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
        self.patterns = writes.patterns(self.raw)[1::2]
        self.token = create_client(name="Benchmark", scopes=_SCOPES).token

    def do(self, order: dict[str, Any]) -> dict[str, Any]:
        match order["do"]:
            case "repeat":
                return self.repeat(order["kind"], order["first"], order["count"])
            case "load":
                return asdict(loads.loaded(order["count"]))
            case "import":
                return asdict(loads.imported(order["count"]))
            case "token":
                return {"token": self.token}
            case "check":
                return {"stale": len(self.stale())}
        raise ValueError(order["do"])

    def repeat(self, kind: writes.Kind, first: int, count: int) -> dict[str, Any]:
        """The statements of so many writes, sent again; `statements` is how many one write has."""
        calls = writes.calls(kind, self.patterns, range(first, first + count))
        caught = statements.caught(calls, token=self.token)
        cost = statements.repeated(caught, self.raw, unmeasured=writes.UNMEASURED)
        return {**asdict(cost), "statements": min(map(len, caught))}

    def stale(self) -> list[Any]:
        """Of the packages that were written last, those whose document is not what their rows say."""
        newest = PackageDocument.objects.order_by("-updated_at").values_list("pk", flat=True)[:500]
        return stale(load_aggregates(newest))


def main() -> None:
    writer = Writer()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(writer.do(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
