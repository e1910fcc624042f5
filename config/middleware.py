"""The middleware of pages for people. Requests below /api/ and the probes walk past it: they carry no session."""

from __future__ import annotations

from csp.middleware import CSPMiddleware
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.common import CommonMiddleware
from django.middleware.csrf import CsrfViewMiddleware

MACHINE_PATHS = ("/api/", "/healthz", "/readyz")


class _ForPeople:
    """Goes before a middleware class and leaves requests of machines to the next in line."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(MACHINE_PATHS) and request.path_info != "/api/v1/docs":
            return self.get_response(request)  # type: ignore[attr-defined, no-any-return]
        return super().__call__(request)  # type: ignore[misc, no-any-return]


class PeopleSession(_ForPeople, SessionMiddleware): ...


class PeopleCommon(_ForPeople, CommonMiddleware): ...


class PeopleCsrf(_ForPeople, CsrfViewMiddleware): ...


class PeopleAuthentication(_ForPeople, AuthenticationMiddleware): ...


class PeopleMessages(_ForPeople, MessageMiddleware): ...


class PeopleClickjacking(_ForPeople, XFrameOptionsMiddleware): ...


class PeopleCSP(_ForPeople, CSPMiddleware): ...
