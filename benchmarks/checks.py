"""Whether the contenders answer the same: a wrong answer is fast in vain."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from benchmarks.questions import Asks, Question
from benchmarks.servers import Server
from benchmarks.wire import Answer, ask


class WrongAnswer(Exception):
    """Two contenders answered the same question differently."""


def check(question: Question, asks: Asks, servers: Mapping[str, Server]) -> None:
    """Asks each contender the first of its requests; raises WrongAnswer unless they agree."""
    answers = {name: _answer(servers[name], question, asks) for name in asks}
    for name, answer in answers.items():
        if answer.status != question.status:
            raise WrongAnswer(f"{question.name}: {name} answered {answer.status}: {answer.body[:500]!r}")
    if question.status != 200:
        return
    contents = {name: _content(answer) for name, answer in answers.items()}
    if contents["bare"] != contents["served"]:
        raise WrongAnswer(f"{question.name}: the product answers something else than the stored texts.")
    if "plain" in contents and _seen(contents["plain"]) != _seen(contents["served"]):
        raise WrongAnswer(f"{question.name}: serializers answer something else than the stored texts.")


def _answer(server: Server, question: Question, asks: Asks) -> Answer:
    first = asks[server.name][0]
    return ask(server.port, server.request(first.path, headers=first.headers))


def _content(answer: Answer) -> list[dict[str, Any]]:
    found = json.loads(answer.body, parse_float=Decimal)
    if isinstance(found, dict):
        found = found.get("results", [found])
    results: list[dict[str, Any]] = found
    return results


def _seen(results: list[dict[str, Any]]) -> list[Any]:
    """What all contenders say in the same words: which, in which order, for how much, with what."""
    return [
        (
            [one.get(name) for name in ("id", "name", "status", "currency", "tier", "code", "value")],
            Decimal(one["price"]) if one.get("price") is not None else None,
            [provider["provider"] for provider in one.get("providers", [])],
            [(feature["code"], feature["value"]) for feature in one.get("features", [])],
        )
        for one in results
    ]
