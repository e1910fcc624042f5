"""The CPU that a process has used, read from the clock that the kernel keeps for it."""

from __future__ import annotations

import ctypes
import os
import time

_libc = ctypes.CDLL(None)


def cpu_seconds(pid: int) -> float:
    """Seconds of CPU, user and system, of all threads that the process has and had; raises ProcessLookupError.

    To the nanosecond, where `/proc/<pid>/stat` counts in ticks of 10 ms: a slice of fractions of a second in a
    dozen processes is known no better than to a tenth that way. See clock_getcpuclockid(3).
    """
    clock = ctypes.c_int()
    if error := _libc.clock_getcpuclockid(pid, ctypes.byref(clock)):
        raise ProcessLookupError(error, os.strerror(error))
    return time.clock_gettime(clock.value)
