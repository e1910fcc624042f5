"""A consumer that follows the feed has the catalog, byte for byte."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from catalog.models import FeedEntry, FeedKind
from tests.catalog.api.calls import Api
from tests.catalog.api.mirror import Mirror, catalog
from tests.catalog.busy import Busy

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(tmp_path: Path) -> Busy:
    return Busy(3, tmp_path)


@pytest.mark.parametrize("seed", [1, 2])
def test_from_nothing_the_feed_makes_the_whole_catalog(api: Api, tmp_path: Path, seed: int) -> None:
    Busy(seed, tmp_path).go_on(120)
    mirror = Mirror()

    mirror.follow(api, limit=17)

    assert mirror.packages == catalog(api)
    assert Counter(FeedEntry.objects.values_list("kind", flat=True)).keys() == set(FeedKind.values)


def test_from_the_middle_the_feed_brings_a_copy_up_to_date(api: Api, busy: Busy) -> None:
    busy.go_on(40)
    mirror = Mirror.of_now(api)
    before = dict(mirror.packages)
    busy.go_on(40)

    mirror.follow(api)

    assert before != mirror.packages == catalog(api)


def test_a_copy_that_is_followed_all_the_time_is_the_catalog_at_every_moment(api: Api, busy: Busy) -> None:
    mirror = Mirror()

    for _ in range(10):
        busy.go_on(5)
        mirror.follow(api)

        assert mirror.packages == catalog(api)
