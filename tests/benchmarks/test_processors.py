"""The CPU of a process, this one's or another's."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

import pytest

from benchmarks.processors import cpu_seconds


def test_it_is_what_the_process_says_of_itself() -> None:
    before = time.process_time()
    told = cpu_seconds(os.getpid())
    after = time.process_time()

    assert before <= told <= after


def test_threads_that_ended_count() -> None:
    before = cpu_seconds(os.getpid())
    used: list[float] = []

    def work() -> None:
        sum(range(1_000_000))
        used.append(time.thread_time())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()

    assert cpu_seconds(os.getpid()) - before >= used[0]


def test_another_process_is_asked_from_outside_until_it_is_gone() -> None:
    program = (
        "import sys, time; sum(range(1_000_000)); print(time.process_time(), flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        said = float(process.stdout.readline())
        assert cpu_seconds(process.pid) >= said

    with pytest.raises(ProcessLookupError):
        cpu_seconds(process.pid)
