"""What a client of the API may be allowed to do; a token carries the scopes of its client."""

from __future__ import annotations

SCOPES: dict[str, str] = {
    "features:read": "Read the feature matrix.",
    "catalog:read": "Read every package, with settings, metadata and drafts.",
    "offers:read": "Read what can be bought: active, not retired; without settings and metadata.",
    "catalog:write": "Create, change and delete packages.",
    "pricing:write": "Write prices, currencies, trials, grace periods and terms.",
    "catalog:publish": "Write status, hidden and retired.",
    "stock:write": "Take stock and return it.",
    "rooms:sign": "Have room calls of providers signed.",
    "providers:read": "Read providers and provider types; secrets never come out.",
    "providers:write": "Create, change, delete and check providers.",
}
