"""Every page as people get it: nothing that the policy forbids, nothing that shuts anybody out, nothing cut off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.contrib.auth.models import Permission, User
from playwright.sync_api import Browser, BrowserContext

from tests.browser.conftest import Operator, let_in, watched
from tests.browser.pages import PAGES, AuditedPage, Shown, shown

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("matrix")]

# The smallest size of what is pressed is a criterion of WCAG 2.2 that axe leaves to those who ask for it.
_EVERYTHING = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
# In the dark the same page has other colours, and nothing else.
_COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
# What a page does well would take longer on its way here than to be found.
_VIOLATIONS = "async options => (await axe.run(options)).violations"
_SIDEWAYS = "document.documentElement.scrollWidth - window.innerWidth"
# Pages are looked at in parts, so that two processes share the work.
_PARTS = 6


@dataclass(frozen=True)
class Way:
    """A way to look at a page: how wide the window is, in CSS pixels, and in which colours."""

    name: str
    width: int
    height: int
    colours: Literal["light", "dark"]


WIDE = Way("light", 1366, 900, "light")
WAYS = (WIDE, Way("narrow", 390, 844, "light"), Way("dark", 1366, 900, "dark"))


@pytest.mark.parametrize("part", range(_PARTS))
def test_every_page_keeps_to_the_policy_shuts_nobody_out_and_fits(
    part: int, browser: Browser, server: str
) -> None:
    content = shown()

    with Audit(browser, server).running() as audit:
        faults = [fault for page in PAGES[part::_PARTS] for fault in audit.faults(page, content)]

    assert not faults, "\n".join(faults)


class Audit:
    """Windows, one for each set of permissions, kept for all its pages."""

    def __init__(self, browser: Browser, server: str) -> None:
        self.browser, self.server = browser, server
        self.windows: dict[tuple[str, ...] | None, Operator] = {}
        self.contexts: list[BrowserContext] = []

    @contextmanager
    def running(self) -> Iterator[Audit]:
        yield self
        for context in self.contexts:
            context.close()

    def faults(self, page: AuditedPage, content: Shown) -> list[str]:
        """Everything that is wrong with a page, each with where it is."""
        window = self._window(page.permissions if page.logged_in else None)
        _look(window, WIDE)
        response = window.page.goto(f"{self.server}{page.path(content)}")
        if page.act:
            page.act(window.page)
            window.page.wait_for_load_state()
        found = [] if response and response.status == page.status else ["answered otherwise"]
        found += [one for one in window.violations() if not (page.status >= 400 and "Failed to load" in one)]
        found += [f"{way.name}: {fault}" for way in WAYS for fault in self._seen(window, page.name, way)]
        # What the policy keeps axe itself from doing is no fault of the page.
        window.faults.clear()
        return [f"{page.name}: {fault}" for fault in found]

    def _seen(self, window: Operator, name: str, way: Way) -> list[str]:
        _look(window, way)
        sideways = window.page.evaluate(_SIDEWAYS)
        # The whole page in sight: a bar that stays at the edge of the window covers nothing then. A table that
        # is as high as the window lets it grows along.
        for _ in range(3):
            height = window.page.evaluate("document.documentElement.scrollHeight")
            size = window.page.viewport_size
            if size and size["height"] == height:
                break
            window.page.set_viewport_size({"width": way.width, "height": height})
        window.keep(f"{name}-{way.name}")
        options = _COLOURS if way.colours == "dark" else _EVERYTHING
        return [f"{sideways}px too wide"] * (sideways > 0) + self._shut_out(window, options)

    def _shut_out(self, window: Operator, options: dict[str, Any]) -> list[str]:
        # Once in a document: the script is large, and slow until it has run for a while.
        if window.page.evaluate("window.axe === undefined"):
            window.page.evaluate(AXE_SCRIPT)
        violations = window.page.evaluate(_VIOLATIONS, options)
        return [
            f"{violation['id']}: {node['html'][:160]} {node['failureSummary']}"
            for violation in violations
            for node in violation["nodes"]
        ]

    def _window(self, permissions: tuple[str, ...] | None) -> Operator:
        if permissions not in self.windows:
            context = self.browser.new_context(reduced_motion="reduce")
            if permissions is not None:
                let_in(context, somebody(permissions), self.server)
            self.contexts.append(context)
            self.windows[permissions] = watched(context, self.server)
        return self.windows[permissions]


def _look(window: Operator, way: Way) -> None:
    window.page.emulate_media(color_scheme=way.colours)
    window.page.set_viewport_size({"width": way.width, "height": way.height})


def somebody(permissions: tuple[str, ...]) -> User:
    """Who may do this and nothing else; without permissions, who may do everything."""
    if not permissions:
        return User.objects.create_superuser("operator")
    user = User.objects.create_user("viewer", is_staff=True)
    for permission in permissions:
        app, codename = permission.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return user
