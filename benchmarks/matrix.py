"""The feature matrix of the benchmark: the shipped one, with enough limits for any package to change twenty."""

from __future__ import annotations

import json
from pathlib import Path

# The shipped matrix has four counted features that apply to every service type.
_COUNTED = {
    "max_moderators": "Moderators",
    "max_guests": "Guests",
    "max_groups": "Groups",
    "max_languages": "Languages",
    "max_templates": "Templates",
    "max_calendars": "Calendars",
    "max_invitations": "Invitations",
    "max_reminders": "Reminders",
    "max_reports": "Reports",
    "max_exports": "Exports",
    "max_webhooks": "Webhooks",
    "max_domains": "Domains",
    "max_themes": "Themes",
    "max_integrations": "Integrations",
    "max_archives": "Archives",
    "max_backups": "Backups",
}
SHIPPED_COUNTED = ("max_accounts", "max_seats", "max_storage", "api_calls")
COUNTED = (*SHIPPED_COUNTED, *_COUNTED)


def write_release(path: Path) -> None:
    """Writes the release that `sync_features --release` puts on top of the shipped ones."""
    added = {code: _feature(name, place) for place, (code, name) in enumerate(_COUNTED.items())}
    path.write_text(json.dumps({"release": "2.1", "add": added}))


def _feature(name: str, place: int) -> dict[str, object]:
    consumable = place % 2 == 0
    return {
        "name": name,
        "description": f"{name} that a customer can have.",
        "group": "capacity",
        "position": 500 + place,
        "aggregation_type": "sum_agg" if consumable else "max_agg",
        "field_suffix": name.lower(),
        "consumable": consumable,
        "quota": True,
        "service_types": "all",
        "licenses": "all",
        "since": "2.0",
    }
