"""Query strings: what is not declared, or can't be used, is 400 and names the parameter."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.integrations.api.asking import errors_of, problem_of

ECHO = "/api/v1/echo"


def test_reads_what_is_declared(api: Client) -> None:
    response = api.get(f"{ECHO}?all=true&color=red&color=green&size=5")

    assert response.json() == {"all": True, "color": ["red", "green"], "size": 5}


def test_leaves_out_what_was_not_sent(api: Client) -> None:
    assert api.get(ECHO).json() == {}


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("al=true", [("?al", "unknown_parameter")]),
        ("format=json", [("?format", "unknown_parameter")]),
        ("%00=1&all=true", []),
        ("all=true&all=true", [("?all", "repeated")]),
        ("color=red&" * 201, [("?color", "repeated")]),
        ("all=", [("?all", "blank")]),
        ("all", [("?all", "blank")]),
        ("all=1", [("?all", "invalid")]),
        ("all=True", [("?all", "invalid")]),
        ("color=red&color=blue", [("?color", "invalid")]),
        ("size=0", [("?size", "invalid")]),
        ("size=10", [("?size", "invalid")]),
        ("size=-1", [("?size", "invalid")]),
        ("size=+1", [("?size", "invalid")]),
        ("size=1.0", [("?size", "invalid")]),
        ("size=%D9%A1", [("?size", "invalid")]),
        ("size=" + "9" * 5000, [("?size", "invalid")]),
        ("color=red%00", []),
        ("color=%FF", []),
        ("color=%ED%A0%80", []),
        ("x=1&y=2&all=3", [("?x", "unknown_parameter"), ("?y", "unknown_parameter"), ("?all", "invalid")]),
    ],
)
def test_refuses_what_it_cannot_use(api: Client, query: str, errors: list[tuple[str, str]]) -> None:
    assert errors_of(api.get(f"{ECHO}?{query}"), 400, "bad_query") == errors


def test_names_the_parameter_in_words_too(api: Client) -> None:
    detail = problem_of(api.get(f"{ECHO}?al=true"), 400)["detail"]

    assert detail == "al: There is no such parameter here; there are: all, color, size."


def test_refuses_more_parameters_than_anybody_needs(api: Client) -> None:
    problem_of(api.get(f"{ECHO}?" + "&".join(f"p{n}=1" for n in range(10_000))), 400)


def test_takes_no_parameters_where_none_are_declared(api: Client) -> None:
    response = api.post(f"{ECHO}?all=true", {"name": "x"}, content_type="application/json")

    assert errors_of(response, 400, "bad_query") == [("?all", "unknown_parameter")]


def test_says_405_before_it_looks_at_parameters(api: Client) -> None:
    problem_of(api.delete(f"{ECHO}?nonsense=1"), 405)
