"""Reading an XML part of a workbook through once, keeping nothing: how much there is, and what must not be.

It runs before openpyxl builds objects of a part, which are some hundred times larger than their text.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.sax import ContentHandler, SAXException
from xml.sax.handler import feature_namespaces

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser
from openpyxl.utils import coordinate_to_tuple, range_boundaries

from catalog.exchange.parts import DAMAGED
from catalog.exchange.table import NotATable, Spot

# Of all parts together.
MOST_ELEMENTS = 60_000
MOST_DEPTH = 30
_SAYS_SOMETHING = {"v", "is", "f"}


@dataclass
class Facts:
    """How many elements there are; of a sheet, how far cells with something in them reach, where formulas are,
    and what is merged: `merged` has the first and the last cell of each range.
    """

    elements: int = 0
    lines: int = 0
    across: int = 0
    formulas: set[Spot] = field(default_factory=set)
    merged: list[tuple[Spot, Spot]] = field(default_factory=list)


def facts_of(part: bytes, *, most: int = MOST_ELEMENTS) -> Facts:
    """Raises NotATable for a part that is damaged, defines entities, or has more elements than `most`."""
    handler = _Handler(most)
    parser = make_parser()
    parser.setFeature(feature_namespaces, True)
    parser.forbid_dtd = True
    parser.setContentHandler(handler)
    try:
        parser.parse(io.BytesIO(part))
    except (SAXException, DefusedXmlException, ValueError, LookupError):
        raise NotATable(DAMAGED) from None
    return handler.facts


class _Handler(ContentHandler):
    def __init__(self, most: int) -> None:
        super().__init__()
        self.facts = Facts()
        self._most = most
        self._depth = self._line = self._column = 0

    def startElementNS(  # noqa: N802
        self, name: tuple[str | None, str], qname: str | None, attrs: Any
    ) -> None:
        self.facts.elements += 1
        self._depth += 1
        if self.facts.elements > self._most or self._depth > MOST_DEPTH:
            raise NotATable(
                "The workbook has far more in it than any price list. "
                "Copy the table into a new workbook and save that."
            )
        self._seen(name[1], attrs)

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: N802
        self._depth -= 1

    def _seen(self, tag: str, attrs: Mapping[tuple[None, str], str]) -> None:
        if tag == "row":
            self._line, self._column = self._next(attrs, self._line), 0
        elif tag == "c":
            self._cell(attrs.get((None, "r")))
        elif tag in _SAYS_SOMETHING and self._column:
            self._something(tag)
        elif tag == "mergeCell":
            left, top, right, bottom = range_boundaries(attrs.get((None, "ref"), ""))
            self.facts.merged.append(((int(top or 0), int(left or 0)), (int(bottom or 0), int(right or 0))))

    def _next(self, attrs: Mapping[tuple[None, str], str], before: int) -> int:
        """Lines stand one below the other: openpyxl leaves out what does not."""
        line = int(attrs.get((None, "r"), before + 1))
        if line <= before:
            raise ValueError
        return line

    def _cell(self, place: str | None) -> None:
        line, column = coordinate_to_tuple(place) if place else (self._line, self._column + 1)
        if line != self._line or column <= self._column:
            raise ValueError
        self._column = column

    def _something(self, tag: str) -> None:
        self.facts.lines = max(self.facts.lines, self._line)
        self.facts.across = max(self.facts.across, self._column)
        if tag == "f":
            self.facts.formulas.add((self._line, self._column))
