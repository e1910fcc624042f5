"""Every row against every rule, every document against its rows."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from catalog.actions.judge import problems_of
from catalog.actions.record import record_all, stale
from catalog.aggregate import Aggregate, load_aggregates
from catalog.models import Package
from config.rules import Problem
from features.models import Feature
from features.rules import feature_problems
from integrations.actors import Actor
from providers import rules as provider_rules
from providers.models import Provider

_BATCH = 500


class Command(BaseCommand):
    help = (
        "Checks every package, provider and feature against every rule, and every stored document against its rows. "
        "Lists what is off and exits with 1. With --repair, documents are made again from the rows "
        "(as new revisions where the promise changed); broken rules are yours to mend."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="make stale documents again")

    def handle(self, *, repair: bool, **options: object) -> None:
        broken = self._tell(_problems_below_packages())
        outdated = 0
        for keys in _batches():
            suspected = _suspected(load_aggregates(keys))
            with transaction.atomic():
                # A write may have come between the first look and its documents; none comes between these.
                found = load_aggregates(suspected, lock=True)
                broken += self._tell(problem for aggregate in found for problem in problems_of(aggregate))
                outdated += self._outdated(found, repair=repair)
        if broken or outdated:
            raise CommandError(f"{broken} broken rules, {outdated} stale documents.", returncode=1)
        self.stdout.write("Every row keeps every rule, and every document is what its rows say.")

    def _outdated(self, found: Sequence[Aggregate], *, repair: bool) -> int:
        """How many documents are not what their rows say, none when they are made again."""
        off = stale(found)
        for aggregate in off:
            self.stdout.write(f"/{aggregate.package.id}: the document is not what its rows say [stale]")
        if repair:
            record_all([a.package.pk for a in off], by=Actor.command("check_catalog --repair"))
        return 0 if repair else len(off)

    def _tell(self, problems: Iterable[Problem]) -> int:
        found = list(problems)
        for problem in found:
            self.stdout.write(f"{problem.pointer}: {problem.detail} [{problem.code}]")
        return len(found)


def _problems_below_packages() -> Iterator[Problem]:
    """What is wrong with providers and features; a secret that did not travel is not."""
    for provider in Provider.objects.order_by("pk").iterator(_BATCH):
        yield from (p.below(f"/{provider.id}") for p in provider_rules.problems(provider, is_new=False))
    for feature in Feature.objects.order_by("pk"):
        yield from (p.below(f"/{feature.pk}") for p in feature_problems(feature))


def _suspected(found: Sequence[Aggregate]) -> list[UUID]:
    """Packages that something seems wrong with, looked at while others write."""
    off = {aggregate.package.pk for aggregate in stale(found)}
    return [a.package.pk for a in found if a.package.pk in off or any(problems_of(a))]


def _batches() -> Iterator[list[UUID]]:
    keys = list(Package.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), _BATCH):
        yield keys[start : start + _BATCH]
