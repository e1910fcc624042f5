"""A catalog in use: things done to it at random, the same ones for the same seed."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from decimal import Decimal
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

from django.core.management import call_command
from django.core.serializers import serialize
from django.db import connection

from catalog.actions.delete import WasOffered, delete_package
from catalog.actions.duplicate import duplicate_package
from catalog.actions.restore import restore_package
from catalog.actions.stock import OutOfStock, change_stock
from catalog.changes import ProviderChange
from catalog.models import Package
from config.rules import RuleViolation
from features import sync
from integrations.actors import Actor
from providers import actions as providers
from providers.changes import ProviderChanges
from providers.models import Provider
from tests.catalog.writes import BY, create, update
from tests.factories.package import sellable
from tests.factories.provider import ProviderFactory
from tests.features.entries import changing

CODES = ("polls", "recording", "captions", "public_chat", "shared_notes")
WORDS = ("Basic", 'Pro "has_stock":', "Été", 'Live ,"revision":', "Back\\slash", "😀")


class Busy:
    """The feature matrix, three providers, and whatever becomes of the packages."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.random = Random(seed)
        self.file = folder / "fixture.json"
        self.gone: list[str] = []
        self.turn = 0
        sync.apply(by=BY)
        ProviderFactory.create_batch(3)
        for _ in range(4):
            self.make()

    def go_on(self, steps: int) -> None:
        """Does so many things; what is refused, as it may be, was done too."""
        kinds: list[tuple[Callable[[], Any], int]] = [
            *((self.make, 2), (self.change, 6), (self.move, 5), (self.delete, 1), (self.copy, 1)),
            *((self.restore, 2), (self.rename, 2), (self.switch, 1), (self.load, 2), (self.sync, 1)),
            *((self.bring_back, 1), (self.write_past, 1)),
        ]
        for step in self.random.choices([k for k, _ in kinds], [w for _, w in kinds], k=steps):
            self.turn += 1
            with contextlib.suppress(RuleViolation, OutOfStock, WasOffered):
                step()
            # Numbered as at the end of a transaction of its own.
            connection.check_constraints()

    def make(self) -> None:
        chosen = dict.fromkeys(self.random.sample(CODES, 2), True)
        stock: dict[str, Any] = self.random.choice([{}, {"has_stock": True, "stock_qty": 3}])
        if self.random.random() < 0.5:
            sellable(name=self._name(), features=chosen, providers=self._providers(), **stock)
        else:
            create(name=self._name(), features=chosen, **stock)

    def change(self) -> None:
        wanted: dict[str, Any] = self.random.choice(
            [
                {"name": self._name()},
                {"name": self._name(), "price": Decimal(self.turn), "currency": "EUR"},
                {"status": self.random.choice(["active", "inactive"])},
                {"features": {self.random.choice(CODES): self.random.choice([True, None])}},
                {"package_settings": [{"key": self._name(), "value": {'",': self.turn}}]},
                {"has_stock": True, "stock_qty": self.random.randrange(3), "tier": str(self.turn)},
                {"providers": {self._providers()[0].pk: ProviderChange(settings={"turn": self.turn})}},
            ]
        )
        update(self._package(), **wanted)

    def move(self) -> None:
        change_stock(key=self._package().pk, change=self.random.choice([-1, -1, 2]), by=BY)

    def delete(self) -> None:
        package = self._package(ever_active=False)
        kept = serialize("json", [package])
        delete_package(key=package.pk, by=BY)
        self.gone.append(kept)

    def bring_back(self) -> None:
        if self.gone:
            self._load(self.gone.pop(), name=self._name())

    def copy(self) -> None:
        duplicate_package(key=self._package().pk, by=BY)

    def restore(self) -> None:
        package = self._package()
        restore_package(key=package.pk, number=self.random.randint(1, package.revision), by=BY)

    def rename(self) -> None:
        changes = ProviderChanges(provider_name=self._name())
        providers.update(key=self._providers()[0].pk, changes=changes, by=BY)

    def switch(self) -> None:
        provider = self._providers()[0]
        providers.update(key=provider.pk, changes=ProviderChanges(active=not provider.active), by=BY)

    def load(self) -> None:
        rows = [self._package(), *self._providers()[:1]]
        self._load(serialize("json", rows[:1]), name=self._name())
        self._load(serialize("json", rows[1:]), provider_name=self._name())

    def sync(self) -> None:
        sync.apply(by=Actor.command("sync_features"), extra=changing("polls", name=f"Polls {self.turn}"))

    def write_past(self) -> None:
        Package.objects.filter(pk=self._package().pk).update(short_description=self._name())
        call_command("check_catalog", "--repair", verbosity=0, stdout=StringIO())

    def _load(self, rows: str, **fields: str) -> None:
        written = json.loads(rows)
        written[0]["fields"] |= fields
        self.file.write_text(json.dumps(written))
        call_command("loaddata", str(self.file), verbosity=0)

    def _name(self) -> str:
        return f"{self.random.choice(WORDS)} {self.turn}"

    def _package(self, **fields: bool) -> Package:
        return self.random.choice(
            list(Package.objects.filter(**fields).order_by("pk")) or list(Package.objects.all())
        )

    def _providers(self) -> list[Provider]:
        return self.random.sample(list(Provider.objects.order_by("pk")), 2)
