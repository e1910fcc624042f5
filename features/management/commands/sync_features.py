"""Brings the feature matrix to the shipped releases."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from features import sync
from features.releases.files import Release, ReleaseFileError, extra_release, shipped_releases
from features.wording import outcome_lines, packages
from integrations.actors import Actor

ACTOR = Actor.command("sync_features")


class Command(BaseCommand):
    help = "Brings the feature matrix to the shipped releases: prints the plan, does all or nothing of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="change nothing; exit 1 when something would change or is refused",
        )
        parser.add_argument(
            "--release", type=Path, metavar="FILE", help="a release on top of the shipped ones"
        )
        parser.add_argument(
            "--force",
            action="store_true",
            help="change the meaning of features that packages have, with the value that the release carries",
        )

    def handle(self, *, check: bool, release: Path | None, force: bool, **options: Any) -> None:
        extra = _read(release) if release else None
        preview = sync.preview(extra=extra, force=force)
        self.stdout.write("\n".join(outcome_lines(preview)))
        if preview.plan.refused:
            raise CommandError("Refused; nothing was changed.")
        if check and not preview.plan.is_empty:
            raise CommandError("The feature matrix is not up to date; nothing was changed.")
        if not preview.plan.is_empty:
            self._apply(extra, force=force)

    def _apply(self, extra: Release | None, *, force: bool) -> None:
        try:
            outcome = sync.apply(by=ACTOR, extra=extra, force=force)
        except sync.SyncRefusedError as refused:
            # Somebody wrote between the preview and the locks.
            lines = "\n".join(outcome_lines(sync.Outcome(refused.plan, 0)))
            raise CommandError(f"{lines}\nRefused; nothing was changed.") from None
        self.stdout.write(f"Done. {packages(outcome.revised)} revised.")


def _read(path: Path) -> Release:
    try:
        return extra_release(path, shipped=shipped_releases())
    except (ReleaseFileError, OSError) as error:
        raise CommandError(str(error)) from None
