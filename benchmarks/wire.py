"""HTTP/1.1 over a raw socket, as little of it as measuring needs."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass, field

_HOST = "127.0.0.1"
_PATIENCE = 60.0
_WITHOUT_BODY = (204, 304)
_LENGTH = b"\r\ncontent-length:"


@dataclass(frozen=True)
class Answer:
    """One answer; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


class Cut(Exception):
    """The server closed a connection in the middle of an answer."""


@dataclass
class Wire:
    """One connection, and as much as has come of the answer that it waits for."""

    socket: socket.socket
    sent_at: float = 0.0
    # Larger than any answer here, so that receiving copies nothing.
    _buffer: bytearray = field(default_factory=lambda: bytearray(1 << 20))
    _filled: int = 0
    _wanted: int = 0

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.socket.close()

    @property
    def local_port(self) -> int:
        port: int = self.socket.getsockname()[1]
        return port

    def send(self, request: bytes) -> None:
        self._filled = self._wanted = 0
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> bool:
        """Takes what has come, or waits for it; answers whether the answer is complete."""
        if self._filled == len(self._buffer):
            self._buffer.extend(bytes(len(self._buffer)))
        with memoryview(self._buffer) as view:
            count = self.socket.recv_into(view[self._filled :])
        if not count:
            raise Cut(f"The connection ended after {self._filled} bytes of an answer.")
        self._filled += count
        if not self._wanted:
            self._wanted = self._length()
        return 0 < self._wanted <= self._filled

    def _length(self) -> int:
        """The bytes of the whole answer, 0 while its head is not complete."""
        end = self._buffer.find(b"\r\n\r\n", 0, self._filled)
        if end < 0:
            return 0
        if self.status in _WITHOUT_BODY:
            return end + 4
        head = bytes(self._buffer[:end]).lower()
        at = head.index(_LENGTH) + len(_LENGTH)
        return end + 4 + int(head[at:].split(b"\r\n", 1)[0])

    @property
    def status(self) -> int:
        return int(self._buffer[9:12])

    def answer(self) -> Answer:
        head, _, body = bytes(self._buffer[: self._wanted]).partition(b"\r\n\r\n")
        pairs = (line.split(":", 1) for line in head.decode("latin-1").split("\r\n")[1:])
        return Answer(self.status, {name.lower(): value.strip() for name, value in pairs}, body)


def connected(port: int) -> Wire:
    made = socket.create_connection((_HOST, port), timeout=_PATIENCE)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return Wire(made)


def ask(port: int, request: bytes) -> Answer:
    """One request on a connection of its own."""
    with connected(port) as wire:
        wire.send(request)
        while not wire.receive():
            pass
        return wire.answer()
