"""Fills an empty database with a catalog: `python -m benchmarks.generate 10000 1000`, with DATABASE_URL set.

The first packages, here a thousand, are made by the product's own action, one by one. A larger catalog
consists of copies of them (see `benchmarks.copies`).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command
from django.db import connection

from benchmarks import packages
from benchmarks.copies import check_copies, copy_packages
from benchmarks.matrix import write_release
from benchmarks.packages import Offered
from catalog.actions.save import create_package
from catalog.changes import FeatureChange, PackageChanges, ProviderChange
from features.models import Feature
from features.platform import not_offered_reasons, running_platform
from integrations.actors import Actor
from providers.actions import create as create_provider
from providers.changes import ProviderChanges
from providers.types.registry import provider_type

BY = Actor.command("benchmarks")
_TYPES = {"meet": "bbb", "webinar": "bbb", "audcast": "icecast", "phone": "freeswitch", "audio": "freeswitch"}
_PROPERTIES = {"host_url": "https://media.example.com"}
_CITIES = ("São Paulo", "Frankfurt")


def main(count: int, patterns: int) -> None:
    prepare_tables()
    providers = {kind: make_providers(kind) for kind in packages.SERVICE_TYPES}
    offered = {kind: offered_to(kind) for kind in packages.SERVICE_TYPES}
    keys = [
        make_package(number, offered[kind], providers[kind])
        for number in range(min(count, patterns))
        for kind in [packages.service_type(number)]
    ]
    if count > len(keys):
        copy_packages(keys, range(len(keys), count), url=os.environ["DATABASE_URL"])
    check_copies(count)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (FREEZE, ANALYZE)")


def prepare_tables() -> None:
    call_command("migrate", verbosity=0)
    with TemporaryDirectory() as folder:
        release = Path(folder, "benchmark.json")
        write_release(release)
        call_command("sync_features", release=release, stdout=open(os.devnull, "w"))  # noqa: SIM115


def make_providers(kind: str) -> list[UUID]:
    """Two providers of a service type; the first becomes the default of its packages."""
    made = []
    for city in _CITIES:
        changes = ProviderChanges(
            provider_name=f"{kind.capitalize()} {city}",
            provider_type=_TYPES.get(kind, "wowza"),
            service_type=kind,
            properties=_properties(_TYPES.get(kind, "wowza")),
            settings={"region": city},
        )
        made.append(create_provider(changes=changes, by=BY).pk)
    return made


def _properties(code: str) -> dict[str, str]:
    declared = provider_type(code)
    assert declared is not None
    return {name: _PROPERTIES.get(name, "of the benchmark") for name in declared.schema["required"]}


def offered_to(kind: str) -> list[Offered]:
    platform = running_platform()
    rows = [f for f in Feature.objects.all() if f.applies_to(kind)]
    return [
        Offered(row.code, counted=row.quota)
        for row in rows
        if not not_offered_reasons(row, platform=platform)
    ]


def make_package(number: int, offered: list[Offered], providers: list[UUID]) -> UUID:
    values = packages.features(number, offered)
    changes = PackageChanges(
        values=packages.values(number),
        features={code: FeatureChange(value) for code, value in values.items()},
        providers={key: ProviderChange(default=key == providers[0]) for key in providers},
    )
    return create_package(changes=changes, by=BY).document.package_id


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
