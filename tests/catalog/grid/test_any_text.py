"""Whatever stands in a cell is read or refused with a sentence, and what is shown can be typed again."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.grid.amounts import Unreadable
from catalog.grid.cells import read_cell, read_column
from catalog.grid.rows import grid_rows
from catalog.grid.values import BLANK, Term, text_of
from catalog.money import exponent
from features.models import Feature


def feature(code: str, kind: str, suffix: str = "") -> Feature:
    made = Feature(code=code, name=code, field_suffix=suffix)
    made.kind = kind
    return made


ROWS = grid_rows([feature("polls", "switch"), feature("space", "allowance", "gb")])
# What price lists are made of, in any order.
PIECES = st.lists(
    st.sampled_from(
        ["1", "000", "14", "99", ".", ",", " ", "'", "-", "€", "R$", "EUR", "/", "per", "month", "∞", "gb"]
    )
)


@pytest.mark.parametrize("key", ROWS)
@given(text=st.one_of(st.text(), PIECES.map("".join)))
def test_any_text_is_read_or_refused(key: str, text: str) -> None:
    # Anything else that is raised fails.
    with suppress(Unreadable):
        read_cell(ROWS[key], text)


@given(
    minor=st.integers(0, 10**14),
    currency=st.sampled_from(["EUR", "JPY", "KWD"]),
    count=st.integers(1, 2**53),
    term=st.builds(Term, st.integers(0, 9999), st.sampled_from(["day", "week", "month", "year"])),
)
def test_what_a_cell_shows_means_the_same_in_another_column(
    minor: int, currency: str, count: int, term: Term
) -> None:
    price = Decimal(minor).scaleb(-(exponent(currency) or 0))
    stored = {**BLANK, "price": price, "currency": currency, "term": term, "features/space": count}
    texts = {key: text_of(row, stored) for key, row in ROWS.items()}

    edits = read_column(ROWS, {**BLANK, "currency": currency}, texts)

    assert not edits.problems
    assert text_of(ROWS["price"], {**BLANK, "currency": currency, **edits.values}) == texts["price"]
    assert edits.values["features/space"] == count
