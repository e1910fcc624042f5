"""The boxes of a row as HTML: two thousand stand on a page, and a template takes ten times as long for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from catalog.admin.grid.shown import ShownCell


def boxes(cells: Sequence[ShownCell], *, row: int, locked: bool) -> SafeString:
    """The cells of the row with this number; `locked` for who may only look."""
    return SafeString("".join(_cell(cell, f"r{row} c{cell.place}", locked=locked) for cell in cells))


def _cell(cell: ShownCell, labels: str, *, locked: bool) -> str:
    if cell.closed:
        why = escape(cell.closed)
        return (
            f'<td class="closed"><input readonly data-place="{cell.place}" aria-labelledby="{labels}" '
            f'title="{why}" aria-description="{why}"></td>'
        )
    state = f' class="{cell.state}"' if cell.state else ""
    extra = "".join(_attributes(cell, locked=locked))
    return (
        f'<td{state}><input name="{escape(cell.name)}" value="{escape(cell.text)}" '
        f'aria-labelledby="{labels}"{extra}>{_notes(cell)}</td>'
    )


def _attributes(cell: ShownCell, *, locked: bool) -> Iterator[str]:
    if cell.has_notes:
        yield f' id="{escape(cell.id)}"'
    if cell.text != cell.was:
        yield f' data-was="{escape(cell.was)}"'
    if cell.problems:
        yield ' aria-invalid="true"'
    if locked:
        yield " readonly"


def _notes(cell: ShownCell) -> str:
    """What is to be said of a cell, beside it."""
    if not cell.has_notes:
        return ""
    said = [("cell-problem", text) for text in cell.problems] + [("cell-step", text) for text in cell.steps]
    if cell.clash:
        theirs = cell.clash.now or "empty"
        said.append(("cell-moved", f"Theirs: {theirs}. Choose above the table which to keep."))
    elif cell.moved:
        said.append(("cell-moved", f"Was {cell.moved.was or 'empty'}."))
    lines = "".join(f'<p class="{kind}">{escape(text)}</p>' for kind, text in said)
    return f'<div class="cell-notes">{lines}</div>'
