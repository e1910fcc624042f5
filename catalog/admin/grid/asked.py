"""What the address of the grid asks for, and what else could be asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from django.http import QueryDict

from catalog.grid.amounts import Unreadable, read_term
from catalog.grid.choosing import LAST_PAGE, RETIRED, Choice, InUse
from catalog.grid.values import Term
from catalog.models import Package
from catalog.models.package import Status
from config.identity import parse_identity
from features.service_types import ServiceType

_TERMS = (Term(1, "month"), Term(3, "month"), Term(6, "month"), Term(1, "year"), Term(0, "month"))
_STATUSES = (*Status.choices, (RETIRED, "Retired"))
_LONGEST_TIER = 20


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Filter:
    """A list to choose from; the first option is any, where there is one."""

    name: str
    label: str
    options: tuple[Option, ...]


def choice_of(query: QueryDict) -> Choice:
    """What an address asks for; what it can't ask for is left out."""
    keys = (parse_identity(text.strip(), prefix=Package.id_prefix) for text in query.getlist("package"))
    return Choice(
        service_type=_one_of(query.get("service_type"), ServiceType.values),
        status=_one_of(query.get("status"), [value for value, _ in _STATUSES]),
        tier_from=_tier(query.get("tier_from")),
        tier_to=_tier(query.get("tier_to")),
        currency=_currency(query.get("currency")),
        term=_term(query.get("term")),
        page=_page(query.get("page")),
        keys=tuple(dict.fromkeys(key for key in keys if key)),
    )


def spelled(choice: Choice) -> str:
    """A choice as one text, the same however the address says it: what a browser keeps is kept under it."""
    term = str(choice.term) if choice.term else ""
    said = (choice.service_type, choice.status, choice.tier_from, choice.tier_to, choice.currency, term)
    return " ".join([*map(quote, said), str(choice.page), *map(str, choice.keys)])


def filters_of(choice: Choice, used: InUse) -> list[Filter]:
    """The lists above the grid, with what is chosen."""
    types = [(name, ServiceType(name).label) for name in used.service_types]
    terms = [
        (str(term), _term_label(term)) for term in dict.fromkeys((*_TERMS, *filter(None, [choice.term])))
    ]
    currencies = [(code, code) for code in used.currencies]
    chosen_term = str(choice.term) if choice.term else ""
    return [
        _filter("service_type", "Service type", _with(types, choice.service_type), choice.service_type),
        _filter("status", "Status", [("", "Any but retired"), *_STATUSES], choice.status),
        _filter("currency", "Currency", [("", "Any"), *_with(currencies, choice.currency)], choice.currency),
        _filter("term", "Term", [("", "Any"), *terms], chosen_term),
    ]


def _with(options: list[tuple[str, str]], chosen: str) -> list[tuple[str, str]]:
    """What is chosen stays in the list, also when no package has it."""
    if not chosen or chosen in dict(options):
        return options
    label = ServiceType(chosen).label if chosen in ServiceType.values else chosen
    return [*options, (chosen, str(label))]


def _filter(name: str, label: str, options: Iterable[tuple[str, str]], chosen: str) -> Filter:
    return Filter(name, label, tuple(Option(key, str(text), key == chosen) for key, text in options))


def _one_of(text: str | None, known: Iterable[str]) -> str:
    return text if text and text in known else ""


def _tier(text: str | None) -> str:
    tier = (text or "").strip()
    return tier if len(tier) <= _LONGEST_TIER and "\0" not in tier else ""


def _currency(text: str | None) -> str:
    return text if text and len(text) == 3 and text.isascii() and text.isalpha() and text.isupper() else ""


def _term(text: str | None) -> Term | None:
    try:
        return read_term(text) if text else None
    except Unreadable:
        return None


def _term_label(term: Term) -> str:
    return str(term) if term.count else "Once, without end"


def _page(text: str | None) -> int:
    if text is None or not (text.isascii() and text.isdigit()):
        return 1
    return min(max(int(text[:6]), 1), LAST_PAGE)
