"""Endpoints whose writes can be tried, for the tests of dry runs."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpResponse
from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response

from config.rules import Problem, RuleViolation
from integrations import tokens
from integrations.api.dry_run_schema import DryRunSchema
from integrations.api.fields import StrictInteger
from integrations.api.rendering import to_json
from integrations.api.schema import documented
from integrations.api.views import ApiView
from integrations.models import ApiClient

# What is done when a transaction was kept.
kept: list[str] = []


class Tried(DryRunSchema):
    """How many clients there would be."""

    clients = StrictInteger()


class Writing(ApiView):
    """Every write makes a client named by the body."""

    scopes = {
        **dict.fromkeys(("GET", "POST", "PATCH", "PUT"), ("catalog:write",)),
        "DELETE": ("stock:write",),
    }
    dry_run_answer = Tried

    def told(self) -> bytes:
        return to_json({"dry_run": True, "changes": [], "errors": [], "clients": ApiClient.objects.count()})

    @documented(summary="Read", responses={200: None})
    def get(self, request: Request) -> Response:
        return Response({})

    @documented(summary="Make", responses={201: Tried})
    def post(self, request: Request) -> Response:
        name = self.document()["name"]
        with transaction.atomic():
            made = ApiClient.objects.create(name=name, scopes=["catalog:read"])
            transaction.on_commit(lambda: kept.append(name))
            if name == "refused":
                raise RuleViolation([Problem("/name", "refused", "Not this one.")])
            if name == "late":
                # A foreign key that the database looks at when the transaction ends.
                tokens.issue(client=ApiClient(pk=made.pk + 1000))
        return Response({"id": made.pk}, status=201)

    @documented(summary="Change", responses={200: Tried})
    def patch(self, request: Request) -> Response:
        return self.post(request)

    put = patch
    delete = patch


class Untriable(ApiView):
    """A write that does not say what a dry run of it answers."""

    scopes = {"POST": ("catalog:write",)}

    @documented(summary="Make", responses={201: Tried})
    def post(self, request: Request) -> HttpResponse:
        raise NotImplementedError


urlpatterns = [
    path("api/v1/writing", Writing.as_view()),
    path("api/v1/untriable", Untriable.as_view()),
]
