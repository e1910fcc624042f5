"""The server of the tests, in a process of its own: `python -m tests.served.serving PORT`.

It ends with whoever holds the other end of its standard input, and takes its workers along.
"""

from __future__ import annotations

import os
import signal
import sys
import threading

import django


def end_with_the_tests() -> None:
    # Not by sys.stdin, whose lock the forked workers would inherit.
    os.read(0, 1)
    os.killpg(0, signal.SIGKILL)


def main() -> None:
    threading.Thread(target=end_with_the_tests, daemon=True).start()
    # As `make run` does it: the workers are forked from a process that has all applications loaded.
    django.setup()

    from config.server import serve  # noqa: PLC0415

    serve(int(sys.argv[1]))


if __name__ == "__main__":
    main()
