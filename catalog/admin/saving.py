"""From a form that was read to a package that is stored, in one action."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.actions.duplicate import MADE_BEFORE, make_once
from catalog.actions.save import Expected, create_package, update_package
from catalog.admin.package_form import PackageForm
from catalog.models import Package, PackageDocument
from config.rules import Problem, RuleViolation
from config.taken_back import taken_back
from integrations.actors import Actor


@dataclass(frozen=True)
class Outcome:
    """What a save left behind; `changed` is False when readers see nothing new."""

    document: PackageDocument
    changed: bool
    lost_sale: bool = False
    gained_sale: bool = False
    stock_moved: bool = False


def create(form: PackageForm, *, by: Actor) -> Outcome:
    """Makes the package once, however often its form is sent; raises what `create_package` raises.

    What says something else than the package that was made before is refused, and nothing of it is lost.
    """
    key, changes, reason = form.instance.pk, form.changes(), form.cleaned_data.get("reason", "")
    saved = make_once(key, lambda: create_package(changes=changes, by=by, reason=reason, key=key))
    if not saved.changed and taken_back(lambda: update_package(key=key, changes=changes, by=by)).changed:
        raise RuleViolation([_made_before(Package.objects.get(pk=key))])
    return Outcome(
        saved.document, changed=saved.changed, gained_sale=saved.changed and saved.document.sellable
    )


def _made_before(package: Package) -> Problem:
    sentence = f"This page was saved before, as “{package.name}”. Save again to add another package."
    return Problem("", MADE_BEFORE, sentence)


def update(form: PackageForm, *, by: Actor) -> Outcome:
    """Changes the package; raises what `update_package` raises."""
    was_sellable = form.instance.document.sellable
    saved = update_package(
        key=form.instance.pk,
        changes=form.changes(),
        by=by,
        reason=form.cleaned_data.get("reason", ""),
        expected=Expected(revision=form.expected_revision),
    )
    return Outcome(
        saved.document,
        changed=saved.changed,
        lost_sale=saved.lost_sale,
        gained_sale=saved.document.sellable and not was_sellable,
        stock_moved=bool(form.stock_difference),
    )
