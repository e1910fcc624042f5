"""Units of features as people read them: the matrix has codes (`gb`, `user_id`), a price list has words."""

from __future__ import annotations

# What is written the same however much there is of it.
_SIGNS = {
    "kb": "KB",
    "mb": "MB",
    "gb": "GB",
    "tb": "TB",
    "kbps": "kbit/s",
    "mbps": "Mbit/s",
    "gbps": "Gbit/s",
}
# One of them, where that is not the word without its s.
_ONE = {"people": "person", "addresses": "address", "entries": "entry"}


def unit_text(suffix: str, count: object = None) -> str:
    """The words for a `field_suffix`: `minutes`, `GB`, `users`; those for one when `count` is 1.

    Empty for what is simply counted. An id stands for the thing that it is of: `user_id` counts users.
    """
    if suffix in _SIGNS:
        return _SIGNS[suffix]
    thing = suffix.removesuffix("_id")
    many = (thing if thing == suffix else f"{thing.removesuffix('s')}s").replace("_", " ")
    # True is unlimited, and equal to 1 for Python.
    return _singular(many) if count == 1 and count is not True else many


def _singular(many: str) -> str:
    return _ONE.get(many) or many.removesuffix("s")
