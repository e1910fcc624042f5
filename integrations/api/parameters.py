"""Query parameters: declared by a view, read strictly, documented from the same declaration.

    class Quotas(ApiView):
        query_parameters = {"GET": (flag("commercial", "Leave out mere wording."),)}

        def get(self, request: Request) -> Response:
            commercial = self.query.get("commercial", False)

What isn't declared is 400, and so is a value that is empty, no UTF-8, or there twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes

from django.http import QueryDict

from config.rules import Problem
from integrations.api.errors import ApiProblem

MOST_REPEATS = 200
_BLANK = "Give it a value, or leave it out."


class BadQuery(ApiProblem):
    """A query string with something wrong in it; pointers are `?` and the name of a parameter."""

    status = 400
    code = "bad_query"
    title = "The query parameters can't be used."


@dataclass(frozen=True)
class Parameter:
    """A query parameter. `read` turns its text into a value, or raises ValueError with a sentence.

    A repeatable one may be there up to 200 times, and its value is a list.
    """

    name: str
    description: str
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    read: Callable[[str], Any] = str
    repeatable: bool = False


def flag(name: str, description: str) -> Parameter:
    """A parameter that is `true` or `false`."""
    return Parameter(name, description, {"type": "boolean"}, _read_flag)


def choice(name: str, description: str, choices: Iterable[str], *, repeatable: bool = False) -> Parameter:
    """A parameter that is one of some words."""
    words = tuple(choices)

    def read(text: str) -> str:
        if text not in words:
            raise ValueError(f"Use one of: {', '.join(words)}.")
        return text

    return Parameter(name, description, {"type": "string", "enum": list(words)}, read, repeatable)


def whole_number(name: str, description: str, *, least: int, most: int) -> Parameter:
    """A parameter that is a whole number within bounds."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= 18 and least <= int(text) <= most):
            raise ValueError(f"Use a whole number from {least} to {most}.")
        return int(text)

    return Parameter(name, description, {"type": "integer", "minimum": least, "maximum": most}, read)


def text(name: str, description: str, *, most: int) -> Parameter:
    """A parameter that is a text in UTF-8 of at most so many characters, and not blank."""

    def read(sent: str) -> str:
        if not sent.strip():
            raise ValueError(_BLANK)
        if len(sent) > most:
            raise ValueError(f"Use at most {most} characters.")
        return sent

    return Parameter(name, description, {"type": "string", "minLength": 1, "maxLength": most}, read)


def read_query(raw: str, query: QueryDict, parameters: Iterable[Parameter]) -> dict[str, Any]:
    """The values of the parameters that were sent, by name; raises BadQuery with all that is wrong.

    `raw` is the query string as it came, `query` what Django made of it.
    """
    _check_text(raw)
    known = {parameter.name: parameter for parameter in parameters}
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, texts in query.lists():
        if name not in known:
            problems.append(Problem(f"?{name}", "unknown_parameter", _unknown(name, known)))
            continue
        values[name] = _read(known[name], texts, problems)
    if problems:
        raise bad_query(problems)
    return values


def bad_query(problems: list[Problem]) -> BadQuery:
    """400 with what is wrong with the parameters."""
    return BadQuery(" ".join(f"{p.pointer[1:]}: {p.detail}" for p in problems[:3]), problems=problems)


def _check_text(raw: str) -> None:
    try:
        # A WSGI server hands bytes over as Latin-1.
        decoded = unquote_to_bytes(raw.encode("latin-1")).decode("utf-8")
    except UnicodeError as error:
        raise BadQuery("The query string is not UTF-8.") from error
    if "\x00" in decoded:
        raise BadQuery("The query string holds a NUL character.")


def _unknown(name: str, known: Mapping[str, Parameter]) -> str:
    if not known:
        return "No query parameter is taken here."
    return f"There is no such parameter here; there are: {', '.join(sorted(known))}."


def _read(parameter: Parameter, texts: list[str], problems: list[Problem]) -> Any:
    pointer = f"?{parameter.name}"
    most = MOST_REPEATS if parameter.repeatable else 1
    if len(texts) > most:
        sentence = "Send it once." if most == 1 else f"Send it at most {most} times."
        problems.append(Problem(pointer, "repeated", sentence))
        return None
    values = []
    for text in texts:
        try:
            values.append(parameter.read(_filled(text)))
        except ValueError as error:
            problems.append(Problem(pointer, "invalid" if text.strip() else "blank", str(error)))
    return values if parameter.repeatable else next(iter(values), None)


def _filled(text: str) -> str:
    if not text:
        raise ValueError(_BLANK)
    return text


def _read_flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError("Use true or false.")
    return text == "true"
