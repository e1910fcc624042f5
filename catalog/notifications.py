"""`notification_preferences`: of which events the customer is told, and through which channels."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from config.json_rules import escape
from config.rules import Problem

EVENTS = (
    "trial_ending",
    "renewal_upcoming",
    "renewed",
    "payment_overdue",
    "grace_started",
    "expired",
    "quota_threshold",
    "quota_reached",
    "overage_started",
    "stock_low",
)
CHANNELS = ("email", "sms", "webhook", "in_app")
_KEYS = ("event", "channels", "days_before", "threshold_percent")


def problems(value: Any) -> list[Problem]:
    """Every problem of an array of preferences, with pointers relative to it."""
    if not isinstance(value, list):
        return [Problem("", "wrong_type", "Give a list of preferences, one for each event.")]
    found: list[Problem] = []
    seen: set[str] = set()
    for index, entry in enumerate(value):
        found += [p.below(f"/{index}") for p in _entry_problems(entry)]
        event = entry.get("event") if isinstance(entry, dict) else None
        if isinstance(event, str) and event in seen:
            found.append(Problem(f"/{index}/event", "duplicate", f"{event} is there already; list it once."))
        if isinstance(event, str):
            seen.add(event)
    return found


def _entry_problems(entry: Any) -> list[Problem]:
    if not isinstance(entry, dict):
        return [Problem("", "wrong_type", "Give an object with an event and its channels.")]
    unknown = [
        Problem(f"/{escape(str(key))}", "unknown_field", f"There is no {key!s}; use {', '.join(_KEYS)}.")
        for key in entry
        if key not in _KEYS
    ]
    return [
        *unknown,
        *_event_problems(entry),
        *_channel_problems(entry),
        *_number_problems(entry, "days_before", 0, 365, "days"),
        *_number_problems(entry, "threshold_percent", 1, 100, "percent"),
    ]


def _event_problems(entry: dict[str, Any]) -> list[Problem]:
    if "event" not in entry:
        return [Problem("/event", "required", "Say which event.")]
    if entry["event"] not in EVENTS:
        return [Problem("/event", "not_a_choice", f"Choose one of: {', '.join(EVENTS)}.")]
    return []


def _channel_problems(entry: dict[str, Any]) -> list[Problem]:
    channels = entry.get("channels")
    if "channels" not in entry or channels == []:
        return [Problem("/channels", "required", f"Name one channel or more: {', '.join(CHANNELS)}.")]
    if not isinstance(channels, list):
        return [Problem("/channels", "wrong_type", "Give a list of channels.")]
    found = [
        Problem(f"/channels/{i}", "not_a_choice", f"Choose one of: {', '.join(CHANNELS)}.")
        for i, channel in enumerate(channels)
        if channel not in CHANNELS
    ]
    if not found and len(set(channels)) < len(channels):
        found.append(Problem("/channels", "duplicate", "Name each channel once."))
    return found


def _number_problems(entry: dict[str, Any], key: str, low: int, high: int, unit: str) -> list[Problem]:
    value = entry.get(key)
    if value is None:
        return []
    if isinstance(value, bool) or not isinstance(value, int):
        return [Problem(f"/{key}", "wrong_type", f"Give a whole number of {unit}.")]
    if not low <= value <= high:
        return [Problem(f"/{key}", "out_of_range", f"Give {low} to {high} {unit}.")]
    return []


def normal(value: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Valid preferences as they are stored: known keys in one order, empty numbers left out."""
    return [{key: entry[key] for key in _KEYS if entry.get(key) is not None} for entry in value]


def validate(value: Any) -> None:
    """The same rule as a validator of a model's field."""
    found = problems(value)
    if found:
        raise ValidationError(
            [ValidationError(f"{p.pointer} {p.detail}".strip(), code=p.code) for p in found]
        )
