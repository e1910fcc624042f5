from typing import Any

import pytest

from catalog.notifications import normal, problems


@pytest.mark.parametrize(
    ("value", "pointer", "code"),
    [
        ({}, "", "wrong_type"),
        (["x"], "/0", "wrong_type"),
        ([{"channels": ["email"]}], "/0/event", "required"),
        ([{"event": "party", "channels": ["email"]}], "/0/event", "not_a_choice"),
        ([{"event": ["renewed"], "channels": ["email"]}], "/0/event", "not_a_choice"),
        ([{"event": "renewed"}], "/0/channels", "required"),
        ([{"event": "renewed", "channels": []}], "/0/channels", "required"),
        ([{"event": "renewed", "channels": "email"}], "/0/channels", "wrong_type"),
        ([{"event": "renewed", "channels": [{}]}], "/0/channels/0", "not_a_choice"),
        ([{"event": "renewed", "channels": ["sms", "sms"]}], "/0/channels", "duplicate"),
        ([{"event": "renewed", "channels": ["sms"], "days_before": -1}], "/0/days_before", "out_of_range"),
        ([{"event": "renewed", "channels": ["sms"], "days_before": True}], "/0/days_before", "wrong_type"),
        (
            [{"event": "renewed", "channels": ["sms"], "threshold_percent": 0}],
            "/0/threshold_percent",
            "out_of_range",
        ),
        ([{"event": "renewed", "channels": ["sms"], "x": 1}], "/0/x", "unknown_field"),
        ([{"event": "renewed", "channels": ["sms"]}] * 2, "/1/event", "duplicate"),
    ],
)
def test_tells_what_is_wrong_and_where(value: Any, pointer: str, code: str) -> None:
    assert [(p.pointer, p.code) for p in problems(value)] == [(pointer, code)]


def test_stores_known_keys_in_one_order_without_empty_ones() -> None:
    stored = normal([{"days_before": 3, "channels": ["sms"], "event": "renewed", "threshold_percent": None}])

    assert list(stored[0].items()) == [("event", "renewed"), ("channels", ["sms"]), ("days_before", 3)]
