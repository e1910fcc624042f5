"""`Idempotency-Key` on every POST and PATCH: a request that is sent again has its effect once.

The key belongs to the client, and to one method, path, query and body. Only 2xx answers are kept;
whatever else comes of a request leaves nothing, so it can be sent again under its key. GET, PUT and
DELETE are repeatable by themselves: there the header means nothing and is not even read. Neither is there anything
to keep of a dry run, whose key only has to be one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from rest_framework.request import Request

from config.rules import Problem
from integrations.api.bodies import read_body
from integrations.api.dry_run import DryRunView
from integrations.api.errors import ApiProblem
from integrations.api.permissions import caller_of
from integrations.idempotency import Answer, Attempt, KeyInFlight, KeyReused, earlier_answer, keep

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
METHODS = frozenset({"POST", "PATCH"})

_META = "HTTP_IDEMPOTENCY_KEY"
_KEY = re.compile("[!-~]{1,255}")
# A string of RFC 8941, which is how the IETF draft writes a key.
_QUOTED = re.compile(r'"((?:[^"\\]|\\["\\])*)"')
_KEPT_HEADERS = ("Content-Type", "ETag", "Location", "Package-Not-Sellable")

Handler = Callable[..., Any]


class InFlight(ApiProblem):
    status = 409
    code = "idempotency_key_in_flight"
    title = "The same request is being answered."

    def __init__(self) -> None:
        detail = "A request with this Idempotency-Key is not finished. Send it again for its answer."
        super().__init__(detail, headers={"Retry-After": "1"})


class Reused(ApiProblem):
    status = 422
    code = "idempotency_key_reused"
    title = "The key belongs to another request."

    def __init__(self) -> None:
        super().__init__(
            "This Idempotency-Key was sent with another method, path, query or body. Use a new key."
        )


class RepeatableView(DryRunView):
    """A view whose POST and PATCH heed the header, after all that may be asked was asked of the caller."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        method = str(request.method)
        handler: Handler | None = getattr(self, method.lower(), None)
        if handler and method in METHODS and _META in request.META:
            # A view lives for one request, so this is the handler of this request alone.
            setattr(self, method.lower(), partial(self._once, handler))

    def _once(self, handler: Handler, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        key = key_of(request._request.META[_META])
        if self.is_dry_run:
            response: HttpResponse = handler(request, *args, **kwargs)
            return response

        def respond() -> HttpResponse:
            response = handler(request, *args, **kwargs)
            finished: HttpResponse = self.finalize_response(request, response, *args, **kwargs)
            if isinstance(finished, SimpleTemplateResponse):
                finished.render()
            return finished

        attempt = Attempt(
            client_id=caller_of(request).client_id,
            key=key,
            fingerprint=fingerprint_of(request._request),
        )
        return answered_once(attempt, respond)


def answered_once(attempt: Attempt, respond: Callable[[], HttpResponse]) -> HttpResponse:
    """What `respond` answers, or what it answered before; it runs in a transaction.

    Any exception of it, and any answer but a 2xx, rolls back all that it did.
    """
    try:
        with transaction.atomic():
            answer = earlier_answer(attempt)
            if answer is not None:
                return _replay(answer)
            response = respond()
            if 200 <= response.status_code < 300:
                keep(attempt, _answer_of(response))
            else:
                transaction.set_rollback(True)
            return response
    except KeyInFlight as error:
        raise InFlight from error
    except KeyReused as error:
        raise Reused from error


def key_of(header: str) -> str:
    """The key that a header holds, bare or in quotes; 400 unless it is 1 to 255 visible ASCII characters."""
    text = header.strip(" \t")
    if text.startswith('"'):
        quoted = _QUOTED.fullmatch(text)
        text = re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else ""
    if not _KEY.fullmatch(text):
        detail = f"{HEADER} takes 1 to 255 visible ASCII characters, for example a UUID."
        raise ApiProblem(detail, problems=[Problem("", "invalid_header", detail)])
    return text


def fingerprint_of(request: HttpRequest) -> str:
    """A digest of what makes a request this one: method, path, query and body."""
    digest = sha256()
    for text in (str(request.method), request.path, request.META.get("QUERY_STRING", "")):
        part = text.encode("utf-8", "backslashreplace")
        digest.update(b"%d:%b" % (len(part), part))
    digest.update(read_body(request))
    return digest.hexdigest()


def _answer_of(response: HttpResponse) -> Answer:
    headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    return Answer(response.status_code, headers, response.content)


def _replay(answer: Answer) -> HttpResponse:
    response = HttpResponse(answer.body, status=answer.status)
    del response["Content-Type"]  # Django's default: the answer may have had none
    for name, value in {**answer.headers, REPLAYED: "true"}.items():
        response[name] = value
    return response
