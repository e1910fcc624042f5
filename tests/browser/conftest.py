"""A real browser on a real server and a real PostgreSQL."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.test import Client, override_settings
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

SCREENSHOTS = Path(__file__).resolve().parent.parent.parent / "test-output"
NAME, PASSWORD = "operator", "a-long-password"
_COLLECT = """
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => {
      window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
    });
"""


def chromium() -> str | None:
    """Where Chromium is: as CHROMIUM says, or where Debian puts it; None where there is none."""
    named = os.environ.get("CHROMIUM") or "chromium"
    return shutil.which(named) or shutil.which("chromium-browser") or shutil.which("google-chrome")


@dataclass
class Operator:
    """A browser window of somebody at work, and everything that went wrong in it."""

    page: Page
    base: str
    faults: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        self.page.goto(f"{self.base}{path}")

    def log_in(self) -> None:
        self.go("/admin/login/")
        self.page.fill("#id_username", NAME)
        self.page.fill("#id_password", PASSWORD)
        self.page.get_by_role("button", name="Log in").click()

    def keep(self, name: str) -> None:
        """A screenshot of the whole page for people to look at, when they asked for it: each takes a while."""
        if not os.environ.get("SCREENSHOTS"):
            return
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)

    def violations(self) -> list[str]:
        return list(self.page.evaluate("window.violations")) + self.faults


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        pytest.skip("no Chromium is installed; CHROMIUM can say where one is")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # The browser's loop runs in this thread, which Django takes for asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        try:
            started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        except Error as error:
            pytest.skip(f"{path} does not start: {error}")
        yield started
        started.close()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of the site, over plain HTTP."""
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    stored = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}, "staticfiles": static}
    with override_settings(
        SECURE_SSL_REDIRECT=False,
        SESSION_COOKIE_SECURE=False,
        CSRF_COOKIE_SECURE=False,
        PLATFORM_VERSION="2.0",
        PLATFORM_LICENSE="enterprise",
        STORAGES=stored,
    ):
        running = LiveServer("localhost")
        yield running.url
        running.stop()


def watched(context: BrowserContext, base: str) -> Operator:
    """A window of this context that notes everything that goes wrong in it."""
    context.set_default_timeout(10_000)
    context.add_init_script(_COLLECT)
    somebody = Operator(context.new_page(), base)

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            somebody.faults.append(message.text)

    somebody.page.on("console", note)
    somebody.page.on("pageerror", lambda error: somebody.faults.append(str(error)))
    return somebody


@cache
def _hashed() -> str:
    """The operator's password as it is kept: hashing it takes longer than most of what is done with it."""
    return make_password(PASSWORD)


def let_in(context: BrowserContext, user: User, base: str) -> None:
    """Logs a user in without the form, which has tests of its own."""
    client = Client()
    client.force_login(user, settings.AUTHENTICATION_BACKENDS[-1])
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": base}])


@pytest.fixture(params=["light"])
def operator(
    request: pytest.FixtureRequest, transactional_db: None, browser: Browser, server: str
) -> Iterator[Operator]:
    """An operator who is logged in, on a screen of 1366 × 900."""
    user = User.objects.create(username=NAME, password=_hashed(), is_staff=True, is_superuser=True)
    context = browser.new_context(viewport={"width": 1366, "height": 900}, color_scheme=request.param)
    somebody = watched(context, server)
    let_in(context, user, server)
    yield somebody
    context.close()
