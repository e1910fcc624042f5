"""Probes for whatever runs this service; they ask for no token and tell no detail of the inside."""

from __future__ import annotations

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.http import require_safe

from features.models import Feature


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200: the process lives."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when requests can be served, else 503 with what is missing."""
    checks = _checks()
    ready = all(checks.values())
    answer = JsonResponse({"status": "ready" if ready else "not_ready", "checks": checks})
    if not ready:
        answer.status_code = 503
        answer["Retry-After"] = "2"
    return answer


def _checks() -> dict[str, bool]:
    checks = {"database": False, "migrations": False, "feature_matrix": False}
    try:
        executor = MigrationExecutor(connection)
        checks["database"] = True
        checks["migrations"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        checks["feature_matrix"] = checks["migrations"] and Feature.objects.exists()
    except (DatabaseError, InterfaceError):
        pass
    return checks


urlpatterns = [path("healthz", healthz, name="healthz"), path("readyz", readyz, name="readyz")]
