"""`/changes`: everything that readers can see change, in the order in which it became visible."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema_serializer, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request

from catalog import feed
from catalog.api.answers import ActorAnswer, Answer, PackageAnswer
from catalog.models import FeedEntry, FeedKind, Package
from config.identity import id_of
from config.rules import Problem
from integrations.api.conditional_schema import UNCHANGED, read_by_etag
from integrations.api.fields import (
    StrictBoolean,
    StrictChoice,
    StrictDateTime,
    StrictInteger,
    StrictList,
    StrictString,
)
from integrations.api.pagination import DEFAULT_LIMIT, MAX_LIMIT
from integrations.api.parameters import Parameter, bad_query, choice, flag, whole_number
from integrations.api.rendering import to_json
from integrations.api.schema import documented
from integrations.api.views import ApiView
from providers.models import Provider

LATEST = "latest"
_DIGITS = 18


def _read_after(text: str) -> int | str:
    if text == LATEST:
        return text
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise ValueError("Use a cursor as it was answered, 0 for the beginning, or latest.")
    return int(text)


_AFTER = Parameter(
    "after",
    "The cursor after which to go on, as it was answered; 0, the beginning, when left out. `latest` answers the "
    "cursor of now and no entries.",
    {"oneOf": [{"type": "integer", "minimum": 0}, {"type": "string", "enum": [LATEST]}]},
    _read_after,
)


@extend_schema_serializer(component_name="FeedEntry")
class EntryAnswer(Answer):
    """One change. `package` and `revision` are null where none is concerned, and so is `provider`."""

    sometimes = frozenset({"document"})

    cursor = StrictInteger(help_text="Its place in the feed; they count from 1 without a gap.")
    kind = StrictChoice(
        choices=FeedKind.choices,
        help_text=" · ".join(f"`{kind.value}` {kind.label}" for kind in FeedKind) + ".",
    )
    package = StrictString(allow_null=True, help_text="`pkg_…`")
    provider = StrictString(allow_null=True, help_text="`prv_…`, when a provider changed.")
    revision = StrictInteger(
        allow_null=True, help_text="Which promise counted then; a movement of stock makes no new one."
    )
    commercial = StrictBoolean(
        help_text="False for mere wording: name, descriptions, `hidden`, providers, settings, metadata and "
        "notifications, unless a sale begins or ends with it; and for what only a provider shows."
    )
    recorded_at = StrictDateTime()
    by = ActorAnswer()
    paths = StrictList(
        child=StrictString(allow_blank=True),
        help_text="JSON pointers to what changed, as in revisions; the empty one is all of it. In the matrix "
        "`/max_rooms` is a feature that is new and `/max_rooms/name` what changed of one.",
    )
    document = PackageAnswer(
        allow_null=True,
        help_text="With `include=document`: the package as it was then; null when it is gone, or none is concerned.",
    )


_PAGE = inline_serializer(
    name="FeedPage",
    fields={
        "cursor": serializers.IntegerField(help_text="Remember it, and ask for what comes after it."),
        "next": serializers.URLField(
            allow_null=True, help_text="What follows; null when this is all for now."
        ),
        "previous": serializers.URLField(allow_null=True, help_text="Always null: a feed is read forwards."),
        "results": EntryAnswer(many=True),
    },
)


class ChangesView(ApiView):
    """The change feed."""

    scopes = {"GET": ("catalog:read",)}
    query_parameters = {
        "GET": (
            _AFTER,
            whole_number("limit", f"How many; {DEFAULT_LIMIT} unless told.", least=1, most=MAX_LIMIT),
            flag("commercial", "With true, what is not `commercial` is left out."),
            choice("include", "Each package as it was then.", ["document"]),
        )
    }

    @documented(
        summary="Follow changes",
        description="Every change of every package that readers can see, and of the feature matrix and the "
        "providers, in the order in which they became visible; none is ever skipped. Remember `cursor`, ask again "
        "after it, and nothing is missed. Read from 0 with `include=document`, it makes the whole catalog.",
        responses={200: _PAGE, **UNCHANGED},
        operation_id="follow_changes",
    )
    @read_by_etag
    def get(self, request: Request) -> HttpResponse:
        after = self.query.get("after", 0)
        if after == LATEST:
            return self._page(feed.head(), feed.Stretch((), more=False))
        found = feed.entries_after(
            after,
            limit=self.query.get("limit", DEFAULT_LIMIT),
            commercial=self.query.get("commercial", False),
        )
        if not found.entries:
            _refuse_later_than_the_feed(after)
        return self._page(after, found)

    def _page(self, after: int, found: feed.Stretch) -> HttpResponse:
        cursor = next((entry.position for entry in reversed(found.entries)), after)
        documents = feed.documents_of(found.entries) if "include" in self.query else None
        page = {
            "cursor": cursor,
            "next": self._link(cursor) if found.more else None,
            "previous": None,
            "results": [_shown(entry, documents) for entry in found.entries],
        }
        return self.shown(to_json(page))

    def _link(self, cursor: int | None) -> str:
        query = self.request.query_params.copy()
        query["after"] = str(cursor)
        return self.request.build_absolute_uri(f"?{query.urlencode()}")


def _refuse_later_than_the_feed(after: int) -> None:
    head = feed.head()
    if after > head:
        detail = (
            f"The feed ends at {head}, before this cursor: it is another database, or one that was restored from a "
            "backup. Begin again at 0."
        )
        raise bad_query([Problem("?after", "unknown_cursor", detail)])


def _shown(entry: FeedEntry, documents: dict[int, str] | None) -> dict[str, Any]:
    package, provider = entry.package_uuid, entry.provider_uuid
    shown = {
        "cursor": entry.position,
        "kind": entry.kind,
        "package": None if package is None else id_of(package, prefix=Package.id_prefix),
        "provider": None if provider is None else id_of(provider, prefix=Provider.id_prefix),
        "revision": entry.revision,
        "commercial": entry.commercial,
        "recorded_at": entry.recorded_at,
        "by": {"kind": entry.actor_kind, "name": entry.actor_name},
        "paths": entry.paths,
    }
    if documents is None:
        return shown
    text = documents.get(entry.position or 0)
    return {**shown, "document": None if text is None else orjson.Fragment(text)}
