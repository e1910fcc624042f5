"""What a slice sends."""

from __future__ import annotations

import pytest

from benchmarks.client import Job


@pytest.mark.parametrize(
    ("count", "requests"),
    [(0, [b"a", b"b", b"c"]), (2, [b"c", b"a", b"b"]), (3, [b"a", b"b", b"c"]), (7, [b"b", b"c", b"a"])],
)
def test_a_job_goes_on_where_the_last_slice_ended(count: int, requests: list[bytes]) -> None:
    job = Job(port=1, workers=[1], requests=[b"a", b"b", b"c"], count=5, connections=1)

    assert job.further(count).requests == requests
