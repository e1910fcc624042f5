"""The base of every endpoint: who may, what may be sent, how it is answered, how it fails.

    class PackageStock(ApiView):
        scopes = {"POST": ("stock:write",)}

        @documented(summary="Take or return stock", request=StockChange, responses={200: PackageOut})
        def post(self, request: Request, package: str) -> HttpResponse:
            read = StockChange(data=self.document()).read()
            if read.problems:
                raise RuleViolation(read.problems)
            ...domain call with by=self.caller.actor...
            return json_response(stored_text)            # bytes that are JSON already
            return Response({"left": 3}, status=200)      # or data

    class Features(ListView):
        scopes = {"GET": ("features:read",)}
        keyset = Keyset(orderings={"code": "code"}, key="code", default="code")
        filterset_class = FeatureFilters
        query_parameters = {"GET": (flag("all", "..."),)}   # besides limit, cursor, ordering, filters

        def get(self, request: Request) -> HttpResponse:
            page = self.page(self.filtered(Feature.objects.all()))
            return self.shown(self.page_body(page, [to_json(feature_document(row)) for row in page.rows]))

`scopes` names the methods that a path has: a method that isn't there is 405, whatever the token.
`self.query` holds the query parameters that were sent, read and checked; anything undeclared was
answered with 400 before. Failures are exceptions: ApiProblem, RuleViolation (422), Http404. A write says
besides what a dry run of it answers: see `integrations.api.dry_run`.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from integrations.api.authentication import BearerAuthentication
from integrations.api.bodies import read_body, require_json
from integrations.api.conditional import etag_of, is_unchanged, not_modified
from integrations.api.dry_run import DRY_RUN
from integrations.api.exceptions import exception_handler
from integrations.api.filters import StrictFilterSet, filtered
from integrations.api.idempotency import RepeatableView
from integrations.api.negotiation import OneMediaType
from integrations.api.pagination import Keyset, Page, page_of
from integrations.api.parameters import Parameter, read_query
from integrations.api.parsing import StrictJSONParser, parse_document
from integrations.api.permissions import HasScope, caller_of
from integrations.api.rendering import Body, OrjsonRenderer, json_response, kept_response, render_page
from integrations.api.selection import Column, Selection, select
from integrations.tokens import Caller

M = TypeVar("M", bound=Model)


class ApiView(RepeatableView):
    """A path of the API."""

    scopes: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    query_parameters: ClassVar[Mapping[str, Sequence[Parameter]]] = {}

    authentication_classes = [BearerAuthentication]
    permission_classes = [HasScope]
    parser_classes = [StrictJSONParser]
    renderer_classes = [OrjsonRenderer]
    content_negotiation_class = OneMediaType
    throttle_classes: list[Any] = []

    query: dict[str, Any]

    @classmethod
    def parameters_of(cls, method: str) -> tuple[Parameter, ...]:
        """The query parameters that `method` (upper case) takes."""
        return (*cls.query_parameters.get(method, ()), *cls.dry_run_parameters(method))

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        # Links and locations name the host: one that is not ours is refused before anything is stored.
        request.get_host()
        method = str(request.method)
        if method in self.allowed_methods:
            raw = request.META.get("QUERY_STRING", "")
            view: Any = type(self)
            parameters = _parameters(view, "GET" if method == "HEAD" else method)
            self.query = read_query(raw, request.query_params, parameters)
            if self.query.get(DRY_RUN.name):
                self.only_try(method)

    @property
    def caller(self) -> Caller:
        """Who sends this request."""
        return caller_of(self.request)

    def document(self) -> dict[str, Any]:
        """The JSON object that was sent; ints, Decimals and texts as they were written."""
        body = read_body(self._http_request)
        if body:  # no body has no type, and is told so
            require_json(self._http_request)
        return parse_document(body)

    def document_if_any(self) -> dict[str, Any]:
        """The same, where a body may be left out: then an empty one."""
        return self.document() if read_body(self._http_request) else {}

    def shown(self, body: bytes | Body, *, etag: str | None = None) -> HttpResponse:
        """The answer to a read: JSON with its ETag, or 304 for who has these bytes already.

        `etag` is of every byte of `body`, made here when it is not known.
        """
        kept = body if isinstance(body, Body) else Body(body)
        etag = etag or etag_of(kept.content)
        if is_unchanged(self._http_request, etag):
            return not_modified(etag)
        headers = {"ETag": etag}
        return (
            kept_response(kept, headers=headers)
            if kept is body
            else json_response(kept.content, headers=headers)
        )

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        return Response(status=204)

    def _allowed_methods(self) -> list[str]:
        view: Any = type(self)
        return _methods(view)

    def get_exception_handler(self) -> Any:
        return exception_handler

    @property
    def _http_request(self) -> HttpRequest:
        request: HttpRequest = self.request._request
        return request


@cache
def _methods(view: Any) -> list[str]:
    """The methods that a view (its class) has, asked for several times in every request."""
    # Django answers HEAD with what answers GET.
    handlers = {name: "get" if name == "head" else name for name in view.http_method_names}
    return [name.upper() for name, handler in handlers.items() if hasattr(view, handler)]


@cache
def _parameters(view: Any, method: str) -> tuple[Parameter, ...]:
    """What a view (its class) declares once, and asks for with every request."""
    declared: tuple[Parameter, ...] = view.parameters_of(method)
    return declared


class ListView(ApiView):
    """A path that answers GET with pages of a list."""

    keyset: ClassVar[Keyset]
    filterset_class: ClassVar[type[StrictFilterSet] | None] = None

    @classmethod
    def parameters_of(cls, method: str) -> tuple[Parameter, ...]:
        own = super().parameters_of(method)
        if method != "GET":
            return own
        filters = cls.filterset_class.parameters() if cls.filterset_class else ()
        return (*cls.keyset.parameters(), *filters, *own)

    def filtered(self, queryset: QuerySet[M, Any]) -> QuerySet[M, Any]:
        """`queryset` as the query parameters filter it."""
        if self.filterset_class is None:
            return queryset
        return filtered(self.filterset_class, self.request.query_params, queryset)

    @property
    def is_filtered(self) -> bool:
        """Whether any filter was asked for."""
        filters = self.filterset_class.base_filters if self.filterset_class else ()
        return any(name in self.request.query_params for name in filters)

    def page(self, queryset: QuerySet[Any, Any]) -> Page:
        """The page of instances that was asked for."""
        return page_of(queryset, self.keyset, self.query)

    def selection(
        self, queryset: QuerySet[Any, Any], *, columns: Sequence[Column], same_as: Hashable = None
    ) -> Selection:
        """The page of `columns` that was asked for, still to be read (see `select`)."""
        return select(queryset, self.keyset, self.query, columns=columns, same_as=same_as)

    def page_body(self, page: Page, results: Sequence[bytes]) -> bytes:
        """The envelope around `results`: the rows of `page` as JSON, in their order."""
        return render_page(
            results, next=self._link(page.next_cursor), previous=self._link(page.previous_cursor)
        )

    def _link(self, cursor: str | None) -> str | None:
        if cursor is None:
            return None
        sent = self.request.query_params.lists()
        query = [(name, value) for name, values in sent if name != "cursor" for value in values]
        return self.request.build_absolute_uri(f"?{urlencode([*query, ('cursor', cursor)])}")
