"""A client of the served API: one connection that stays open, for one thread."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from decimal import Decimal
from http.client import HTTPConnection, HTTPException
from typing import Any
from uuid import uuid4

_PATIENCE = 60.0
# What a client sees of a worker that is killed.
_CUT = (OSError, HTTPException)


@dataclass(frozen=True)
class Answer:
    """What came back; `code` is the problem's, or nothing."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body, parse_float=Decimal) if self.body else None

    @property
    def code(self) -> str:
        kind = self.headers.get("content-type", "")
        return self.json["type"].rpartition(":")[2] if kind == "application/problem+json" else ""


class Client:
    """Connects at its first request, and again after a request that failed."""

    def __init__(self, port: int, token: str = "") -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
        # As a proxy with TLS in front says it.
        self._headers = {"X-Forwarded-Proto": "https", "Content-Type": "application/json"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"

    def connect(self) -> None:
        self._connection.connect()

    def close(self) -> None:
        self._connection.close()

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """The answer to one request that is sent once; raises OSError or HTTPException without one."""
        content = None if body is None else json.dumps(body)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            self._connection.request(method, path, content, {**self._headers, **sent})
            response = self._connection.getresponse()
            told = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, told, response.read())
        except _CUT:
            self.close()
            raise

    def send_until_answered(self, method: str, path: str, body: Any = None, *, key: str = "") -> Answer:
        """The answer to a request that is sent again, under one key, as long as there is none."""
        key = key or str(uuid4())
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                answer = self.send(method, path, body, idempotency_key=key)
                if answer.code != "idempotency_key_in_flight":
                    return answer
            except _CUT:
                assert time.monotonic() < deadline, f"{method} {path} was never answered"
            time.sleep(0.02)
