"""What a run writes, by what it was told."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.options import DOCUMENT, SIZES, parsed

NAMES = ["list", "one"]


def test_a_whole_run_replaces_the_committed_page() -> None:
    options = parsed([], names=NAMES)

    assert (options.sizes, options.output) == (SIZES, DOCUMENT)


@pytest.mark.parametrize("told", [["--only", "list"], ["--packages", "1000"], ["--rounds", "3"]])
def test_a_glance_leaves_the_committed_page_alone(told: list[str]) -> None:
    assert parsed(told, names=NAMES).output is None


def test_a_glance_is_written_where_it_is_told_to() -> None:
    assert parsed(["--only", "list", "--output", "a.md"], names=NAMES).output == Path("a.md")


def test_rows_that_were_not_asked_for_are_left_out() -> None:
    options = parsed(["--only", "one"], names=NAMES)

    assert [name for name in NAMES if options.wants(name)] == ["one"]
