"""Which row of the grid the label of a row of somebody else's price list means."""

from __future__ import annotations

from typing import Any

import pytest

from features.models import Feature
from tests.browser.conftest import Operator
from tests.browser.grid import opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("matrix")]

YES, NUMBER = ["✓", "—"], ["100", "Unlimited"]
_FIND = """async ([rows, said]) => {
    const { Labels } = await import("/static/catalog/grid/labels.js");
    const labels = new Labels(rows);
    return said.map(([label, texts]) => {
        const { row, sure, could } = labels.find(label, texts);
        return [row ? row.label : null, sure === 3, could.map((one) => one.label)];
    });
}"""
_FIELDS = [
    ("name", "Name", "text"),
    ("tier", "Tier", "text"),
    ("price", "Price", "amount"),
    ("signup_fee", "Sign-up fee", "amount"),
    ("currency", "Currency", "currency"),
    ("term", "Term", "term"),
]


def rows(service_type: str = "meet") -> list[dict[str, Any]]:
    """The rows of the grid as its script sees them, open for packages of one service type."""
    fields = [{"key": key, "label": label, "holds": holds, "isOpen": True} for key, label, holds in _FIELDS]
    return fields + [
        {
            "key": f"features/{feature.code}",
            "label": feature.name,
            "holds": "count" if feature.kind in ("limit", "allowance") else "tick",
            "isOpen": feature.applies_to(service_type),
        }
        for feature in Feature.objects.all()
    ]


def found(operator: Operator, said: list[tuple[str, list[str]]], service_type: str = "meet") -> list[Any]:
    return list(opened(operator).evaluate(_FIND, [rows(service_type), [list(one) for one in said]]))


# What a label is called here, and whether that is no guess.
MEANT: list[tuple[str, list[str], str, bool]] = [
    ("Max participants", NUMBER, "Max participants", True),
    ("Participants (max.)", NUMBER, "Max participants", True),
    ("Number of rooms", NUMBER, "Max rooms", True),
    ("Storage (GB)", NUMBER, "Max storage", True),
    ("Monthly price", ["$9"], "Price", True),
    ("Price / month", ["$9"], "Price", True),
    ("Price per user per month", ["$9"], "Price", False),
    ("Setup fee", ["$9"], "Sign-up fee", True),
    ("Meeting duration", ["40 minutes"], "Max duration", False),
    ("Meeting time limit", ["40 minutes"], "Max duration", False),
    ("Participants per meeting", NUMBER, "Max participants", False),
    ("Attendees", NUMBER, "Max participants", False),
    ("People per meeting", NUMBER, "Max participants", False),
    ("Meeting capacity", NUMBER, "Max participants", False),
    ("Cloud storage", ["5 GB"], "Max storage", False),
    ("Storage per user", ["5 GB"], "Max storage", False),
    ("Screen share", YES, "Screen sharing", False),
    ("Live captions", YES, "Captions", False),
    ("Closed captioning", YES, "Captions", False),
    ("Recording retention", ["30 days"], "Record expiration", False),
    ("Cloud recording", YES, "Recording", False),
    ("Recordings", YES, "Recording", False),
    ("Recordings", NUMBER, "Max recordings", True),
    ("Breakout sessions", YES, "Breakout rooms", False),
    ("Polls and surveys", YES, "Polls", False),
    ("Branding", YES, "Custom branding", False),
    ("API requests per day", NUMBER, "API calls", False),
    ("Licenses", NUMBER, "Max seats", False),
    ("Phone dial-in", YES, "Dial-in", False),
]
# What it could be: nothing is put there.
UNCLEAR: list[tuple[str, list[str], set[str]]] = [
    ("Chat", YES, {"Public chat", "Private chat"}),
    ("Users", NUMBER, {"Max participants", "Max seats"}),
    ("Cameras", NUMBER, {"Max cameras per meeting", "Max cameras per user"}),
    ("Price per month (billed annually)", ["$9"], {"Price"}),
    ("Custom background", YES, {"Virtual backgrounds"}),
    ("Transcription", YES, {"Live transcription"}),
    ("Annual fee", ["$9"], {"Sign-up fee"}),
    ("Company branding", YES, {"Custom branding"}),
]
UNKNOWN = ["Whiteboard", "24/7 support", "Support tier", "SSO", "Live streaming", "Recording transcripts",
           "Storage retention", "Free trial", "Team messaging", "100 participants"]  # fmt: skip


def test_labels_are_understood_by_their_words_and_a_guess_is_known_as_one(operator: Operator) -> None:
    answers = found(operator, [(label, texts) for label, texts, _, _ in MEANT])

    told = [
        (label, texts, row, sure) for (label, texts, *_), (row, sure, _) in zip(MEANT, answers, strict=True)
    ]
    assert told == MEANT


def test_a_label_that_means_several_rows_or_half_of_one_is_left_to_the_operator(operator: Operator) -> None:
    answers = found(operator, [(label, texts) for label, texts, _ in UNCLEAR])

    assert [row for row, _, _ in answers] == [None] * len(UNCLEAR)
    assert [set(could) for *_, could in answers] == [could for _, _, could in UNCLEAR]


def test_what_no_row_is_about_means_none(operator: Operator) -> None:
    answers = found(operator, [(label, YES) for label in UNKNOWN])

    assert [row for row, _, _ in answers] == [None] * len(UNKNOWN)


def test_attendees_are_unclear_where_there_are_two_kinds_of_them(operator: Operator) -> None:
    ((row, _, could),) = found(operator, [("Attendees", NUMBER)], "webinar")

    assert (row, set(could)) == (None, {"Max participants", "Max webinar attendees"})
