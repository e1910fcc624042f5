"""Taking packages from stock and putting them back: a count, not a promise."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from catalog.actions.record import record
from catalog.actions.save import Precondition, Saved, StaleWrite, lock_package
from catalog.models import Package
from catalog.models.package import MAX_STOCK
from config.rules import Problem, RuleViolation
from integrations.actors import Actor


class OutOfStock(Exception):
    """Less is left than was asked for, and the package may not be oversold; `left` is what there is."""

    def __init__(self, left: int) -> None:
        self.left = left
        super().__init__(f"Only {left} left in stock.")


def change_stock(*, key: UUID, change: int, by: Actor, expected: Precondition | None = None) -> Saved:
    """Adds `change` (negative: takes) to what is left, in one atomic step.

    Makes no revision. Raises PackageGone, StaleWrite, OutOfStock, or RuleViolation for a package without stock.
    """
    with transaction.atomic():
        aggregate, document = lock_package(key)
        if expected is not None and not expected.holds(document):
            raise StaleWrite(document)
        package = aggregate.package
        if not package.has_stock or package.stock_qty is None:
            raise RuleViolation(
                [Problem("", "no_stock", "This package has no stock: any number can be sold.")]
            )
        left = package.stock_qty + change
        if abs(left) > MAX_STOCK:
            raise RuleViolation([Problem("/change", "out_of_range", f"Keep stock within {MAX_STOCK}.")])
        if change < 0 and left < 0 and not package.oversell_enabled:
            raise OutOfStock(package.stock_qty)
        package.stock_qty = left
        Package.objects.filter(pk=key).update(stock_qty=left)
        stored = record([aggregate], by=by, stored={key: document})
    return Saved(stored[0] if stored else document, changed=bool(stored), before=document)
