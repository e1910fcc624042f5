"""What every endpoint of packages shares: its key, its preconditions, and how it says no."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import ClassVar
from uuid import UUID

from django.http import Http404, HttpResponse
from rest_framework.request import Request

from catalog.actions.delete import WasOffered, was_there
from catalog.actions.save import Expected, NotRecorded, PackageGone, Saved, StaleWrite
from catalog.actions.stock import OutOfStock
from catalog.aggregate import Aggregate
from catalog.api.dry_runs import Outcome, PackageDryRun, package_told
from catalog.models import Package, PackageDocument
from catalog.models.revision import MAX_REASON
from catalog.querysets import PackageDocumentQuerySet
from config.identity import id_of, parse_identity
from config.rules import Problem, RuleViolation
from integrations.api.conditional import (
    EntityTags,
    PreconditionFailed,
    entity_tags,
)
from integrations.api.dry_run_schema import DryRunSchema
from integrations.api.errors import ApiProblem
from integrations.api.parameters import text
from integrations.api.rendering import json_response
from integrations.api.views import ApiView

READ = ("catalog:read", "offers:read")
WRITE = ("catalog:write",)
# Of every write to a package that a revision can come of.
REASON = text(
    "reason", "Why it is done; kept in the history with the revision that it makes.", most=MAX_REASON
)

_SCOPE_OF = {
    **dict.fromkeys(("status", "hidden", "retired"), "catalog:publish"),
    **dict.fromkeys(("price", "signup_fee", "currency", "periodicity", "periodicity_type"), "pricing:write"),
    **dict.fromkeys(("trial_period", "trial_interval", "trial_mode"), "pricing:write"),
    **dict.fromkeys(("grace_period", "grace_interval"), "pricing:write"),
}


class Gone(ApiProblem):
    """410: there was such a package; its revisions are still there."""

    status = 410
    code = "gone"
    title = "The package was deleted."


class Unrecorded(ApiProblem):
    """503: the package is there, and what is shown of it has to be made again by an operator."""

    status = 503
    code = "not_recorded"
    title = "The package can't be shown at the moment."

    def __init__(self, error: NotRecorded) -> None:
        super().__init__(str(error), headers={"Retry-After": "60"})


class Conflict(ApiProblem):
    status = 409


class FieldScopesMissing(ApiProblem):
    """403: the caller may write packages, but not these fields of them; each says its scope."""

    status = 403
    code = "scope_missing"
    title = "The token does not allow this."

    def __init__(self, changes: Iterable[tuple[str, str]]) -> None:
        changes = list(changes)
        scopes = sorted({scope for _, scope in changes})
        challenge = f'Bearer realm="api", error="insufficient_scope", scope="{" ".join(scopes)}"'
        super().__init__(
            f"This needs the scope {' and '.join(scopes)}.",
            headers={"WWW-Authenticate": challenge},
            problems=[
                Problem(pointer, "scope_missing", f"Writing this needs the scope {scope}.")
                for pointer, scope in changes
            ],
        )


class PackageView(ApiView):
    """A path below one package; `self.key` is the key that the path spells.

    A write leaves its `outcome`, which is what a dry run tells of.
    """

    dry_run_answer: ClassVar[type[DryRunSchema]] = PackageDryRun
    outcome: Outcome

    path_parameters = {
        "package": "The package: its id (`pkg_…`), ULID or UUID.",
        "code": "The feature's code in the matrix.",
        "provider": "The provider: its id (`prv_…`), ULID or UUID.",
    }

    @property
    def key(self) -> UUID:
        return package_key(self.kwargs["package"])

    @property
    def offers_only(self) -> bool:
        """Whether the caller is a storefront, which sees what can be bought and no more."""
        sees_all = {"catalog:read"} if self.is_read else {"catalog:read", "catalog:write"}
        return self.caller.scopes.isdisjoint(sees_all)

    @property
    def is_read(self) -> bool:
        return self.request.method in ("GET", "HEAD")

    def visible(self) -> PackageDocumentQuerySet:
        """The packages that the caller may see, hidden ones among them."""
        rows = PackageDocument.objects.all()
        return rows.offers() if self.offers_only else rows

    def answer_saved(self, saved: Saved, *, status: int = 200, location: str | None = None) -> HttpResponse:
        """The stored document after a write, with its ETag, and for a new package where it is."""
        self.outcome = Outcome(saved.before, saved.document)
        document = saved.document
        headers = {"ETag": document.etag}
        if location is not None:
            headers["Location"] = f"{location}/{id_of(document.pk, prefix=Package.id_prefix)}"
        return json_response(document.text.encode(), status=status, headers=headers)

    def told(self) -> bytes:
        return package_told(self.outcome)

    @property
    def reason(self) -> str:
        """Why it is done, empty when it isn't said."""
        reason: str = self.query.get(REASON.name, "")
        return reason

    def missing(self) -> Exception:
        """404, 410 for a package that once was, or 503 for one without its document."""
        rows = Package.objects.filter(pk=self.key, document=None)
        if (rows.offers() if self.offers_only else rows).exists():
            return Unrecorded(NotRecorded(self.key))
        if was_there(self.key) and not self.offers_only:
            return Gone("Its history stays readable under its revisions.")
        return Http404("There is no such package.")

    @contextmanager
    def writing(self, places: Mapping[str, str] | None = None) -> Iterator[None]:
        """Turns what actions raise into problems; `places` leads from the package document into the body."""
        try:
            yield
        except PackageGone as error:
            raise self.missing() from error
        except NotRecorded as error:
            raise Unrecorded(error) from error
        except StaleWrite as error:
            raise PreconditionFailed(
                f"{error} Read it again, and decide.", headers={"ETag": error.etag}
            ) from error
        except OutOfStock as error:
            raise Conflict(str(error), code="out_of_stock", title="There is too little stock.") from error
        except WasOffered as error:
            raise Conflict(
                error.problems[0].detail, code="was_offered", title="Retire it instead."
            ) from error
        except FieldScopesMissing as error:
            error.problems = tuple(relocated(error.problems, places or {}))
            raise
        except RuleViolation as error:
            raise RuleViolation(relocated(error.problems, places or {})) from error

    def guard(self, before: Aggregate | None, after: Aggregate) -> None:
        """Refuses a caller who changes prices or publishes without the scope for it."""
        missing = [
            (pointer, scope)
            for pointer, scope in _guarded_changes(before, after)
            if scope not in self.caller.scopes
        ]
        if missing:
            raise FieldScopesMissing(missing)


def package_key(spelling: str) -> UUID:
    """The key of a package in a path; 404 for what spells none."""
    key = parse_identity(spelling, prefix=Package.id_prefix)
    if key is None:
        raise Http404("There is no such package.")
    return key


def match_tags(request: Request) -> EntityTags | None:
    """The `If-Match` of a request; `*` asks for nothing but that the package is there."""
    return entity_tags(request.META.get("HTTP_IF_MATCH"), name="If-Match")


def expected_package(request: Request) -> Expected | None:
    """What `If-Match` says of the promise that a write was made for."""
    tags = match_tags(request)
    return None if tags is None or tags.anything else Expected(etags=tags.strong)


def wants_absent(request: Request) -> bool:
    """Whether a write is only for what is not there yet (`If-None-Match: *`)."""
    tags = entity_tags(request.META.get("HTTP_IF_NONE_MATCH"), name="If-None-Match")
    return tags is not None and tags.anything


def relocated(problems: Iterable[Problem], places: Mapping[str, str]) -> list[Problem]:
    """Problems with pointers into the body that was sent."""
    return [replace(problem, pointer=_relocated(problem.pointer, places)) for problem in problems]


def _relocated(pointer: str, places: Mapping[str, str]) -> str:
    """The longest place that leads to `pointer` decides."""
    parts = pointer.split("/")
    for length in range(len(parts), 1, -1):
        place = "/".join(parts[:length])
        if place in places:
            return places[place] + pointer.removeprefix(place)
    return pointer


def _guarded_changes(before: Aggregate | None, after: Aggregate) -> Iterator[tuple[str, str]]:
    was = before.package if before else Package()
    for name, scope in _SCOPE_OF.items():
        if getattr(was, name) != getattr(after.package, name):
            yield f"/{name}", scope
    prices = {row.feature_id: row.unit_price for row in before.features} if before else {}
    for row in after.features:
        if row.unit_price != prices.get(row.feature_id):
            yield f"/features/{row.feature_id}/unit_price", "pricing:write"
