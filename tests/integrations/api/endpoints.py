"""Endpoints that exist for the tests of what all endpoints share."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from rest_framework.request import Request
from rest_framework.response import Response

from config.rules import RuleViolation
from integrations.api.fields import StrictInteger, StrictSerializer, StrictString
from integrations.api.filters import FlagFilter, RepeatedFilter, StrictFilterSet
from integrations.api.pagination import Keyset
from integrations.api.parameters import choice, flag, whole_number
from integrations.api.permissions import require_scope
from integrations.api.rendering import to_json
from integrations.api.schema import documented, page_of_documents
from integrations.api.views import ApiView, ListView
from integrations.models import ApiClient

# What the next request to /api/v1/failing raises.
failures: list[BaseException] = []


class Sample(StrictSerializer):
    name = StrictString(max_length=10)
    size = StrictInteger(required=False, min_value=1)


class Echo(ApiView):
    """Says what it was sent."""

    scopes = {"GET": ("catalog:read", "offers:read"), "POST": ("catalog:write",)}
    query_parameters = {
        "GET": (
            flag("all", "Everything."),
            choice("color", "Colors.", ["red", "green"], repeatable=True),
            whole_number("size", "A size.", least=1, most=9),
        )
    }

    @documented(summary="Echo the query", responses={200: Sample})
    def get(self, request: Request) -> Response:
        return Response(self.query)

    @documented(summary="Echo a sample", request=Sample, responses={200: Sample}, problems=[410])
    def post(self, request: Request) -> Response:
        read = Sample(data=self.document()).read()
        if read.problems:
            raise RuleViolation(read.problems)
        if "size" in read.values:
            require_scope(request, "pricing:write", pointers=["/size"])
        return Response(read.values)


class Failing(ApiView):
    scopes = {"GET": ("catalog:read",)}

    @documented(summary="Fail", responses={200: Sample})
    def get(self, request: Request) -> Response:
        raise failures.pop()


class Open(ApiView):
    authentication_classes = []
    permission_classes = []
    query_parameters = {"GET": (whole_number("bytes", "How long.", least=0, most=9999),)}

    @documented(summary="Answer at length", responses={200: Sample})
    def get(self, request: Request) -> HttpResponse:
        return HttpResponse(b"x" * self.query.get("bytes", 1), headers={"ETag": '"one"'})


class ClientFilters(StrictFilterSet):
    active = FlagFilter(help_text="Active or not.")
    scope = RepeatedFilter(field_name="scopes", lookup_expr="contains", help_text="Has all of these.")
    since = django_filters.IsoDateTimeFilter(field_name="created_at", lookup_expr="gte")
    kind = django_filters.ChoiceFilter(method="any_kind", choices=[("a", "A"), ("b", "B")])

    class Meta:
        model = ApiClient
        fields: list[str] = []

    def any_kind(self, queryset: Any, name: str, value: str) -> Any:
        return queryset


class Clients(ListView):
    scopes = {"GET": ("catalog:read",)}
    keyset = Keyset(orderings={"id": "pk", "name": "name", "made": "created_at"}, key="pk", default="id")
    filterset_class = ClientFilters

    @documented(summary="List clients", responses={200: page_of_documents(Sample)})
    def get(self, request: Request) -> HttpResponse:
        selection = self.selection(self.filtered(ApiClient.objects.all()), columns=["name"])
        with connection.cursor() as cursor:
            cursor.execute(selection.statement, selection.parameters)
            page = selection.page(cursor.fetchall())
        return self.shown(self.page_body(page, [to_json(name) for (name,) in page.rows]))


def outside(request: HttpRequest) -> HttpResponse:
    return HttpResponse("outside")


def crashing(request: HttpRequest) -> HttpResponse:
    raise failures.pop()


urlpatterns = [
    path("api/v1/", include("integrations.api.urls")),
    path("api/v1/echo", Echo.as_view()),
    path("api/v1/failing", Failing.as_view()),
    path("api/v1/open", Open.as_view()),
    path("api/v1/clients", Clients.as_view()),
    path("api/v1/crashing", crashing),
    path("outside/", outside),
]
