"""Serves as the trial does, with the settings of the environment."""

from __future__ import annotations

import argparse

from django.conf import settings
from django.core.management.base import BaseCommand

from config.server import serve


class Command(BaseCommand):
    help = (
        "Serves on PORT until it is stopped, with SERVER_WORKERS processes of SERVER_THREADS threads; "
        "a worker that falls is started again."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--address", default="127.0.0.1", help="where to listen (%(default)s)")

    def handle(self, *, address: str, **options: object) -> None:
        serve(settings.PORT, address=address)
