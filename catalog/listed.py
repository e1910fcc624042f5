"""Pages of stored documents, and how one is read again without the texts that it has already.

An ETag says what a text is. A page that was read before is read again by the same statement, which is told the
ETags that the page holds; PostgreSQL leaves out the texts that are there, and neither unpacks nor sends them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from django.db.models import TextField
from django.db.models.expressions import RawSQL

from catalog.stored import rows_of
from integrations.api.conditional import etag_of
from integrations.api.pagination import Page
from integrations.api.rendering import Body
from integrations.api.selection import Column, Selection

_NONE = "{}"
_OVERHEAD = 2048
_OVERHEAD_OF_ROW = 256


@dataclass(frozen=True)
class ListedPage:
    """The answer to a list: its body and ETag, and what makes it possible to read it again.

    `places` has where the documents stand in the body, by their ETags.
    """

    selection: Selection
    body: Body
    etag: str
    places: dict[str, slice]

    @property
    def size(self) -> int:
        # Twice: somebody may want it compressed, and that form is kept, too.
        texts = 2 * len(self.body.content) + len(self.places) * _OVERHEAD_OF_ROW
        return _OVERHEAD + self.selection.size + texts

    @cached_property
    def etags(self) -> str:
        """Of all documents, as an array of PostgreSQL."""
        escaped = (etag.replace('"', '\\"') for etag in self.places)
        return "{" + ",".join(f'"{etag}"' for etag in escaped) + "}"

    def text(self, etag: str) -> bytes:
        return self.body.content[self.places[etag]]


def columns(*, offer: bool = False) -> Sequence[Column]:
    """What a selection of documents consists of: those of a back office, or those of storefronts (`offer`)."""
    return _COLUMNS[offer]


def read(
    selection: Selection,
    *,
    before: ListedPage | None,
    address: str,
    body_of: Callable[[Page, Sequence[bytes]], bytes],
) -> ListedPage:
    """The page of a selection of `columns()`, by what it was `before`.

    `body_of` makes the body of a page and its texts; links in it lead to other pages of `address`.
    """
    page = _read(selection, known=before.etags if before else _NONE)
    etags = [etag for _, etag in page.rows]
    # Of what makes these bytes: to digest all of them takes longer than to read them.
    links = (page.next_cursor or "", page.previous_cursor or "", address)
    of_all = etag_of("\n".join((*links, *etags)).encode())
    if before and before.etag == of_all:
        return before
    texts = [before.text(etag) if before and text is None else text for text, etag in page.rows]
    body = body_of(page, texts)
    return ListedPage(selection, Body(body), of_all, dict(zip(etags, _places(body, texts), strict=True)))


def _read(selection: Selection, *, known: str) -> Page:
    """The page, in rows of text and ETag; None for the text of a known ETag."""
    if not selection.statement:
        return selection.page([])
    parameters = (known, *selection.parameters[1:])
    return selection.page(rows_of(selection.statement, parameters, filtered=selection.filtered))


def _places(body: bytes, texts: Sequence[bytes]) -> list[slice]:
    """Where these texts stand: one behind the other, each behind a comma, at the end of the envelope."""
    behind = list(accumulate((len(text) + 1 for text in texts), initial=0))
    begin = len(body) - len(b"]}") - max(behind[-1] - 1, 0)
    return [slice(begin + at, begin + at + len(text)) for at, text in zip(behind, texts, strict=False)]


def _columns(text: str, etag: str) -> Sequence[Column]:
    # Made of what stands in this file alone.
    unknown = f"CASE WHEN {etag} <> ALL (%s::text[]) THEN {text} END"
    return RawSQL(unknown, [_NONE], TextField()), etag  # noqa: S611


_COLUMNS = {False: _columns("text", "etag"), True: _columns("offer_text", "offer_etag")}
