"""Which form of an answer a client accepts: there is one, and most clients ask for it or for anything."""

from __future__ import annotations

from collections.abc import Iterable

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

# None: no Accept header at all.
_ANYTHING = {None, "*/*", "application/json"}


class OneMediaType(DefaultContentNegotiation):
    """Weighs media types only for a client that sends an unusual Accept header."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        if request.META.get("HTTP_ACCEPT") in _ANYTHING:
            only = next(iter(renderers))
            return only, only.media_type
        chosen: tuple[BaseRenderer, str] = super().select_renderer(request, renderers, format_suffix)
        return chosen
