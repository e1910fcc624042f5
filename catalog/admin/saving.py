"""From a form that was read to a package that is stored, in one action."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.actions.save import Expected, create_package, update_package
from catalog.admin.package_form import PackageForm
from catalog.models import PackageDocument
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
    """Makes the package; raises what `create_package` raises."""
    reason = form.cleaned_data.get("reason", "")
    saved = create_package(changes=form.changes(), by=by, reason=reason, key=form.instance.pk)
    return Outcome(saved.document, changed=True, gained_sale=saved.document.sellable)


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
