"""Lists: what they are narrowed by, what can be done to their rows, and rows for narrow screens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from django import template
from django.contrib.admin.templatetags.admin_list import result_headers
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from catalog.admin.list_rows import rows

register = template.Library()
# A cell of Django's that has no value, or says so with a dash.
_EMPTY = re.compile(r'<td class="[^"]*">[-–]?</td>')


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Control:
    """A filter as a select; the option without a value leaves everything in."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Chip:
    """A filter or a search that is in force, and the same list without it."""

    label: str
    value: str
    without: str


@dataclass(frozen=True)
class Actions:
    """What can be done to selected rows, as (name, label): what is done most, and all the rest."""

    at_hand: tuple[tuple[str, str], ...]
    further: tuple[tuple[str, str], ...]


@register.simple_tag
def filter_controls(cl: ChangeList) -> list[Control]:
    return [control for spec in cl.filter_specs if (control := _control(cl, spec))]


@register.simple_tag
def filter_chips(cl: ChangeList) -> list[Chip]:
    searched = [Chip("Search", cl.query, cl.get_query_string(remove=[SEARCH_VAR]))] if cl.query else []
    return [*searched, *_chips(cl)]


@register.simple_tag
def kept_parameters(cl: ChangeList) -> list[tuple[str, str]]:
    """What a new search keeps of the address beside the filters: the order of the rows."""
    owned = {name for spec in cl.filter_specs for name in spec.expected_parameters()}
    return [(name, value) for name, value in _single(cl.params) if name not in owned | {SEARCH_VAR}]


@register.simple_tag
def list_actions(cl: ChangeList, choices: Iterable[tuple[str, str]]) -> Actions:
    """Everything is at hand, unless the list says with `actions_at_hand` what is done most, in that order."""
    offered = {name: str(label) for name, label in choices if name}
    first = [name for name in getattr(cl.model_admin, "actions_at_hand", offered) if name in offered]
    return Actions(
        tuple((name, offered[name]) for name in first),
        tuple((name, label) for name, label in offered.items() if name not in first),
    )


@register.simple_tag
def cells_with_heads(
    heads: Iterable[Mapping[str, Any]], rows: Iterable[Iterable[str]]
) -> list[list[SafeString]]:
    """Django's own rows for phones, which show them as cards: each cell says its column, and if it has nothing."""
    names = [format_html('data-head="{}"', capfirst(head["text"])) for head in heads]
    return [[_with_head(cell, name) for cell, name in zip(row, names, strict=False)] for row in rows]


@register.inclusion_tag("admin/change_list_results.html")
def package_rows(cl: ChangeList) -> dict[str, Any]:
    """The table of packages: Django's heads over our rows."""
    return {"result_headers": list(result_headers(cl)), "results": [[row] for row in rows(cl)]}


def _with_head(cell: str, head: str) -> SafeString:
    # Django makes its cells itself, and has no place for an attribute.
    if not cell.startswith('<td class="field-'):
        return SafeString(cell)
    empty = " data-empty" if _EMPTY.fullmatch(cell) else ""
    return SafeString(cell.replace("<td", f"<td {head}{empty}", 1))


def _control(cl: ChangeList, spec: Any) -> Control | None:
    """None for a filter that can't be said in one parameter."""
    owned = spec.expected_parameters()
    options, names = [], set()
    for choice in spec.choices(cl):
        sent = [pair for pair in parse_qsl(choice["query_string"].lstrip("?")) if pair[0] in owned]
        names |= {name for name, _ in sent}
        options.append(Option(sent[0][1] if sent else "", str(choice["display"]), choice["selected"]))
    return Control(names.pop(), str(spec.title), tuple(options)) if len(names) == 1 else None


def _chips(cl: ChangeList) -> Iterator[Chip]:
    for spec in cl.filter_specs:
        chosen = [str(choice["display"]) for choice in list(spec.choices(cl))[1:] if choice["selected"]]
        if chosen:
            owned = [name for name in spec.expected_parameters() if name]
            yield Chip(str(spec.title), chosen[0], cl.get_query_string(remove=owned))


def _single(params: dict[str, Any]) -> Iterable[tuple[str, str]]:
    # Django keeps a list for each parameter of a filter, and a text for its own.
    return ((name, value if isinstance(value, str) else value[-1]) for name, value in params.items())
