"""What a page answers when it failed: 503 while the database is away or was met by others, or else 500."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

_RETRY_AFTER = "2"


def failed(request: HttpRequest) -> HttpResponse:
    """Django's hook for whatever a view or a middleware raised; it is called while that is handled."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": _RETRY_AFTER})
    return server_error(request)
