"""Keys whose plain byte order is the order that people expect: accents apart, numbers by their value."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = re.compile(r"\d+", re.ASCII)


def folded(text: str) -> str:
    """`text` without accents and letter case, for comparing and searching: `São Paulo` is `sao paulo`."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def natural_key(text: str) -> str:
    """A key for ordering by bytes in which `2` comes before `10` and `é` beside `e`."""
    return _DIGITS.sub(_number, folded(text).strip())


def _number(match: re.Match[str]) -> str:
    digits = match.group().lstrip("0") or "0"
    # The length goes first, so that a longer number is the larger one.
    return f"{len(digits):03d}{digits}"
