"""What a sync would do, without a database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import pytest

from features.dependents import Holder, Usage
from features.entries import FeatureEntry, NewValue
from features.planning import Plan, plan
from features.releases.files import Release
from tests.features.entries import SWITCH, adding, changing, deprecating, removing, shipping

LIMIT = replace(SWITCH, quota=True)
USED = {"polls": Usage(2, (Holder("Meetings Basic"), Holder("Meetings Premium")))}


def nobody(codes: Collection[str]) -> Mapping[str, Usage]:
    return {}


def used(codes: Collection[str]) -> Mapping[str, Usage]:
    return {code: USED[code] for code in codes if code in USED}


def matrix(*entries: FeatureEntry) -> dict[str, FeatureEntry]:
    return {entry.code: entry for entry in entries}


def upgrade(extra: Release, *, in_use: bool = True, force: bool = False) -> Plan:
    """What `extra` does to a matrix that has one feature."""
    usage_of = used if in_use else nobody
    return plan(matrix(SWITCH), shipping(SWITCH), extra, usage_of=usage_of, force=force)


def reasons(planned: Plan) -> list[str]:
    return [refusal.reason for refusal in planned.refused]


def test_adds_what_is_missing() -> None:
    planned = plan({}, shipping(SWITCH), usage_of=nobody)

    assert planned == Plan(added=(SWITCH,))


def test_plans_nothing_for_a_matrix_that_is_up_to_date() -> None:
    planned = plan(matrix(SWITCH), shipping(SWITCH), usage_of=used)

    assert planned.is_empty


def test_asks_for_usage_of_the_codes_at_stake_only() -> None:
    other = replace(SWITCH, code="recording")
    asked: list[Collection[str]] = []

    def usage_of(codes: Collection[str]) -> Mapping[str, Usage]:
        asked.append(codes)
        return {}

    plan(matrix(SWITCH, other), shipping(SWITCH, other), changing("polls", name="Votes"), usage_of=usage_of)

    assert asked == [{"polls"}]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Votes"),
        ("description", "Another sentence."),
        ("group", "capacity"),
        ("position", 7),
        ("service_types", ("meet", "webinar")),
        ("service_types", ()),
        ("licenses", ("standard", "enterprise")),
        ("feature_settings", {"max": 1}),
        ("feature_metadata", {"owner": "product"}),
    ],
)
def test_changes_wording_and_widens_without_force(field: str, value: Any) -> None:
    planned = upgrade(changing("polls", **{field: value}))

    (change,) = planned.changes
    assert not planned.refused
    assert set(change.changed_fields) == {field, "release"}
    assert getattr(change.after, field) == value
    assert change.value is None


def test_deprecates_a_feature_that_packages_have() -> None:
    planned = upgrade(deprecating("polls"))

    (change,) = planned.changes
    assert not planned.refused
    assert change.deprecates


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("aggregation_type", "max_agg"),
        ("field_suffix", "polls"),
        ("consumable", True),
        ("quota", True),
        ("periodicity", 1),
        ("periodicity_type", "daily"),
    ],
)
def test_refuses_another_meaning_without_a_value_even_when_forced(field: str, value: Any) -> None:
    suffix = {"field_suffix": "polls"} if field == "aggregation_type" else {}

    planned = upgrade(changing("polls", **{field: value, **suffix}), force=True)

    (refusal,) = planned.refused
    assert refusal.reason == "meaning_changed"
    assert field in refusal.detail
    assert refusal.usage == USED["polls"]


def test_refuses_another_meaning_with_a_value_until_it_is_forced() -> None:
    release = changing("polls", quota=True, new_value=NewValue(limit=10))

    assert reasons(upgrade(release)) == ["needs_force"]
    assert upgrade(release, force=True).changes[0].value == NewValue(limit=10)


def test_gives_another_meaning_to_what_nobody_has() -> None:
    planned = upgrade(changing("polls", quota=True), in_use=False)

    assert not planned.refused
    assert planned.changes[0].changes_meaning


@pytest.mark.parametrize(
    ("flags", "value"),
    [
        ({"quota": True}, NewValue()),
        ({"consumable": True}, NewValue(limit=10)),
        ({"consumable": True}, NewValue(unlimited=True)),
    ],
)
def test_refuses_a_value_that_the_new_kind_can_not_have(flags: dict[str, Any], value: NewValue) -> None:
    planned = upgrade(changing("polls", new_value=value, **flags), force=True)

    assert reasons(planned) == ["value_misfit"]


def test_a_value_belongs_to_the_last_change_of_meaning() -> None:
    first = changing("polls", quota=True, new_value=NewValue(limit=10), version="1.1")
    second = changing("polls", consumable=True)

    planned = plan(matrix(SWITCH), (*shipping(SWITCH), first), second, usage_of=used, force=True)

    assert reasons(planned) == ["meaning_changed"]


@pytest.mark.parametrize(("field", "value"), [("service_types", ("webinar",)), ("licenses", ("enterprise",))])
def test_refuses_to_take_a_service_type_or_a_licence_away(field: str, value: Any) -> None:
    planned = upgrade(changing("polls", **{field: value}))

    assert reasons(planned) == ["narrowed"]
    assert planned.refused[0].usage == USED["polls"]


def test_refuses_to_narrow_all_service_types_to_some() -> None:
    for_all = replace(SWITCH, service_types=())

    planned = plan(
        matrix(for_all), shipping(for_all), changing("polls", service_types=("meet",)), usage_of=nobody
    )

    assert reasons(planned) == ["narrowed"]


def test_refuses_a_shipped_file_that_was_narrowed_afterwards() -> None:
    before = replace(SWITCH, service_types=("meet", "webinar"))

    planned = plan(matrix(before), shipping(SWITCH), usage_of=nobody)

    assert reasons(planned) == ["narrowed"]


@pytest.mark.parametrize("in_use", [True, False])
def test_refuses_a_code_that_is_added_again(in_use: bool) -> None:
    planned = upgrade(adding(replace(SWITCH, since="2.1", release="2.1", quota=True)), in_use=in_use)

    assert reasons(planned) == ["code_reused"]
    assert planned.refused[0].usage.count == (2 if in_use else 0)


def test_refuses_the_code_of_a_deprecated_feature() -> None:
    gone = replace(SWITCH, deprecated=True)

    planned = plan(matrix(gone), shipping(SWITCH), usage_of=nobody)

    assert reasons(planned) == ["code_reused"]


def test_refuses_a_code_that_came_in_by_a_fixture_with_another_meaning() -> None:
    planned = plan(matrix(replace(LIMIT, release="")), shipping(SWITCH), usage_of=nobody)

    assert reasons(planned) == ["code_reused"]


def test_takes_over_a_code_that_came_in_by_a_fixture_with_the_same_meaning() -> None:
    fixture = replace(SWITCH, release="", name="Votes")

    planned = plan(matrix(fixture), shipping(SWITCH), usage_of=used)

    assert not planned.refused
    assert planned.changes[0].after == SWITCH


def test_leaves_alone_what_only_a_fixture_has() -> None:
    fixture = replace(SWITCH, code="own", release="")

    assert plan(matrix(SWITCH, fixture), shipping(SWITCH), usage_of=used).is_empty


def test_refuses_to_remove_what_packages_have() -> None:
    planned = upgrade(removing("polls"))

    assert reasons(planned) == ["in_use"]
    assert planned.refused[0].usage == USED["polls"]


def test_keeps_the_code_of_a_removed_feature_as_deprecated() -> None:
    planned = upgrade(removing("polls"), in_use=False)

    assert not planned.refused
    assert planned.changes[0].deprecates


def test_refuses_to_remove_what_is_deprecated_and_packages_still_have() -> None:
    old = replace(SWITCH, deprecated=True)
    shipped = (*shipping(SWITCH), replace(deprecating("polls"), version="1.1"))

    planned = plan(matrix(old), shipped, removing("polls"), usage_of=used)

    assert reasons(planned) == ["in_use"]


def test_refuses_to_remove_what_the_same_release_wrote_and_packages_have() -> None:
    ahead = replace(SWITCH, name="Votes", release="2.1")

    planned = plan(matrix(ahead), shipping(SWITCH), removing("polls"), usage_of=used)

    assert reasons(planned) == ["in_use"]


def test_refuses_a_shipped_file_that_lost_a_feature_in_use() -> None:
    other = replace(SWITCH, code="recording")

    planned = plan(matrix(SWITCH, other), shipping(other), usage_of=used)

    assert reasons(planned) == ["in_use"]


def test_deprecates_what_a_shipped_file_lost_when_nobody_has_it() -> None:
    other = replace(SWITCH, code="recording")

    planned = plan(matrix(SWITCH, other), shipping(other), usage_of=nobody)

    assert [(change.code, change.deprecates) for change in planned.changes] == [("polls", True)]


def test_goes_on_once_what_a_shipped_file_lost_is_deprecated() -> None:
    other = replace(SWITCH, code="recording")

    planned = plan(matrix(replace(SWITCH, deprecated=True), other), shipping(other), usage_of=used)

    assert planned.is_empty


@pytest.mark.parametrize("release", [changing("chat", name="Chat"), deprecating("chat"), removing("chat")])
def test_refuses_a_code_that_no_release_has(release: Release) -> None:
    assert reasons(upgrade(release)) == ["unknown_code"]


@pytest.mark.parametrize(
    "values",
    [
        {"aggregation_type": "sum_agg"},
        {"field_suffix": "Polls!"},
        {"name": " "},
        {"feature_settings": {"": 1}},
    ],
)
def test_refuses_what_breaks_the_rule_of_a_row(values: dict[str, Any]) -> None:
    assert reasons(upgrade(changing("polls", **values))) == ["breaks_rule"]


def test_refuses_a_feature_introduced_after_its_release() -> None:
    late = replace(SWITCH, code="votes", since="2.2", release="2.1")

    assert reasons(upgrade(adding(late))) == ["breaks_rule"]


def test_refuses_everything_at_once() -> None:
    release = replace(changing("polls", quota=True), deprecate=("chat",))

    assert sorted(reasons(upgrade(release))) == ["meaning_changed", "unknown_code"]


def test_a_plain_sync_keeps_what_an_extra_release_wrote() -> None:
    ahead = replace(SWITCH, name="Votes", release="2.1")
    extra = replace(SWITCH, code="votes", since="2.1", release="2.1")

    planned = plan(matrix(ahead, extra), shipping(SWITCH), usage_of=used)

    assert planned.is_empty
    assert planned.kept == ("polls",)


@pytest.mark.parametrize(
    "extra",
    [
        changing("polls", name="Votes"),
        changing("polls", quota=True, new_value=NewValue(limit=10)),
        deprecating("polls"),
        removing("polls"),
        adding(replace(SWITCH, code="votes", since="2.1", release="2.1")),
    ],
)
def test_an_extra_release_can_be_repeated(extra: Release) -> None:
    first = upgrade(extra, in_use=False, force=True)
    after = matrix(SWITCH, *first.added, *(change.after for change in first.changes))

    again = plan(after, shipping(SWITCH), extra, usage_of=used)

    assert again.is_empty
    assert not first.is_empty


def test_an_older_extra_release_does_not_undo_a_newer_one() -> None:
    ahead = replace(SWITCH, name="Votes", release="2.2")

    planned = plan(matrix(ahead), shipping(SWITCH), changing("polls", name="Ballots"), usage_of=used)

    assert planned.is_empty
    assert planned.kept == ("polls",)
