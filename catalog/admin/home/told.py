"""What changed since the last visit, as the page lays it out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from catalog.admin.home.cards import list_url, sees_features, sees_packages, sees_providers
from catalog.admin.wording import ago
from catalog.home.news import PACKAGE_KINDS, Author, Story, news
from catalog.home.visits import visited
from catalog.models import FeedKind
from features.wording import packages as packages_text

_KINDS = {"operator": "", "api_client": "API client", "command": "command"}


@dataclass(frozen=True)
class StoryRow:
    """What was done to one thing; `history_url` has all of it."""

    name: str
    url: str
    history_url: str
    texts: tuple[str, ...]
    more: int
    at: datetime
    ago: str


@dataclass(frozen=True)
class AuthorRow:
    """Somebody, and what they did."""

    name: str
    kind: str
    ago: str
    stories: tuple[StoryRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Changes:
    """The news of a visit; `up_to` is how far they were told. `is_first`: there was no visit before."""

    authors: tuple[AuthorRow, ...]
    notes: tuple[str, ...]
    up_to: int
    is_first: bool
    all_url: str


def changes(request: HttpRequest) -> Changes | None:
    """What is news to the operator now; None for somebody who may look at nothing."""
    kinds = [
        *(PACKAGE_KINDS if sees_packages(request) else ()),
        *((FeedKind.PROVIDER_CHANGED,) if sees_providers(request) else ()),
        *((FeedKind.FEATURES_CHANGED,) if sees_features(request) else ()),
    ]
    if not kinds:
        return None
    assert request.user.pk is not None
    span = visited(request.user.pk, at=timezone.now())
    found = news(span, kinds=kinds)
    notes = [
        f"{found.more_authors} more did something." if found.more_authors else "",
        "More happened than is told here." if found.is_cut and span.since else "",
    ]
    return Changes(
        tuple(_author(one, request.user.get_username()) for one in found.authors),
        tuple(note for note in notes if note),
        up_to=span.head,
        is_first=span.since == 0,
        all_url=list_url(o="-8"),
    )


def _author(author: Author, mine: str) -> AuthorRow:
    is_me = author.kind == "operator" and author.name == mine
    notes = (
        f"and {author.more:,} more" if author.more else "",
        f"Stock moved in {packages_text(author.stock)}" if author.stock else "",
    )
    return AuthorRow(
        "You" if is_me else author.name,
        _KINDS.get(author.kind, author.kind),
        ago(author.at),
        tuple(_story(one) for one in author.stories),
        tuple(note for note in notes if note),
    )


def _story(story: Story) -> StoryRow:
    url, history = _urls(story)
    return StoryRow(story.name, url, history, story.texts, story.more, story.at, ago(story.at))


def _urls(story: Story) -> tuple[str, str]:
    if story.kind == "matrix":
        return reverse("admin:features_feature_changelist"), ""
    if story.kind == "provider":
        return "" if story.is_gone else reverse("admin:providers_provider_change", args=[story.key]), ""
    history = reverse("admin:catalog_package_history", args=[story.key])
    if story.is_gone:
        return history, history
    return reverse("admin:catalog_package_change", args=[story.key]), history
