"""How the tests read a problem, and check that it is a whole one."""

from __future__ import annotations

from typing import Any

from integrations.api.errors import PROBLEM_JSON, TYPE_PREFIX


def problem_of(response: Any, status: int, code: str = "") -> dict[str, Any]:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == PROBLEM_JSON
    body: dict[str, Any] = response.json()
    assert body["status"] == status
    assert body["type"].startswith(TYPE_PREFIX)
    assert body["title"]
    assert body["detail"]
    assert body["request_id"] == response["X-Request-ID"]
    if code:
        assert body["type"] == TYPE_PREFIX + code
    return body


def errors_of(response: Any, status: int, code: str = "") -> list[tuple[str, str]]:
    body = problem_of(response, status, code)
    return [(error["pointer"], error["code"]) for error in body.get("errors", [])]
