"""Doing one thing to many packages as an operator without scripts does it: choose, look, do."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.test import Client

from catalog.models import Package
from tests.catalog.admin.typed import LIST


class _Sent(HTMLParser):
    """What the form of the page would send, its buttons apart."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._in_form = False
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "form":
            self._in_form = given.get("id") == "many"
        elif tag == "select":
            self._select = name if self._in_form else ""
        elif tag == "option" and self._select:
            if "selected" in given or self._select not in self.fields:
                self.fields[self._select] = value
        elif tag == "input" and self._in_form and name:
            ticked = given.get("type") not in ("checkbox", "radio") or "checked" in given
            if ticked:
                self.fields[name] = value or ("on" if given.get("type") == "checkbox" else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._in_form = False
        elif tag == "select":
            self._select = ""


class _Seen(HTMLParser):
    """The texts of a page; what lies in a hidden element apart."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if (self._hidden or "hidden" in dict(attrs)) and tag not in ("input", "br", "link", "meta"):
            self._hidden.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._hidden and self._hidden[-1] == tag:
            self._hidden.pop()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)


def sent_by(response: Any) -> dict[str, str]:
    parser = _Sent()
    parser.feed(response.content.decode())
    parser.close()
    return parser.fields


def choose(client: Client, action: str, *packages: Package, **more: str) -> Any:
    """The page that a line of the list leads to."""
    sent = {"action": action, "_selected_action": [str(p.pk) for p in packages], "index": "0", **more}
    response = client.post(LIST, sent, follow=True)
    assert response.status_code == 200
    return response


def press(client: Client, action: str, response: Any, *, step: str = "run", **typed: str) -> Any:
    """Presses the button of a page, with what it shows and what is typed over it."""
    sent = {**sent_by(response), **typed, "step": step}
    answer = client.post(f"{LIST}many/{action}/", sent, follow=True)
    assert answer.status_code == 200
    return answer


def run(client: Client, action: str, *packages: Package, **typed: str) -> Any:
    """Chooses, looks and does it."""
    return press(client, action, choose(client, action, *packages), **typed)


def said(response: Any) -> str:
    """The words of a page in one line, without what is hidden."""
    content = response.content.decode()
    parser = _Seen()
    parser.feed(content[content.index('<div id="content-main"') :])
    parser.close()
    return " ".join(" ".join(parser.words).split())
