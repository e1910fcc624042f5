"""How a JSON value is typed into a row: one kind of value, one way to write it, and nothing is lost.

A list has an item on each line, a group a `key: value`. There, numbers, `true`, `false` and `null` are
what they look like, and quotes make a text of them: `"12"`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from config.json_rules import canonical, scalar_problems

KINDS = {
    "text": "Text",
    "number": "Number",
    "yes": "Yes",
    "no": "No",
    "list": "List",
    "group": "Group",
    "nothing": "Nothing",
    "kept": "Kept as it is",
}
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")
_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None}


class NotReadable(ValueError):
    """What was typed is no value of its kind; the sentence says what would be."""

    def __init__(self, sentence: str, code: str = "invalid") -> None:
        self.code = code
        super().__init__(sentence)


def kind_of(value: Any) -> str:
    """The kind of row that shows `value` without loss; `kept` when none does."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "nothing"
    if isinstance(value, int | float | Decimal):
        return "number"
    if isinstance(value, str):
        # A browser sends every line end as CR and LF, so a text with its own CR can't be told apart.
        return "kept" if "\r" in value else "text"
    inner = list(value.values()) if isinstance(value, dict) else list(value)
    if any(isinstance(item, dict | list) for item in inner):
        return "kept"
    return "group" if isinstance(value, dict) else "list"


def written(kind: str, value: Any) -> str:
    """`value` as it is typed into a row of its kind."""
    if kind == "text":
        return str(value)
    if kind == "number":
        return _written_number(value)
    if kind == "list":
        return "\n".join(_written_item(item) for item in value)
    if kind == "group":
        return "\n".join(f"{_written_key(key)}: {_written_item(item)}" for key, item in value.items())
    return json.dumps(value, ensure_ascii=False) if kind == "kept" else ""


def read_value(kind: str, text: str) -> Any:
    """The value that was typed, as the database gives it back; raises NotReadable."""
    reader = _READERS.get(kind)
    if reader is None:
        raise NotReadable("Choose what kind of value it is.", "not_a_choice")
    value = reader(text)
    problems = [] if isinstance(value, dict | list) else scalar_problems(value)
    if problems:
        raise NotReadable(problems[0].detail, problems[0].code)
    return canonical(value)


def _read_text(text: str) -> str:
    return text.replace("\r\n", "\n")


def _read_number(text: str) -> int | Decimal:
    number = _number(text.strip())
    if number is None:
        raise NotReadable("Give a number, like 12 or 0.5.", "wrong_type")
    return number


def _read_list(text: str) -> list[Any]:
    return [_read_item(line.strip()) for line in text.splitlines() if line.strip()]


def _read_group(text: str) -> dict[str, Any]:
    group: dict[str, Any] = {}
    for line in text.splitlines():
        if line.strip():
            key, item = _read_line(line.strip())
            if key in group:
                raise NotReadable(f"{key} is there twice.", "duplicate")
            group[key] = item
    return group


def _read_line(line: str) -> tuple[str, Any]:
    key, end = _quoted(line) if line.startswith('"') else (line.partition(":")[0], line.find(":"))
    rest = line[end:].lstrip() if end >= 0 else ""
    if not key.strip() or not rest.startswith(":"):
        raise NotReadable("Write each line as key: value.")
    return key if line.startswith('"') else key.strip(), _read_item(rest[1:].strip())


def _read_item(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if text.startswith('"') and text.endswith('"') and len(text) > 1:
        item, end = _quoted(text)
        if end == len(text):
            return item
    number = _number(text)
    return text if number is None else number


def _quoted(text: str) -> tuple[str, int]:
    """The text between quotes at the start, and where it ends."""
    try:
        item, end = json.JSONDecoder().raw_decode(text)
    except ValueError:
        raise NotReadable("A text in quotes has no end.") from None
    return str(item), end


def _number(text: str) -> int | Decimal | None:
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    return Decimal(text) if found[2] or found[3] or len(text) > 20 else int(text)


def _read_kept(text: str) -> Any:
    try:
        return canonical(json.loads(text))
    except (ValueError, RecursionError):
        raise NotReadable("The kept value was damaged on its way; load the page again.") from None


_READERS: dict[str, Callable[[str], Any]] = {
    "text": _read_text,
    "number": _read_number,
    "yes": lambda text: True,
    "no": lambda text: False,
    "nothing": lambda text: None,
    "list": _read_list,
    "group": _read_group,
    "kept": _read_kept,
}


def _written_number(value: float | Decimal) -> str:
    return format(Decimal(str(value)), "f")


def _written_item(item: Any) -> str:
    if isinstance(item, bool) or item is None:
        return json.dumps(item)
    if not isinstance(item, str):
        return _written_number(item)
    return item if _is_plain(item) and _read_item_is(item) else json.dumps(item)


def _written_key(key: str) -> str:
    return key if _is_plain(key) and ":" not in key else json.dumps(key)


def _is_plain(text: str) -> bool:
    """Whether a text survives being a part of a line."""
    return bool(text) and text == text.strip() and len(text.splitlines()) == 1 and not text.startswith('"')


def _read_item_is(text: str) -> bool:
    return isinstance(_read_item(text), str)
