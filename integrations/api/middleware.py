"""What is done around every request: its id, its log line, and the manners of paths for programs."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import cast
from uuid import uuid4

import structlog
from django.core.handlers.base import BaseHandler
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.middleware.security import SecurityMiddleware
from django.utils.cache import patch_vary_headers
from django.utils.encoding import escape_uri_path

from integrations.api.bodies import discard_body
from integrations.api.errors import PROBLEM_JSON, problem
from integrations.api.rendering import Body

GetResponse = Callable[[HttpRequest], HttpResponseBase]

_FOR_PROGRAMS = re.compile(r"/(api|healthz|readyz)(/|$)")
# A page for people among them: it has scripts, and a policy for them.
_DOCUMENTATION = "/api/v1/docs"
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}", re.ASCII)
_GZIP = re.compile(r"\bgzip\b")
_NO_GZIP = re.compile(r"\bgzip\s*;\s*q=0(\.0*)?\s*(,|$)")
_GZIPPED = '-gzip"'


class RequestLog:
    """Gives a request its id, in the answer and in every log line, and writes one line at its end."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        # Bound here: the lazy one puts its processors together for every line.
        self.log = structlog.get_logger("requests").bind()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        sent = request.META.get("HTTP_X_REQUEST_ID", "")
        request_id = sent if _REQUEST_ID.fullmatch(sent) else uuid4().hex
        began = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            response.headers["X-Request-ID"] = request_id
            self.log.info(
                "request",
                method=request.method,
                path=escape_uri_path(request.path),
                status=response.status_code,
                milliseconds=round((time.perf_counter() - began) * 1000, 1),
                client=getattr(getattr(request, "user", None), "name", None),
            )
        return response


class _Gzip(GZipMiddleware):
    """Compresses, and tells the two forms of a document apart by the end of their ETags."""

    # Strong ETags promise the same bytes. What random lengths guard against needs cookies.
    max_random_bytes = 0

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if _NO_GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
            return response
        etag = response.headers.get("ETag", "")
        answer = self._kept(request, response) or super().process_response(request, response)
        if answer.headers.get("Content-Encoding") == "gzip" and etag.startswith('"'):
            answer.headers["ETag"] = etag[:-1] + _GZIPPED
        return answer

    def _kept(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase | None:
        """The answer, compressed, when its body was kept in that form."""
        body: Body | None = getattr(response, "kept_body", None)
        if body is None or not _GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
            return None
        patch_vary_headers(response, ("Accept-Encoding",))
        return HttpResponse(
            body.gzipped,
            status=response.status_code,
            headers={**response.headers, "Content-Encoding": "gzip"},
        )


def _forget_encoding(request: HttpRequest) -> None:
    if "HTTP_ACCEPT_ENCODING" in request.META:
        request.META["HTTP_ACCEPT_ENCODING"] = request.META["HTTP_ACCEPT_ENCODING"].lower()
    for name in ("HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH"):
        if name in request.META:
            request.META[name] = request.META[name].replace(_GZIPPED, '"')


def _as_the_client_knows_it(unchanged: HttpResponseBase, known: str) -> None:
    """A 304 names the form that the client has, compressed or not."""
    patch_vary_headers(unchanged, ("Accept-Encoding",))
    compressed = unchanged.headers.get("ETag", "")[:-1] + _GZIPPED
    if compressed in known:
        unchanged.headers["ETag"] = compressed


class _Views(BaseHandler):
    """What stands behind the middleware: finds the view of a path and calls it."""

    _view_middleware = _template_response_middleware = _exception_middleware = ()

    @classmethod
    def chain(cls) -> GetResponse:
        """The views and what protects every answer; exceptions become answers as everywhere."""
        views = cast("GetResponse", convert_exception_to_response(cls()._get_response))  # type: ignore[attr-defined]
        return cast("GetResponse", convert_exception_to_response(SecurityMiddleware(views)))


class ApiManners:
    """Below /api, and for probes: no trailing slash, no NUL in a path, every failure in JSON, gzip where accepted.

    Programs carry no session, need no protection of forms and fetch no files: their requests walk past what the
    chain has for people, which takes its time for each.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.views = _Views.chain()
        self.gzipped = _Gzip(self._answer)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _FOR_PROGRAMS.match(request.path_info):
            return self.get_response(request)
        if "\x00" in request.path_info:
            title = "The request can't be read."
            return problem(400, code="bad_request", title=title, detail="The path holds a NUL character.")
        if request.path_info.endswith("/"):
            request.path_info = request.path_info.rstrip("/")
            request.path = request.path.rstrip("/")
        known = request.META.get("HTTP_IF_NONE_MATCH", "")
        _forget_encoding(request)
        answer = cast("HttpResponseBase", self.gzipped(request))
        if answer.status_code == 304:
            _as_the_client_knows_it(answer, known)
        if answer.status_code >= 400:
            discard_body(request)
        if isinstance(answer, HttpResponse):  # else its length is not known yet
            answer.headers.setdefault("Content-Length", str(len(answer.content)))
        return answer

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        for_people = request.path_info == _DOCUMENTATION
        response = (self.get_response if for_people else self.views)(request)
        told = response.headers.get("Content-Type", "").startswith(_TOLD)
        if response.status_code < 400 or told:
            return response
        return _as_problem(response)


# What Django says itself: its pages for people (in DEBUG with a stack trace) are not for programs.
_TITLES = {
    400: ("bad_request", "The request can't be read."),
    403: ("permission_denied", "This is not allowed."),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "The method is not allowed here."),
    500: ("internal_error", "Something went wrong."),
}
# A problem, or what a probe says is missing.
_TOLD = (PROBLEM_JSON, "application/json")
_KEPT_HEADERS = ("Allow", "Retry-After", "WWW-Authenticate")


def _as_problem(response: HttpResponseBase) -> HttpResponse:
    status = response.status_code
    code, title = _TITLES.get(status, ("error", ""))
    kept = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    return problem(status, code=code, title=title, headers=kept)
