"""The grid as it would become: the packages that are there, with everything that was typed over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal
from uuid import UUID

from catalog.grid.cells import Edits, read_column
from catalog.grid.columns import Column, columns_of, columns_then, service_types
from catalog.grid.merging import Moved, authors_since, merge
from catalog.grid.rows import Row
from catalog.grid.values import Values, text_of
from config.identity import uuid7
from features.models import Feature

Pick = Literal["mine", "theirs", ""]
UNDECIDED = "Two people changed this. Choose which value to keep."
# What a new column starts with, and what says nothing by itself.
_PRESET = ("currency", "term")


@dataclass(frozen=True)
class Typed:
    """A column as it was sent: for a package at a revision, or for a new one.

    Rows that `texts` leaves out are as they were. `picks` has what was chosen where two people changed a
    cell, "" where nothing was chosen yet. `new_key` is the key that was settled for a new one, if one was.
    """

    place: str
    key: UUID | None
    revision: int | None
    texts: Mapping[str, str]
    picks: Mapping[str, Pick] = field(default_factory=dict)
    new_key: UUID | None = None


@dataclass(frozen=True)
class SheetColumn:
    """A column with what was typed over it; `texts` has only what differs from what is there.

    `clashes` are cells that two people changed and nobody decided about; `moved` those that others changed
    since the operator looked, `authors` who they are. `new_key` is the key that a new package will get, or
    under which it was made when the same was sent before.
    """

    place: str
    column: Column
    texts: Mapping[str, str] = field(default_factory=dict)
    edits: Edits = field(default_factory=Edits)
    clashes: Mapping[str, Moved] = field(default_factory=dict)
    moved: Mapping[str, Moved] = field(default_factory=dict)
    authors: tuple[str, ...] = ()
    new_key: UUID | None = None

    @property
    def is_new(self) -> bool:
        return self.column.key is None

    @property
    def was_made(self) -> bool:
        """Whether it was sent as a new package, and is there already."""
        return self.new_key is not None and not self.is_new

    @property
    def is_changed(self) -> bool:
        """Whether saving would write it; a new column in which nothing is said is not one."""
        return bool(self.edits) and not (self.is_new and self.is_blank)

    @property
    def is_blank(self) -> bool:
        return not any(text for key, text in self.texts.items() if key not in _PRESET)

    @property
    def values(self) -> Values:
        """What the package would say; what can't be read stays as it is."""
        return {**self.column.values, **self.edits.values}

    @property
    def name(self) -> str:
        return str(self.values["name"] or self.column.name or "New package")


@dataclass(frozen=True)
class Lost:
    """A package that is gone, and what was typed over it: by row, as text."""

    place: str
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """`lost` are columns whose package somebody deleted meanwhile."""

    rows: Mapping[str, Row]
    columns: Sequence[SheetColumn]
    lost: Sequence[Lost] = ()

    @property
    def matrix(self) -> dict[str, Feature]:
        return {row.feature.code: row.feature for row in self.rows.values() if row.feature}

    @property
    def changed(self) -> list[SheetColumn]:
        return [column for column in self.columns if column.is_changed]

    @property
    def is_saved(self) -> bool:
        """Whether the same was saved before: its new packages are there, and nothing else is left to change."""
        return any(c.was_made for c in self.columns) and not (self.changed or self.lost)

    def new_type(self, chosen: str) -> str:
        """The service type of new columns: that of the packages that are there, or else the chosen one.

        Empty when packages of several stand side by side, for what applies to a new one is not known then.
        """
        types = service_types([column.column for column in self.columns])
        return (types or [chosen])[0] if len(types) <= 1 else ""

    @property
    def made_otherwise(self) -> list[SheetColumn]:
        """What was made as it was sent before, and was typed otherwise since."""
        return [column for column in self.changed if column.was_made]

    @property
    def is_contested(self) -> bool:
        """Whether somebody else's changes must be looked at before anything is saved."""
        return bool(self.lost) or any(
            column.clashes or (column.moved and column.is_changed) for column in self.columns
        )


def stored_sheet(rows: Mapping[str, Row], columns: Iterable[Column]) -> Sheet:
    """Packages as they are, with nothing typed."""
    return Sheet(rows, [SheetColumn(str(place), column) for place, column in enumerate(columns)])


def with_new_column(sheet: Sheet, *, service_type: str, currency: str = "", term: str = "") -> Sheet:
    """With a column for a package that is not there yet, in this currency and with this term."""
    place = str(1 + max((int(column.place) for column in sheet.columns), default=-1))
    texts = {key: text for key, text in (("currency", currency), ("term", term)) if text}
    column = Column(service_type)
    new = SheetColumn(place, column, texts, read_column(sheet.rows, column.values, texts))
    return replace(sheet, columns=[*sheet.columns, new])


def with_new_keys(sheet: Sheet) -> Sheet:
    """With a key settled for each new package, so that sending the sheet twice makes it once."""
    return replace(sheet, columns=[_with_new_key(column) for column in sheet.columns])


def _with_new_key(column: SheetColumn) -> SheetColumn:
    return replace(column, new_key=uuid7()) if column.is_new and not column.new_key else column


def typed_sheet(rows: Mapping[str, Row], typed: Sequence[Typed], *, service_type: str) -> Sheet:
    """What was typed, laid over the packages of now; new columns are of `service_type`.

    What was made under its settled key before stands there, with what was typed otherwise since. One
    statement, and two more when somebody saved one of the packages meanwhile.
    """
    now = columns_of(key for one in typed if (key := one.key or one.new_key))
    typed = [_found(one, now) for one in typed]
    seen = {
        one.key: one.revision or 0
        for one in typed
        if one.key in now and one.revision != now[one.key].revision
    }
    then, authors = columns_then(seen), authors_since(seen)
    columns = []
    for one in typed:
        if one.key is None:
            columns.append(_new(rows, one, service_type))
        elif one.key in now:
            current = now[one.key]
            columns.append(_laid(rows, one, then.get(one.key, current), current, authors.get(one.key, ())))
    gone = [Lost(one.place, dict(one.texts)) for one in typed if one.key and one.key not in now]
    return Sheet(rows, columns, gone)


def _new(rows: Mapping[str, Row], typed: Typed, service_type: str) -> SheetColumn:
    column = Column(service_type)
    edits = read_column(rows, column.values, typed.texts)
    return SheetColumn(typed.place, column, _clean(typed.texts), edits, new_key=typed.new_key)


def _found(typed: Typed, now: Mapping[UUID, Column]) -> Typed:
    """A new package that was made when the same was sent before was typed as its first revision has it."""
    is_made = typed.key is None and typed.new_key in now
    return replace(typed, key=typed.new_key, revision=1) if is_made else typed


def _laid(
    rows: Mapping[str, Row], typed: Typed, then: Column, now: Column, authors: tuple[str, ...]
) -> SheetColumn:
    texts = {key: text for key, text in _clean(typed.texts).items() if typed.picks.get(key) != "theirs"}
    found = merge(rows, then.values, now.values, texts)
    open_picks = {
        key: Moved("", text_of(rows[key], now.values))
        for key, pick in typed.picks.items()
        if not pick and key in rows and key in found.texts
    }
    edits = read_column(rows, now.values, found.texts)
    clashes = {**open_picks, **found.clashes}
    undecided = dict.fromkeys(clashes, UNDECIDED)
    values = {key: value for key, value in edits.values.items() if key not in clashes}
    edits = Edits(values, {**edits.problems, **undecided})
    return SheetColumn(typed.place, now, found.texts, edits, clashes, found.moved, authors, typed.new_key)


def _clean(texts: Mapping[str, str]) -> dict[str, str]:
    return {key: text.strip() for key, text in texts.items()}
