"""What leaves as a file and comes back says the same; what was changed in between is all that changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.exchange.csv_file import write_csv
from catalog.exchange.imported import Imported, imported
from catalog.exchange.lines import Group, Line, lines_of
from catalog.exchange.reading import read_table
from catalog.exchange.workbook_writing import write_xlsx
from catalog.grid.cells import read_column
from catalog.grid.columns import Column
from catalog.grid.rows import FIELD_ROWS, Holds, Row, feature_row
from catalog.grid.values import Term, Value, Values
from features.choices import FeatureKind
from features.models import Feature

Write = Callable[[Iterable[Line]], bytes]

ROWS = {
    row.key: row
    for row in (
        *FIELD_ROWS,
        feature_row(Feature(code="max_rooms", name="Max rooms", kind=FeatureKind.LIMIT)),
        feature_row(
            Feature(code="minutes", name="=Minutes", kind=FeatureKind.ALLOWANCE, field_suffix="minutes")
        ),
        feature_row(Feature(code="polls", name="Polls", kind=FeatureKind.SWITCH)),
        feature_row(Feature(code="price", name="Called as a field is", kind=FeatureKind.SWITCH)),
    )
}
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12) | st.sampled_from(
    ["=1+1", "'=x", "''-", "-", "+49", "@me", "0010", "1e5", "TRUE", "2026-01-02", "_x0041_", "a\nb", "#N/A"]
)
PLACES = {"EUR": 2, "JPY": 0, "KWD": 3, "": 2}
FEATURES = {
    Holds.COUNT: st.none() | st.just(True) | st.integers(1, 10**17),
    Holds.TICK: st.none() | st.just(True),
}


@st.composite
def values(draw: st.DrawFn) -> Values:
    currency = draw(st.sampled_from(list(PLACES)))
    amounts = st.integers(0, 10**15 - 1).map(lambda minor: Decimal(minor).scaleb(-PLACES[currency]))
    fields: dict[str, Value] = {
        "name": draw(TEXTS.map(str.strip)),
        "tier": draw(TEXTS.map(str.strip)),
        "price": draw(st.none() | amounts),
        "signup_fee": draw(amounts),
        "currency": currency,
        "term": draw(st.builds(Term, st.integers(1, 99), st.sampled_from(["day", "month", "year"]))),
    }
    found = {row.key: draw(FEATURES[row.holds]) for row in ROWS.values() if row.feature}
    return fields | {key: value for key, value in found.items() if value is not None}


def taken(write: Write, stored: list[Values]) -> Imported:
    """Packages with these values as a file, and what is read of that."""
    columns = [Column("meet", UUID(int=at), at, {}, one) for at, one in enumerate(stored, 1)]
    features: list[tuple[Row, str]] = [(row, "-unit") for row in ROWS.values() if row.feature]
    groups = [Group("Package", [(row, "") for row in FIELD_ROWS]), Group("@Features", features)]
    return imported(read_table(write(lines_of(columns, groups))), ROWS)


def _said(stored: Values) -> dict[str, Any]:
    """Values by row, as far as there are any: an unlimited number is not the number 1."""
    return {key: (type(value), value) for key, value in stored.items() if value is not None}


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stored=st.lists(values(), min_size=1, max_size=3))
def test_what_nobody_touched_changes_nothing(write: Write, stored: list[Values]) -> None:
    found = taken(write, stored)

    assert found.problems == ()
    assert [(one.key, one.revision) for one in found.typed] == [
        (UUID(int=at), at) for at, _ in enumerate(stored, 1)
    ]
    assert [read_column(ROWS, one, typed.texts) for one, typed in zip(stored, found.typed, strict=True)] == [
        read_column(ROWS, one, {}) for one in stored
    ]


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(before=values(), after=values())
def test_what_was_changed_is_all_that_changes(write: Write, before: Values, after: Values) -> None:
    edits = read_column(ROWS, before, taken(write, [after]).typed[0].texts)

    assert edits.problems == {}
    assert _said({**before, **edits.values}) == _said(after)
    assert all(_said({key: value}) != _said({key: before.get(key)}) for key, value in edits.values.items())
