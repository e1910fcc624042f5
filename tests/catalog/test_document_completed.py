"""A document is put together again, byte for byte, from a promise and what was said besides it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.aggregate import Aggregate
from catalog.changes import FeatureChange, ProviderChange
from catalog.document import completed, render
from catalog.models import FeedEntry, Package, PackageDocument, PackageFeature, PackageProvider
from features.models import Feature
from providers.models import Provider
from tests.catalog.following import entries
from tests.catalog.writes import revisions, update
from tests.factories.feature import FeatureFactory
from tests.factories.package import sellable
from tests.factories.provider import ProviderFactory

# What a careless reader of the text could take for the places where it is cut.
TRAPS = [
    '"has_stock":',
    '"has_stock":true,',
    ',"has_stock":false,"stock_qty":1,',
    ',"revision":',
    ',"revision":1}',
    ',"availability":{',
    '"}',
    '"',
    "\\",
    '\\"',
    ":",
    ",",
    "\u2028",
    "\x7f",
    "é",
    "😀",
]
TEXTS = st.lists(
    st.sampled_from(TRAPS) | st.text(st.characters(exclude_categories=["Cs"]), max_size=4), max_size=4
).map("".join)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
OBJECTS = st.dictionaries(TEXTS, VALUES, max_size=3)
PAIRS = st.lists(st.builds(lambda key, value: {"key": key, "value": value}, TEXTS, VALUES), max_size=3)
COUNTS = st.none() | st.integers(-(2**31), 2**31 - 1)

PACKAGES = st.builds(
    Package,
    name=TEXTS,
    description=TEXTS,
    short_description=TEXTS,
    tier=TEXTS,
    status=st.sampled_from(["draft", "active", "inactive"]),
    retired=st.booleans(),
    has_stock=st.booleans(),
    stock_qty=COUNTS,
    price=st.none() | st.just(Decimal("14.9900")),
    currency=st.just("EUR"),
    revision=st.integers(1, 10**9),
    package_settings=PAIRS,
    package_metadata=PAIRS,
)
FEATURES = st.builds(
    lambda name, limit: PackageFeature(
        feature=Feature(code="rooms", name=name, quota=True), kind="limit", limit_value=limit
    ),
    TEXTS,
    st.integers(1, 1000),
)
PROVIDERS = st.builds(
    lambda name, settings, metadata, default: PackageProvider(
        provider=Provider(provider_name=name), settings=settings, metadata=metadata, default=default
    ),
    TEXTS,
    OBJECTS,
    OBJECTS,
    st.booleans(),
)
# A machine under load is no failure.
UNHURRIED = settings(deadline=None, max_examples=50)
AGGREGATES = st.builds(Aggregate, PACKAGES, st.lists(FEATURES, max_size=2), st.lists(PROVIDERS, max_size=2))


@UNHURRIED
@given(AGGREGATES)
def test_a_document_is_its_promise_and_what_stands_besides_it(aggregate: Aggregate) -> None:
    rendered = render(aggregate)

    assert completed(rendered.promise_text, rendered.standing) == rendered.text
    assert orjson.loads(rendered.text)["stock_qty"] == aggregate.package.stock_qty


@UNHURRIED
@given(AGGREGATES, COUNTS, st.integers(1, 10**9))
def test_an_older_promise_takes_the_count_the_number_and_the_times_of_later(
    aggregate: Aggregate, count: int | None, number: int
) -> None:
    before = render(aggregate)
    aggregate.package.stock_qty, aggregate.package.revision = count, number

    after = render(aggregate)

    assert completed(before.promise_text, after.standing) == after.text


@UNHURRIED
@given(AGGREGATES)
def test_what_stands_besides_it_may_be_spaced_in_any_way(aggregate: Aggregate) -> None:
    rendered = render(aggregate)
    spaced = orjson.dumps(orjson.loads(rendered.standing), option=orjson.OPT_INDENT_2).decode()

    assert completed(rendered.promise_text, spaced) == rendered.text


def _rich() -> dict[str, Any]:
    trap = "".join(TRAPS)
    return {
        "name": f"Rich {trap}",
        "description": trap * 3,
        "package_settings": [{"key": trap[:20], "value": {trap[:40]: trap, "revision": 1}}],
        "package_metadata": [{"key": "has_stock", "value": {"has_stock": True, "revision": 2}}],
        "has_stock": True,
        "stock_qty": 5,
    }


@pytest.mark.django_db
def test_every_document_that_was_stored_is_made_again_from_the_history() -> None:
    FeatureFactory.create(code="rooms", name='Rooms "has_stock":', allowance=True)
    providers = ProviderFactory.create_batch(2)
    package = sellable(features={"rooms": 5}, providers=providers, **_rich())
    seen = [_stored(package)]

    update(package, providers={providers[1].pk: ProviderChange(default=True, settings={',"revision":': 1})})
    seen.append(_stored(package))
    update(package, stock_qty=0, features={"rooms": FeatureChange(6, Decimal("0.000000000001"))})
    seen.append(_stored(package))

    told = [entry for entry in entries() if entry.package_uuid]
    assert [_made_again(package, entry) for entry in told] == seen


def _stored(package: Package) -> str:
    return PackageDocument.objects.get(pk=package.pk).text


def _made_again(package: Package, entry: FeedEntry) -> str:
    promise = {revision.number: revision.text for revision in revisions(package)}
    return completed(promise[entry.revision or 0], entry.standing)
