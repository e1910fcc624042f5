"""Versions of the platform: one to three numbers, compared as numbers (1.10 is after 1.9)."""

from __future__ import annotations

import re

# \Z and not $: Python's $ also accepts a line feed at the end. PostgreSQL reads \Z the same way.
VERSION_PATTERN = r"^(0|[1-9][0-9]{0,3})(\.(0|[1-9][0-9]{0,3})){0,2}\Z"
Version = tuple[int, int, int]


def parse_version(text: str) -> Version:
    """The three numbers of a version, missing ones as 0, so that `2`, `2.0` and `2.0.0` are the same.

    Raises ValueError with a sentence for anything but one to three numbers with dots between them.
    """
    if re.match(VERSION_PATTERN, text, re.ASCII) is None:
        raise ValueError(f"{text!r} is not a version: write one to three numbers, for example 2.0.")
    major, minor, patch = ([int(part) for part in text.split(".")] + [0, 0])[:3]
    return major, minor, patch
