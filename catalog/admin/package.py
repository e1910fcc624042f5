"""The page of a package. It reads what was typed, makes one call of an action, and says what came of it."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from catalog.actions.delete import WasOffered, delete_package
from catalog.actions.save import NotRecorded, PackageGone, StaleWrite
from catalog.admin import saving
from catalog.admin.compare.page import ComparePage, PackageSearch
from catalog.admin.compare.preview import PreviewPage
from catalog.admin.exchange.export_page import ExportPage
from catalog.admin.exchange.import_page import ImportPage
from catalog.admin.grid.check_page import GridCheck
from catalog.admin.grid.page import GridPage
from catalog.admin.history import change_words
from catalog.admin.impact_page import BUTTON, ImpactPages
from catalog.admin.many.page import ManyPage
from catalog.admin.messages import tell
from catalog.admin.package_form import PackageForm
from catalog.admin.package_rows import asks_for_row, with_row
from catalog.admin.pages import Page, page_urls
from catalog.admin.refusals import Refusal, conflict_since
from catalog.admin.sections import cards
from catalog.admin.summary import ladder, summary
from catalog.models import Package, PackageRevision
from config.identity import parse_identity
from config.rules import RuleViolation, constraint_problem
from integrations.actors import Actor

# Pages that are about more than one package; each file below has one.
PAGES: tuple[type[Page], ...] = (
    GridPage,
    GridCheck,
    ManyPage,
    ComparePage,
    PackageSearch,
    PreviewPage,
    ExportPage,
    ImportPage,
)


class _Refused(Exception):
    """Leaves Django's form view, and its transaction, with what has to be shown in a second run."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal


def actor_of(request: HttpRequest) -> Actor:
    """The operator who is logged in."""
    return Actor.operator(request.user.get_username())


@admin.register(Package)
class PackageAdmin(ImpactPages):
    """A refused save runs Django's view again, with what is wrong handed to the form: it renders
    everything as it was typed, and stores nothing."""

    form = PackageForm
    change_form_template = "admin/catalog/package/change_form.html"
    save_on_top = False

    def get_urls(self) -> list[Any]:
        return [*page_urls(self.admin_site, PAGES), *super().get_urls()]

    def get_fieldsets(self, request: HttpRequest, obj: Package | None = None) -> Any:
        """None: the template lays out the sections itself."""
        return []

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is not None and not hasattr(obj, "document"):
            raise NotRecorded(obj.pk)
        form = super().get_form(request, obj, change, **kwargs)
        return type("PackageForm", (form,), {"refusal": getattr(request, "refusal", None)})

    # --- Addresses -------------------------------------------------------------------------------

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Every spelling of the key leads to the page; one address is its own."""
        key = parse_identity(unquote(object_id), prefix=Package.id_prefix)
        if key is not None and request.method == "GET" and object_id != str(key):
            return HttpResponseRedirect(reverse("admin:catalog_package_change", args=[key]))
        return super().change_view(request, object_id, form_url, extra_context)

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> Any:
        """A package that was deleted has its history still."""
        key = parse_identity(unquote(object_id), prefix=Package.id_prefix)
        if key is not None and PackageRevision.objects.filter(package_uuid=key).exists():
            return HttpResponseRedirect(reverse("admin:catalog_package_history", args=[key]))
        return cast(Any, super())._get_obj_does_not_exist_redirect(request, opts, object_id)

    # --- Saving ----------------------------------------------------------------------------------

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method == "POST" and asks_for_row(request.POST):
            request.POST = with_row(request.POST)  # type: ignore[assignment]
            request.refusal = Refusal()  # type: ignore[attr-defined]
        if request.method == "POST" and BUTTON in request.POST:
            request.impact = self.asked_impact(request, object_id)  # type: ignore[attr-defined]
            request.refusal = Refusal()  # type: ignore[attr-defined]
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except _Refused as refused:
            request.refusal = refused.refusal  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (PackageGone, NotRecorded) as error:
            return _told_on_the_list(request, error)

    def save_model(self, request: HttpRequest, obj: Package, form: Any, change: bool) -> None:
        """Nothing: one action stores the package with its rows, in `save_related`."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        save = saving.update if change else saving.create
        try:
            outcome = save(form, by=actor_of(request))
        except RuleViolation as broken:
            raise _Refused(Refusal(problems=broken.problems)) from broken
        except StaleWrite as stale:
            seen = form.cleaned_data.get("revision")
            raise _Refused(Refusal(conflict=conflict_since(seen, key=form.instance.pk))) from stale
        except IntegrityError as error:
            # Another write came in between: the constraint that it met says the same sentence.
            problem = constraint_problem(error)
            if problem is None:
                raise
            raise _Refused(Refusal(problems=(problem,))) from error
        form.instance._state.adding = False
        form.instance.refresh_from_db()
        request.was_sent_before = not change and not outcome.changed  # type: ignore[attr-defined]
        tell(request, form, outcome, was_new=not change)

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        return [] if getattr(request, "was_sent_before", False) else change_words(form, add=add)

    def log_addition(self, request: HttpRequest, obj: Package, message: Any) -> Any:
        return super().log_addition(request, obj, message) if message else None

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return super().log_change(request, obj, message) if message else None

    def response_add(
        self, request: HttpRequest, obj: Package, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._next_page(request, obj, self.response_post_save_add(request, obj))

    def response_change(self, request: HttpRequest, obj: Package) -> HttpResponse:
        return self._next_page(request, obj, self.response_post_save_change(request, obj))

    def _next_page(self, request: HttpRequest, obj: Package, otherwise: HttpResponse) -> HttpResponse:
        if "_continue" in request.POST:
            return HttpResponseRedirect(reverse("admin:catalog_package_change", args=[obj.pk]))
        if "_addanother" in request.POST:
            return HttpResponseRedirect(reverse("admin:catalog_package_add"))
        return otherwise

    # --- Showing ---------------------------------------------------------------------------------

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        package = context["original"]
        form = context["adminform"].form
        context |= {
            "cards": cards(form),
            "package_form": form,
            "conflict": getattr(getattr(request, "refusal", None), "conflict", None),
            "summary": summary(package) if package else None,
            "ladder": ladder(package) if package else (),
            "read_only": package is not None and not self.has_change_permission(request, package),
            **self.impact_context(request, package),
        }
        return super().render_change_form(request, context, *args, **kwargs)

    # --- Deleting --------------------------------------------------------------------------------

    def has_delete_permission(self, request: HttpRequest, obj: Package | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.ever_active)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """The package alone: its rows go with it, and its history stays."""
        names = [str(package) for package in objs]
        return names, {"packages": len(names)}, set(), []

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        package = self.get_object(request, unquote(object_id))
        try:
            if package is not None and package.ever_active:
                raise WasOffered(package)
            return super().delete_view(request, object_id, extra_context)
        except RuleViolation as broken:
            for problem in broken.problems:
                messages.error(request, problem.detail)
            return HttpResponseRedirect(reverse("admin:catalog_package_change", args=[object_id]))
        except (PackageGone, NotRecorded) as error:
            return _told_on_the_list(request, error)

    def delete_model(self, request: HttpRequest, obj: Package) -> None:
        delete_package(key=obj.pk, by=actor_of(request))


def _told_on_the_list(request: HttpRequest, error: PackageGone | NotRecorded) -> HttpResponse:
    gone = "The package is not there any more: somebody deleted it."
    messages.warning(request, gone if isinstance(error, PackageGone) else str(error))
    return HttpResponseRedirect(reverse("admin:catalog_package_changelist"))
