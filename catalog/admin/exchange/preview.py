"""What importing a file would do, cell by cell and package by package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalog.admin.grid.shown import cell_id
from catalog.admin.grid.typed import PICK, column_text
from catalog.exchange.imported import FileProblem
from catalog.exchange.lines import ID
from catalog.exchange.table import address
from catalog.grid.cells import read_column
from catalog.grid.merging import Moved
from catalog.grid.review import Reviewed
from catalog.grid.rows import Row, row_key
from catalog.grid.sheet import UNDECIDED, Sheet, SheetColumn
from catalog.grid.values import text_of
from catalog.grid.writes import CellProblem


@dataclass(frozen=True)
class Change:
    """A cell of the file that says something else than there is; `clash` when somebody else changed it too."""

    address: str
    label: str
    was: str
    now: str
    name: str
    problems: tuple[str, ...] = ()
    clash: Moved | None = None

    @property
    def id(self) -> str:
        return cell_id(self.name)

    @property
    def pick(self) -> str:
        return f"{PICK}{self.name}"


@dataclass(frozen=True)
class PackagePreview:
    """What becomes of a package; `authors` saved it since the file was exported, `moved` is what they changed.

    `revision` is the one that it would get, None while something stands in the way.
    """

    place: str
    letter: str
    name: str
    is_new: bool
    changes: tuple[Change, ...]
    revision: int | None
    warning: str
    authors: str
    moved: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class ShownProblem:
    """What is wrong with a cell; `cell` is where on the page it is shown, if it is."""

    address: str
    where: str
    detail: str
    cell: str = ""


def previews(
    sheet: Sheet, lines: Mapping[str, int], problems: Sequence[CellProblem], reviewed: Sequence[Reviewed]
) -> list[PackagePreview]:
    """Every package that would change, or that others changed meanwhile, in the order of the file."""
    outcomes = {one.place: one for one in reviewed}
    return [
        _package(sheet.rows, column, lines, problems, outcomes.get(column.place))
        for column in sheet.columns
        if column.is_changed or column.moved
    ]


def _package(
    rows: Mapping[str, Row],
    column: SheetColumn,
    lines: Mapping[str, int],
    problems: Iterable[CellProblem],
    outcome: Reviewed | None,
) -> PackagePreview:
    told = [problem for problem in problems if problem.place == column.place]
    return PackagePreview(
        place=column.place,
        letter=_address(column.place, None),
        name=column.column.name or column.name,
        is_new=column.is_new,
        changes=tuple(_changes(rows, column, lines, told, outcome)),
        revision=outcome.revision if outcome else None,
        warning=" ".join(outcome.reasons) if outcome and outcome.lost_sale else "",
        authors=", ".join(column.authors) or ("Somebody else" if column.moved or column.clashes else ""),
        moved=tuple((rows[key].label, moved.was, moved.now) for key, moved in column.moved.items()),
    )


def _changes(
    rows: Mapping[str, Row],
    column: SheetColumn,
    lines: Mapping[str, int],
    told: Sequence[CellProblem],
    outcome: Reviewed | None,
) -> Iterable[Change]:
    words = {row_key(one.path): (one.was, one.now) for one in outcome.differences} if outcome else {}
    wrong = {problem.row for problem in told}
    for key, row in rows.items():
        if key not in column.edits.values and key not in column.clashes and key not in wrong:
            continue
        was, now = words.get(key, (text_of(row, column.column.values), _after(rows, column, key)))
        yield Change(
            address=_address(column.place, lines.get(key)),
            label=row.label,
            was=was,
            now=now,
            name=f"{column.place}/{key}",
            problems=tuple(p.detail for p in told if p.row == key and p.detail != UNDECIDED),
            clash=column.clashes.get(key),
        )


def _after(rows: Mapping[str, Row], column: SheetColumn, key: str) -> str:
    """What the cell will show, or what the file says where that can't be read."""
    text = column.texts.get(key, "")
    edits = read_column(rows, column.values, {key: text}) if key in column.clashes else column.edits
    return text_of(rows[key], {**column.values, **edits.values}) if key in edits.values else text


def problems_shown(
    sheet: Sheet,
    lines: Mapping[str, int],
    problems: Iterable[CellProblem],
    in_file: Iterable[FileProblem],
) -> list[ShownProblem]:
    """Everything that stands in the way, with the cell of the file; a choice between two people does not."""
    names = {column.place: column.name for column in sheet.columns}
    gone = [
        ShownProblem(
            _address(one.place, lines.get(ID)),
            "",
            "There is no such package any more. Clear this cell to make it anew, or remove the column.",
        )
        for one in sheet.lost
    ]
    return [
        *(ShownProblem(one.address, "", one.detail) for one in in_file),
        *gone,
        *(_shown(sheet.rows, names, lines, one) for one in problems if one.detail != UNDECIDED),
    ]


def _shown(
    rows: Mapping[str, Row], names: Mapping[str, str], lines: Mapping[str, int], problem: CellProblem
) -> ShownProblem:
    row = rows.get(problem.row)
    name = names.get(problem.place, "")
    return ShownProblem(
        _address(problem.place, lines.get(problem.row)),
        f"{name}, {row.label}" if row else name,
        problem.detail,
        cell_id(f"{problem.place}/{problem.row}") if row else "",
    )


def carried(sheet: Sheet) -> list[tuple[str, str]]:
    """What is sent when it is applied: each column as it is now, and the texts that go over it."""
    columns = [("column", column_text(column)) for column in sheet.columns]
    texts = [(f"{c.place}/{key}", text) for c in sheet.columns for key, text in c.texts.items()]
    asked = [("asked", f"{c.place}/{key}") for c in sheet.columns for key in c.clashes]
    return [*columns, *texts, *asked]


def _address(place: str, line: int | None) -> str:
    """D7, or D where the row is not in the file."""
    # The grid counts from 0, a file from 1.
    cell = address(line or 1, max(int(place), 1))
    return cell if line else cell.rstrip("1")
