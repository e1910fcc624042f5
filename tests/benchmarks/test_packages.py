"""The catalog of the benchmark looks like one that people made."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from benchmarks.packages import SERIES, series_word

WORDS = [series_word(number) for number in range(0, 100_000, SERIES)]


def test_twenty_packages_share_a_word_that_no_others_have() -> None:
    assert len(set(WORDS)) == len(WORDS)
    assert series_word(SERIES) == series_word(2 * SERIES - 1) != series_word(2 * SERIES)


def test_the_letters_of_the_words_are_as_mixed_as_those_of_names() -> None:
    threes = Counter(three for word in WORDS for three in {word[at : at + 3] for at in range(len(word) - 2)})

    assert max(threes.values()) < len(WORDS) / 50
    assert all(one[:3] != other[:3] for one, other in pairwise(WORDS))
