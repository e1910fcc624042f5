"""Answers are taken off the wire as a whole, however they arrive."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from benchmarks.wire import Cut, Wire

HEAD = b'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nETag: "a"\r\n\r\n'


@pytest.fixture
def ends() -> Iterator[tuple[Wire, socket.socket]]:
    """A client's end, and the server's."""
    ours, theirs = socket.socketpair()
    with Wire(ours) as wire, theirs:
        yield wire, theirs


def test_an_answer_in_one_piece_is_complete(ends: tuple[Wire, socket.socket]) -> None:
    wire, server = ends
    server.sendall(HEAD + b"hello")

    assert wire.receive()

    answer = wire.answer()
    assert (answer.status, answer.headers["etag"], answer.body) == (200, '"a"', b"hello")


@pytest.mark.parametrize("cut", [10, len(HEAD), len(HEAD) + 2])
def test_an_answer_in_two_pieces_is_complete_with_the_second(
    ends: tuple[Wire, socket.socket], cut: int
) -> None:
    wire, server = ends
    whole = HEAD + b"hello"
    server.sendall(whole[:cut])
    assert not wire.receive()
    server.sendall(whole[cut:])

    assert wire.receive()

    assert wire.answer().body == b"hello"


def test_a_304_has_no_body(ends: tuple[Wire, socket.socket]) -> None:
    wire, server = ends
    server.sendall(b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n')

    assert wire.receive()

    assert (wire.status, wire.answer().body) == (304, b"")


def test_a_connection_that_ends_early_is_told(ends: tuple[Wire, socket.socket]) -> None:
    wire, server = ends
    server.sendall(HEAD)
    assert not wire.receive()
    server.close()

    with pytest.raises(Cut):
        wire.receive()
