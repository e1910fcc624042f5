"""What is asked of each contender: the same question in the words of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from benchmarks import packages

PAGE = 50
DEEP_PAGE = 1999


@dataclass(frozen=True)
class Facts:
    """What requests need to know of a catalog.

    `sample` has packages spread over all of it with their ETags; `deep_after` is the last package
    before the deep page, and `deep_cursor` the product's cursor for the same place. `places` are other such
    pairs, all over the catalog and more than the product keeps pages.
    """

    count: int
    sample: Sequence[tuple[UUID, str]]
    deep_after: UUID
    deep_cursor: str
    places: Sequence[tuple[UUID, str]]

    @property
    def rare_word(self) -> str:
        return packages.series_word(self.count // 2)


@dataclass(frozen=True)
class Ask:
    """A GET: its path with the query, and what is sent along."""

    path: str
    headers: Mapping[str, str] | None = None


Asks = Mapping[str, Sequence[Ask]]


@dataclass(frozen=True)
class Question:
    """A row of the table. `asks` has the requests for each contender that answers it, by name.

    Where `moves`, the head of the feed moves before each request, so that no cached page is valid.
    """

    name: str
    title: str
    asks: Callable[[Facts], Asks]
    status: int = 200
    moves: bool = False


def deep_page(count: int) -> int:
    """The deep page, or the last full one of a smaller catalog."""
    return max(min(DEEP_PAGE, count // PAGE), 2)


def _pages(*, bare: str = "", served: str = "", plain: str = "") -> Asks:
    return {
        "bare": [Ask(f"/packages?limit={PAGE}{bare}")],
        "served": [Ask(f"/api/v1/packages?limit={PAGE}{served}")],
        "plain": [Ask(f"/packages?page_size={PAGE}{plain}")],
    }


def _filtered(parameters: str) -> Asks:
    return _pages(bare=parameters, served=parameters, plain=parameters)


def _members(facts: Facts, below: str = "") -> Asks:
    roots = {"bare": "/packages", "served": "/api/v1/packages", "plain": "/packages"}
    return {name: [Ask(f"{root}/{key}{below}") for key, _ in facts.sample] for name, root in roots.items()}


def _known(facts: Facts) -> Asks:
    """One package that the client has already. The plain way makes ETags of answers, and saves nothing."""
    roots = {"bare": "/packages", "served": "/api/v1/packages"}
    return {
        name: [Ask(f"{root}/{key}", {"If-None-Match": etag}) for key, etag in facts.sample]
        for name, root in roots.items()
    }


def _deep(facts: Facts) -> Asks:
    return _pages(
        bare=f"&after={facts.deep_after}",
        served=f"&cursor={facts.deep_cursor}",
        plain=f"&page={deep_page(facts.count)}",
    )


def _unread(facts: Facts) -> Asks:
    """Another page each time. Pages by their numbers don't begin there."""
    return {
        "bare": [Ask(f"/packages?limit={PAGE}&after={key}") for key, _ in facts.places],
        "served": [Ask(f"/api/v1/packages?limit={PAGE}&cursor={cursor}") for _, cursor in facts.places],
    }


QUESTIONS = (
    Question("list", "list of 50", lambda facts: _pages(), moves=True),
    Question("unread", "list of 50, pages not read before", _unread, moves=True),
    Question("unchanged", "list of 50, unchanged catalog", lambda facts: _pages()),
    Question("deep", "list of 50, page 1,999", _deep, moves=True),
    Question("one", "one package", _members),
    Question("304", "one package, 304", _known, status=304),
    Question("features", "features of a package", lambda facts: _members(facts, "/features")),
    Question(
        "filtered",
        "filtered by type and status",
        lambda facts: _filtered("&service_type=meet&status=active"),
        moves=True,
    ),
    Question("feature", "filtered by feature", lambda facts: _filtered("&feature=recording"), moves=True),
    Question(
        "searched",
        "searched, 20 found",
        lambda facts: _filtered(f"&search={facts.rare_word}"),
        moves=True,
    ),
    Question(
        "searched-common",
        "searched, one in eight found",
        lambda facts: _filtered(f"&search={packages.COMMON_WORD}"),
        moves=True,
    ),
)
