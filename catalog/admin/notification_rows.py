"""Notification preferences as a table: one row for each event, a tick for each channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog.admin.numbers import read_number
from catalog.admin.refusals import Told
from catalog.notifications import CHANNELS, EVENTS
from config.rules import Problem

PREFIX = "notify"
_LABELS = {
    "trial_ending": "The trial is about to end",
    "renewal_upcoming": "A renewal is coming up",
    "renewed": "The term was renewed",
    "payment_overdue": "A payment is overdue",
    "grace_started": "The grace period has started",
    "expired": "The service has ended",
    "quota_threshold": "A quota is nearly used up",
    "quota_reached": "A quota is used up",
    "overage_started": "Use above an allowance has started",
    "stock_low": "Stock is running low",
}
CHANNEL_LABELS = {"email": "Email", "sms": "SMS", "webhook": "Webhook", "in_app": "In app"}
# Where the number means something; elsewhere the box is shown only when there is one already.
_WITH_DAYS = ("trial_ending", "renewal_upcoming")
_WITH_PERCENT = ("quota_threshold",)


@dataclass
class NotificationRow:
    """One event, and what is typed about it; numbers as text, until the rules have judged them."""

    event: str
    channels: list[str] = field(default_factory=list)
    days_before: str = ""
    threshold_percent: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        return _LABELS[self.event]

    @property
    def name(self) -> str:
        return f"{PREFIX}-{self.event}"

    @property
    def ticks(self) -> list[tuple[str, str, bool]]:
        return [(channel, CHANNEL_LABELS[channel], channel in self.channels) for channel in CHANNELS]

    @property
    def shows_days(self) -> bool:
        return self.event in _WITH_DAYS or bool(self.days_before)

    @property
    def shows_percent(self) -> bool:
        return self.event in _WITH_PERCENT or bool(self.threshold_percent)

    @property
    def is_said(self) -> bool:
        return bool(self.channels or self.days_before or self.threshold_percent)

    def preference(self) -> dict[str, Any]:
        numbers = {"days_before": self.days_before, "threshold_percent": self.threshold_percent}
        return {
            "event": self.event,
            "channels": self.channels,
            **{key: read_number(text) for key, text in numbers.items() if text},
        }


class NotificationRows:
    """The rows of all events; what is stored keeps its order, so that saving unchanged changes nothing."""

    def __init__(self, stored: list[dict[str, Any]], data: Mapping[str, Any] | None = None) -> None:
        known = {entry["event"]: entry for entry in stored}
        self.stored = stored
        self.errors: list[str] = []
        self.order = [*known, *(event for event in EVENTS if event not in known)]
        self.by_event = {
            event: _typed(event, data, known.get(event))
            if data is not None
            else _stored(event, known.get(event))
            for event in self.order
        }

    @property
    def rows(self) -> list[NotificationRow]:
        """In the order in which a customer lives through the events."""
        return [self.by_event[event] for event in EVENTS]

    def value(self) -> list[dict[str, Any]]:
        """The preferences as they are stored."""
        return [row.preference() for row in self._said()]

    def has_changed(self) -> bool:
        return self.value() != self.stored

    def tell(self, problem: Problem) -> Told:
        """Puts a problem (`/notification_preferences/2/channels`) on its row, or at the head of the table."""
        index = problem.pointer.split("/")[2:3]
        said = self._said()
        if not index or not index[0].isdecimal() or int(index[0]) >= len(said):
            self.errors.append(problem.detail)
            return Told(problem.detail, "Notifications", "#section-notifications")
        row = said[int(index[0])]
        row.errors.append(problem.detail)
        return Told(problem.detail, row.label, f"#{row.name}")

    def _said(self) -> list[NotificationRow]:
        return [self.by_event[event] for event in self.order if self.by_event[event].is_said]


def _stored(event: str, entry: Mapping[str, Any] | None) -> NotificationRow:
    entry = entry or {}
    days, percent = entry.get("days_before"), entry.get("threshold_percent")
    return NotificationRow(
        event,
        list(entry.get("channels", ())),
        "" if days is None else str(days),
        "" if percent is None else str(percent),
    )


def _typed(event: str, data: Mapping[str, Any], entry: Mapping[str, Any] | None) -> NotificationRow:
    name = f"{PREFIX}-{event}"
    before = [*(entry or {}).get("channels", ()), *CHANNELS]
    ticked = [channel for channel in dict.fromkeys(before) if data.get(f"{name}-{channel}")]
    return NotificationRow(
        event,
        ticked,
        str(data.get(f"{name}-days_before", "")).strip(),
        str(data.get(f"{name}-threshold_percent", "")).strip(),
    )
