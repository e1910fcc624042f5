"""What the endpoints of a package's features and of its providers share: reading and writing one part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.http import Http404, HttpResponse
from rest_framework.request import Request

from catalog.actions.save import Precondition, Saved, StaleWrite, update_package
from catalog.api.base import PackageView, match_tags, wants_absent
from catalog.api.documentation import NOT_SELLABLE
from catalog.api.dry_runs import Outcome
from catalog.changes import PackageChanges
from catalog.parts import AbsentPart, ExpectedPart, Part, PartName, part_in, parts_of
from integrations.api.conditional import PreconditionFailed
from integrations.api.rendering import json_response, render_page

_STALE = "It was changed since it was read. Read it again, and decide."


class PartsView(PackageView):
    """A list or a member of a package's features or providers."""

    part: PartName

    def parts(self) -> list[Part]:
        """The parts that the caller may see; 404 or 410 when there is no such package for them."""
        found = parts_of(self.key, self.part, offer=self.offers_only)
        if found is None:
            raise self.missing()
        return found

    def found(self, key: str) -> Part:
        """One part; 404 when the package does not have it."""
        for part in self.parts():
            if part.key == key:
                return part
        raise Http404(f"The package has no {key} among its {self.part}.")

    def answer_list(self, parts: list[Part]) -> HttpResponse:
        """The whole list: it is never longer than the matrix, so it is always one page."""
        body = render_page([part.text for part in parts], next=None, previous=None)
        return self.answer(Part("", body))

    def answer(self, part: Part, *, status: int = 200, location: str | None = None) -> HttpResponse:
        if self.is_read:
            return self.shown(part.text, etag=part.etag)
        headers = {"ETag": part.etag, **({"Location": location} if location else {})}
        return json_response(part.text, status=status, headers=headers)

    def write(self, changes: PackageChanges, key: str, *, places: Mapping[str, str]) -> Saved:
        """Makes a change of one part, when it is still what `If-Match` says.

        A write that ends the sale of the package says so in a header, because a part can't.
        """
        with self.writing(places), self._stale(key):
            saved = update_package(
                key=self.key,
                changes=changes,
                by=self.caller.actor,
                reason=self.reason,
                expected=self._expected(key),
            )
        self.outcome = Outcome(saved.before, saved.document)
        if saved.lost_sale:
            self.headers[NOT_SELLABLE] = ", ".join(saved.document.reasons)
        return saved

    def answer_written(self, saved: Saved, key: str, *, location: str | None = None) -> HttpResponse:
        """The part as this write left it, and 201 when this write made it: others may have come before and since."""
        part = part_in(saved.document, self.part, key)
        if part is None:
            raise Http404(f"The package has no {key} among its {self.part}.")
        is_new = saved.before is None or part_in(saved.before, self.part, key) is None
        return self.answer(part, status=201 if is_new else 200, location=location)

    def _expected(self, key: str) -> Precondition | None:
        tags = match_tags(self.request)
        if tags is not None:
            return ExpectedPart(self.part, key, None if tags.anything else tags.strong)
        return AbsentPart(self.part, key) if wants_absent(self.request) else None

    @contextmanager
    def _stale(self, key: str) -> Iterator[None]:
        """The precondition was about the part, and so is the ETag that is answered."""
        try:
            yield
        except StaleWrite as error:
            now = [part.etag for part in parts_of(self.key, self.part) or () if part.key == key]
            detail = _STALE if now else "It is not there."
            if now and match_tags(self.request) is None:
                detail = "It is there already."
            raise PreconditionFailed(detail, headers={"ETag": now[0]} if now else {}) from error

    def location(self, request: Request, key: str) -> str:
        return f"{request.build_absolute_uri(request.path)}/{key}"
