"""A consumer that keeps a copy of the catalog by following its feed, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from json import JSONDecoder

from tests.catalog.api.calls import PACKAGES, Api

CHANGES = "/api/v1/changes"
_RESULTS = '"results":['
_DOCUMENT = '"document":'


def catalog(api: Api) -> dict[str, str]:
    """Every package as it is listed: its text by its id."""
    return {text[7:37]: text for page in _pages(api, f"{PACKAGES}?limit=200") for text in _objects_in(page)}


class Mirror:
    """A copy of the catalog as of `cursor`; from nothing, or of what is listed now."""

    def __init__(self, *, cursor: int = 0, packages: dict[str, str] | None = None) -> None:
        self.cursor = cursor
        self.packages = dict(packages or {})

    @classmethod
    def of_now(cls, api: Api) -> Mirror:
        cursor = api.get(f"{CHANGES}?after=latest")["cursor"]
        return cls(cursor=cursor, packages=catalog(api))

    def follow(self, api: Api, *, limit: int = 50) -> None:
        """Takes over all that changed since."""
        for page in _pages(api, f"{CHANGES}?after={self.cursor}&limit={limit}&include=document"):
            for text in _objects_in(page):
                self._take(text)

    def _take(self, text: str) -> None:
        entry = JSONDecoder().decode(text)
        assert entry["cursor"] == self.cursor + 1
        self.cursor = entry["cursor"]
        if entry["kind"] == "deleted":
            del self.packages[entry["package"]]
        elif entry["package"] is not None:
            # The last key of an entry; no text before it holds a quote that is not escaped.
            self.packages[entry["package"]] = text[text.index(_DOCUMENT) + len(_DOCUMENT) : -1]


def _pages(api: Api, path: str | None) -> Iterator[str]:
    while path:
        text = api.call("GET", path).content.decode()
        yield text
        path = JSONDecoder().decode(text)["next"]


def _objects_in(page: str) -> Iterator[str]:
    """The texts of the results of a page, as they stand in it."""
    start = page.index(_RESULTS) + len(_RESULTS)
    while page[start] == "{":
        _, end = JSONDecoder().raw_decode(page, start)
        yield page[start:end]
        start = end + 1
