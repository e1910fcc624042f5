"""Requests as they go over the wire, by way of a proxy that took TLS off."""

from __future__ import annotations

from collections.abc import Mapping


def raw_request(
    method: str, path: str, *, port: int, headers: Mapping[str, str] | None = None, body: bytes = b""
) -> bytes:
    sent = {"Host": f"127.0.0.1:{port}", "Accept": "application/json", "X-Forwarded-Proto": "https"}
    if body:
        sent |= {"Content-Type": "application/json", "Content-Length": str(len(body))}
    lines = [f"{name}: {value}" for name, value in {**sent, **(headers or {})}.items()]
    return "\r\n".join([f"{method} {path} HTTP/1.1", *lines, "", ""]).encode() + body
