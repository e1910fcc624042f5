"""The whole benchmark, as small as it can be: that it measures what it says, and not how fast anything is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from benchmarks.__main__ import NAMES
from benchmarks.bulk import BULK_TITLES
from benchmarks.questions import QUESTIONS
from benchmarks.targets import TARGETS
from benchmarks.writing import TITLES
from config import embedded_postgres

SMALLEST = {
    "packages": 60,
    "patterns": 20,
    "rounds": 1,
    "seconds": 0.01,
    "warm-up": 4,
    "workers": 1,
    "loaded": 2,
    "imported": 3,
}


def test_the_smallest_run_fills_every_row_with_answers_that_are_right(tmp_path: Path) -> None:
    page, data = tmp_path / "performance.md", tmp_path / "figures.json"
    told = SMALLEST | {
        "server": settings.DATABASE_URL or embedded_postgres.url(),
        "output": page,
        "json": data,
    }
    arguments = [f"--{name}={value}" for name, value in told.items()]

    run = subprocess.run(  # it stops at the first answer that is wrong
        [sys.executable, "-m", "benchmarks", "--throw-away", *arguments],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    measured = {(one["row"], one["contender"]) for one in json.loads(data.read_text())}
    assert {row for row, _ in measured} == set(NAMES)
    assert measured >= {(question.name, name) for question in QUESTIONS for name in ("bare", "served")}
    assert measured >= {(row, "raw") for row in TITLES}
    rows = page.read_text().splitlines()
    titles = [*(target.title for target in TARGETS), *(question.title for question in QUESTIONS)]
    titles += [*TITLES.values(), *BULK_TITLES.values()]
    assert [title for title in titles if not any(row.startswith(f"| {title}") for row in rows)] == []
