"""The whole product from nothing: what `make run` runs."""

from __future__ import annotations

import json
import os
import socket
from dataclasses import asdict, dataclass
from io import StringIO
from pathlib import Path
from tempfile import NamedTemporaryFile, mkstemp

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.crypto import get_random_string

from catalog.models import Package, PackageRevision
from config import trial
from config.collected import collect_if_changed
from config.server import serve
from integrations import tokens
from integrations.models import ApiClient
from integrations.scopes import SCOPES
from providers.types.registry import secret_names

OPERATOR = "operator"
CLIENT = "Trial client"
_ADDRESS = "127.0.0.1"
_DEMO = Path(__file__).resolve().parents[2] / "fixtures" / "demo.json"


@dataclass(frozen=True)
class Access:
    """What the person who tries the product needs to get in."""

    password: str
    token: str


class Command(BaseCommand):
    help = (
        "Prepares the trial (migrations, feature matrix, demo catalog, an operator, an API token) and serves it on "
        "PORT. What is there already stays as it is."
    )
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        if not settings.TRIAL:
            raise CommandError(
                "DATABASE_URL is set, and the trial runs on its own PostgreSQL. Unset it to try the product; "
                "docs/operations.md says how to run it on yours."
            )
        check_port(settings.PORT)
        access = prepare()
        collect_if_changed()
        self.stdout.write(welcome(access, port=settings.PORT))
        self.stdout.flush()
        serve(settings.PORT)


def prepare() -> Access:
    """Brings the trial's database up to date and makes what is missing; answers how to get in."""
    call_command("migrate", verbosity=0)
    call_command("sync_features", verbosity=0, stdout=StringIO())
    if not Package.objects.exists() and not PackageRevision.objects.exists():
        load_demo()
    return access_kept_in(trial.FOLDER / "access.json")


def load_demo() -> None:
    """The demo catalog, with made-up secrets for its providers, for it carries none.

    Those that are switched off get none: the home page has something honest to tell.
    """
    rows = json.loads(_DEMO.read_text())
    for row in rows:
        given = row["fields"]
        if row["model"] == "providers.provider" and given["active"]:
            given["properties"] |= {
                name: get_random_string(32) for name in secret_names(given["provider_type"])
            }
    with NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(rows, file)
        file.flush()
        call_command("loaddata", file.name, verbosity=0)


def access_kept_in(path: Path) -> Access:
    """How to get in, the same on every run as long as the file is there; what is missing is made."""
    kept = _read(path)
    access = Access(kept.get("password") or get_random_string(16), kept.get("token") or "")
    users = get_user_model().objects
    operator = users.filter(username=OPERATOR).first()
    # A run may be killed anywhere: what the file says is true by then, or is made true by the next run.
    if operator is not None and not kept.get("password"):
        operator.set_password(access.password)
        operator.save()
    if not access.token or tokens.authenticate(access.token) is None:
        access = Access(access.password, _new_token())
    _write(path, access)
    if operator is None:
        users.create_superuser(OPERATOR, "", access.password)
    return access


def _read(path: Path) -> dict[str, str]:
    try:
        kept: dict[str, str] = json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return kept


def _write(path: Path, access: Access) -> None:
    # mkstemp's file is its owner's alone from the start; the rename shows all of it, or nothing.
    number, draft = mkstemp(dir=path.parent, prefix="access.", suffix=".json")
    with os.fdopen(number, "w") as file:
        json.dump(asdict(access), file)
    os.replace(draft, path)


def _new_token() -> str:
    client, _ = ApiClient.objects.get_or_create(name=CLIENT, defaults={"scopes": list(SCOPES)})
    text, _ = tokens.issue(client=client)
    return text


def welcome(access: Access, *, port: int) -> str:
    """What the trial prints: where to go, the login, and a line to paste."""
    base = f"http://{_ADDRESS}:{port}"
    return f"""
  Service package catalog: a trial on this machine, with settings that are for trying only.

  Admin       {base}/admin/
  Operator    {OPERATOR}
  Password    {access.password}   (as it was made; if you changed it, yours)
  API         {base}/api/v1/   (documentation: {base}/api/v1/docs)
  Token       {access.token}

  curl -H "Authorization: Bearer {access.token}" "{base}/api/v1/packages?limit=3"

  Stop with Ctrl-C. Everything stays in .trial/ for the next time.
"""


def check_port(port: int) -> None:
    """Raises CommandError when somebody listens on `port`: servers would share it, and requests land anywhere."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # Connections of a server that just ended are no reason to refuse; a listener still is one.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_ADDRESS, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} can't be used ({error.strerror}). Choose another one: PORT={port + 1} make run"
            ) from error
