"""Endpoints with effects that can be counted, for the tests of requests that are sent again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.http import HttpResponse
from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response

from integrations.api.parameters import flag
from integrations.api.rendering import json_response, to_json
from integrations.api.views import ApiView
from integrations.models import ApiClient

# What happens in a request after its effect.
afterwards: list[Callable[[], HttpResponse | None]] = []


@contextmanager
def after_the_effect(what: Callable[[], HttpResponse | None]) -> Iterator[None]:
    afterwards.append(what)
    try:
        yield
    finally:
        afterwards.remove(what)


class Effects(ApiView):
    """POST makes a client named by the body; PATCH the same, and answers as DRF does."""

    scopes = dict.fromkeys(("POST", "PATCH", "PUT"), ("catalog:write",))
    query_parameters = {"POST": (flag("loud", "Makes it another request."),)}

    def post(self, request: Request) -> HttpResponse:
        made = _made(self.document()["name"])
        if afterwards and (answer := afterwards[-1]()) is not None:
            return answer
        headers = {"ETag": '"e1"', "Location": f"/effects/{made.pk}", "X-Other": "no"}
        return json_response(to_json({"id": made.pk}), status=201, headers=headers)

    def patch(self, request: Request) -> Response:
        return Response({"id": _made(self.document()["name"]).pk})

    put = patch


class Empty(ApiView):
    scopes = {"POST": ("catalog:write",)}

    def post(self, request: Request) -> Response:
        return Response(status=204)


class Guarded(Effects):
    """Needs a scope that not every client has."""

    scopes = {"POST": ("stock:write",)}


def _made(name: str) -> ApiClient:
    with transaction.atomic():  # as actions do
        return ApiClient.objects.create(name=name, scopes=["catalog:read"])


urlpatterns = [
    path("api/v1/effects", Effects.as_view()),
    path("api/v1/effects/other", Effects.as_view()),
    path("api/v1/empty", Empty.as_view()),
    path("api/v1/guarded", Guarded.as_view()),
]
