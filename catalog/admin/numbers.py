"""Numbers as people type them."""

from __future__ import annotations

import re
from decimal import Decimal

_WHOLE = re.compile(r"[+-]?[0-9]{1,30}")
_DECIMAL = re.compile(r"[+-]?([0-9]{1,40}(\.[0-9]{0,40})?|\.[0-9]{1,40})")


def read_number(text: str) -> int | str:
    """A whole number; what is none is answered as it was typed, for the rules to refuse."""
    return int(text) if _WHOLE.fullmatch(text) else text


def read_amount(text: str) -> Decimal | None:
    """An exact decimal; None for an empty text and for what is no number."""
    return Decimal(text) if _DECIMAL.fullmatch(text) else None
