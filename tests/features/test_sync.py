"""What a sync does to the database and to those who build on features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from django.db import OperationalError, connection

from features import sync
from features.dependents import registry
from features.entries import FeatureChange, NewValue
from features.models import Feature
from integrations.actors import Actor
from tests.features.conftest import FakeDependents
from tests.features.entries import SWITCH, adding, changing, deprecating, removing

BY = Actor.command("test")
VOTES = replace(SWITCH, code="votes", since="2.1", release="2.1")


@pytest.fixture
def _shipped(db: None) -> None:
    sync.apply(by=BY)


@pytest.mark.django_db
def test_fills_an_empty_matrix_and_tells_nobody(dependents: FakeDependents) -> None:
    outcome = sync.apply(by=BY)

    assert Feature.objects.count() == len(outcome.plan.added) == 37
    assert dependents.told == []


@pytest.mark.usefixtures("_shipped")
def test_does_nothing_the_second_time(dependents: FakeDependents) -> None:
    before = list(Feature.objects.values())

    outcome = sync.apply(by=BY)

    assert outcome.plan.is_empty
    assert list(Feature.objects.values()) == before
    assert dependents.told == []


@pytest.mark.usefixtures("_shipped")
def test_a_preview_changes_nothing() -> None:
    outcome = sync.preview(extra=adding(VOTES))

    assert outcome.plan.added == (VOTES,)
    assert not Feature.objects.filter(code="votes").exists()


@pytest.mark.usefixtures("_shipped")
def test_says_beforehand_how_many_packages_it_revises(dependents: FakeDependents) -> None:
    dependents.packages = {"Basic": {"polls"}, "Premium": {"polls", "recording"}, "Phone": {"dial_in"}}

    before = sync.preview(extra=changing("polls", name="Votes"))
    after = sync.apply(by=BY, extra=changing("polls", name="Votes"))

    assert before.revised == after.revised == 2


@pytest.mark.usefixtures("_shipped")
def test_tells_dependents_what_changed_by_whom_and_why(dependents: FakeDependents) -> None:
    sync.apply(by=BY, extra=changing("polls", name="Votes"))

    ((changes, by, reason),) = dependents.told
    assert [(change.before.name, change.after.name) for change in changes] == [("Polls", "Votes")]
    assert by == BY
    assert reason == "Feature matrix 2.1"


@pytest.mark.usefixtures("_shipped")
def test_dependents_are_told_after_the_rows_were_written() -> None:
    class Reader(FakeDependents):
        def changed(self, changes: Sequence[FeatureChange], *, by: Actor, reason: str) -> int:
            seen.append(Feature.objects.get(code="polls").name)
            return 0

    seen: list[str] = []
    registry.register(Reader())

    sync.apply(by=BY, extra=changing("polls", name="Votes"))

    assert seen == ["Votes"]


@pytest.mark.usefixtures("_shipped")
def test_another_meaning_brings_its_value_and_its_kind(dependents: FakeDependents) -> None:
    dependents.packages = {"Basic": {"polls"}}

    sync.apply(by=BY, extra=changing("polls", quota=True, new_value=NewValue(limit=10)), force=True)

    ((changes, _, _),) = dependents.told
    assert changes[0].value == NewValue(limit=10)
    assert Feature.objects.get(code="polls").kind == "limit"


@pytest.mark.usefixtures("_shipped")
def test_a_refusal_writes_nothing_at_all(dependents: FakeDependents) -> None:
    dependents.packages = {"Basic": {"polls"}}
    release = replace(removing("polls"), add=(VOTES,))

    with pytest.raises(sync.SyncRefusedError) as refused:
        sync.apply(by=BY, extra=release)

    assert [refusal.code for refusal in refused.value.plan.refused] == ["polls"]
    assert not Feature.objects.filter(code="votes").exists()
    assert dependents.told == []


@pytest.mark.usefixtures("_shipped")
def test_an_error_of_dependents_rolls_everything_back(dependents: FakeDependents) -> None:
    dependents.failure = RuntimeError("no")

    with pytest.raises(RuntimeError):
        sync.apply(by=BY, extra=changing("polls", name="Votes"))

    assert Feature.objects.get(code="polls").name == "Polls"


@pytest.mark.usefixtures("_shipped")
def test_names_at_most_five_packages_and_counts_all(dependents: FakeDependents) -> None:
    dependents.packages = {f"Package {number}": {"polls"} for number in range(8)}

    (refusal,) = sync.preview(extra=removing("polls")).plan.refused

    assert refusal.usage.count == 8
    assert [holder.name for holder in refusal.usage.holders] == [f"Package {n}" for n in range(5)]


@pytest.mark.usefixtures("_shipped")
def test_a_deprecated_feature_can_still_be_looked_up() -> None:
    sync.apply(by=BY, extra=deprecating("polls"))

    assert Feature.objects.get(code="polls").deprecated


@pytest.mark.usefixtures("_shipped")
def test_a_plain_sync_keeps_what_an_extra_release_brought() -> None:
    sync.apply(by=BY, extra=replace(changing("polls", name="Votes"), add=(VOTES,)))

    sync.apply(by=BY)

    assert Feature.objects.get(code="polls").name == "Votes"
    assert not Feature.objects.get(code="votes").deprecated


@pytest.mark.django_db(transaction=True)
def test_holds_every_feature_while_dependents_are_told() -> None:
    class Locked(FakeDependents):
        def changed(self, changes: Sequence[FeatureChange], *, by: Actor, reason: str) -> int:
            with connection.copy().cursor() as other, pytest.raises(OperationalError, match="lock"):
                other.execute("SELECT 1 FROM features_feature WHERE code = 'recording' FOR SHARE NOWAIT")
            return 1

    sync.apply(by=BY)
    registry.register(Locked())

    assert sync.apply(by=BY, extra=changing("polls", name="Votes")).revised == 1
