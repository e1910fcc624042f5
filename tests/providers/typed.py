"""The pages of providers in the admin, read and sent back as a browser without scripts would."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse

from providers.models import Provider
from tests.providers.conftest import SECRET

LIST = "/admin/providers/provider/"
ADD = f"{LIST}add/"


class _Form(HTMLParser):
    """What a browser would send of the form on a page."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.area = self.select = ""
        self.skipping = False

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        given = dict(attributes)
        self.skipping = self.skipping or tag == "template"
        name = given.get("name", "")
        if self.skipping or (not name and tag != "option"):
            return
        if tag == "input" and given.get("type") not in ("submit", "checkbox"):
            self.values[name] = given.get("value") or ""
        elif tag == "input" and "checked" in given:
            self.values[name] = "on"
        elif tag == "textarea":
            self.area = name
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and ("selected" in given or self.select not in self.values):
            self.values[self.select] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        self.skipping = self.skipping and tag != "template"
        self.area = "" if tag == "textarea" else self.area
        self.select = "" if tag == "select" else self.select

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area] = data.removeprefix("\n")


def form_of(html: str) -> dict[str, str]:
    found = re.search(r'<form id="provider_form".*?</form>', html, re.DOTALL)
    assert found is not None
    form = _Form()
    form.feed(found[0])
    return form.values


def read(page: Client, path: str) -> str:
    response = page.get(path)
    assert response.status_code == 200
    return str(response.content.decode())


def sent(page: Client, path: str, *, status: int = 302, **values: Any) -> str:
    """Loads a page, types `values` (None: leaves out) and saves."""
    form = {**form_of(read(page, path)), **values}
    response = page.post(path, {name: value for name, value in form.items() if value is not None})
    html = response.content.decode()
    assert SECRET not in html
    assert response.status_code == status, unescape(html)
    return unescape(html)


def row(place: int, key: str, text: str, *, kind: str = "text") -> dict[str, Any]:
    """A row of the settings as an operator types it."""
    name = f"settings-{place}"
    return {f"{name}-key": key, f"{name}-text": text, f"{name}-kind": kind}


def change_page(provider: Provider) -> str:
    return reverse("admin:providers_provider_change", args=[provider.pk])
