"""A form as a browser without scripts would send it back: everything that the page shows, and what is typed over it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.test import Client

ADD = "/admin/catalog/package/add/"
LIST = "/admin/catalog/package/"


def change_url(package: Any) -> str:
    return f"{LIST}{package.pk}/change/"


class _Fields(HTMLParser):
    """Collects what the form with this id would send; buttons and templates apart."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self._form = form
        self.sent: dict[str, list[str]] = {}
        self._select: tuple[str, list[str], list[str]] | None = None
        self._textarea: tuple[str, list[str]] | None = None
        self._in_form = False
        self._templates = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "form":
            self._in_form = given.get("id") == self._form
        elif tag == "template":
            self._templates += 1
        elif tag == "option" and self._select:
            _, first, chosen = self._select
            (chosen if "selected" in given else first).append(value)
        elif not self._in_form or self._templates or "disabled" in given or not name:
            return
        elif tag == "select":
            self._select = (name, [], [])
        elif tag == "textarea":
            self._textarea = (name, [])
        elif tag == "input":
            self._input(given.get("type") or "text", name, value, checked="checked" in given)

    def _input(self, kind: str, name: str, value: str, *, checked: bool) -> None:
        if kind in ("checkbox", "radio"):
            if checked:
                self._send(name, value or ("on" if kind == "checkbox" else ""))
        elif kind != "submit":
            self._send(name, value)

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self._textarea[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._in_form = False
        elif tag == "template":
            self._templates -= 1
        elif tag == "select" and self._select:
            name, first, chosen = self._select
            self._send(name, (chosen or first or [""])[0])
            self._select = None
        elif tag == "textarea" and self._textarea:
            name, texts = self._textarea
            # A browser drops the first line end and sends the others as CR and LF.
            self._send(name, "".join(texts).removeprefix("\n").replace("\n", "\r\n"))
            self._textarea = None

    def _send(self, name: str, value: str) -> None:
        self.sent.setdefault(name, []).append(value)


def fields_of(html: str, form: str = "package_form") -> dict[str, list[str]]:
    """What a form on a page would send as it stands."""
    parser = _Fields(form)
    parser.feed(html)
    return parser.sent


def typed_over(html: str, **typed: Any) -> dict[str, list[str]]:
    """The same with some boxes typed over: a text, a list of texts, or None for a tick that is taken off.

    Names are as they are sent; a `-` in one is written `__`.
    """
    sent = fields_of(html)
    for name, value in typed.items():
        key = name.replace("__", "-")
        if value is None:
            sent.pop(key, None)
        else:
            sent[key] = value if isinstance(value, list) else [str(value)]
    return sent


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def save(client: Client, url: str, *, button: str = "_continue", **typed: Any) -> Any:
    """Opens a page, types, presses a button; answers the page that comes then, redirects followed."""
    sent = typed_over(page(client, url), **typed)
    return client.post(url, {**sent, button: "1"}, follow=True)


def texts(response: Any) -> str:
    """The messages on a page, one after another."""
    return " ".join(str(message) for message in response.context["messages"])
