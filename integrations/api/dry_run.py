"""`?dry_run=true` on every write: it is done for real, told, and taken back.

    class PackageStock(ApiView):
        dry_run_answer = StockDryRun                  # documents the answer, and offers the parameter

        def post(self, request: Request, package: str) -> HttpResponse:
            self.saved = change_stock(...)            # as without it
            return json_response(...)

        def told(self) -> bytes: ...                  # the answer of a dry run, of what is there for the moment

What would be refused is refused in the same way, because it is the same write: every rule is asked, those
too that the database checks at the end. Nobody else sees anything of it, and nothing is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from config.taken_back import taken_back
from integrations.api.parameters import Parameter, flag
from integrations.api.rendering import json_response

DRY_RUN = flag(
    "dry_run",
    "True: answers 200 with what would come of it, and keeps nothing. What would be refused is refused in the "
    "same way.",
)
_READS = ("GET", "HEAD", "OPTIONS")


class DryRunView(APIView):
    """A view whose writes can be tried; `dry_run_answer` documents what is answered then."""

    dry_run_answer: ClassVar[type[Serializer[Any]] | None] = None
    is_dry_run = False

    @classmethod
    def dry_run_parameters(cls, method: str) -> tuple[Parameter, ...]:
        """The query parameter, where `method` (upper case) takes it."""
        return () if cls.dry_run_answer is None or method in _READS else (DRY_RUN,)

    def told(self) -> bytes:
        """What a dry run answers, as JSON; asked after the write, before it is taken back."""
        raise NotImplementedError

    def only_try(self, method: str) -> None:
        """Makes this request a dry run."""
        self.is_dry_run = True
        # A view lives for one request, so this is the handler of this request alone.
        setattr(self, method.lower(), partial(self._tried, getattr(self, method.lower())))

    def _tried(
        self, handler: Callable[..., HttpResponse], request: Request, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        def respond() -> HttpResponse:
            handler(request, *args, **kwargs)
            return json_response(self.told())

        return taken_back(respond)
