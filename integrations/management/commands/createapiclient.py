"""Makes a client of the API and its token, which is shown this once."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from integrations import tokens
from integrations.clients import ClientExists, Existing, Issued, create_client
from integrations.scopes import SCOPES


class Command(BaseCommand):
    help = (
        "Makes a client of the API and its token, which is shown this once. A name that exists is "
        "refused, unless --add-token (one more token; scopes stay) or --replace (the tokens it has "
        "are revoked, the scopes become the ones given) says what to do with it. "
        "Scopes: " + ", ".join(SCOPES) + "."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="what the client is called in the history")
        parser.add_argument("--scope", action="append", default=[], help="may be repeated")
        parser.add_argument(
            "--days",
            type=int,
            default=tokens.DEFAULT_DAYS,
            help=f"how long the token is good: 1 to {tokens.MAX_DAYS}, {tokens.DEFAULT_DAYS} unless told",
        )
        parser.add_argument("--json", action="store_true", help="print a JSON object")
        existing = parser.add_mutually_exclusive_group()
        existing.add_argument("--add-token", action="store_true", help="one more token for a client")
        existing.add_argument("--replace", action="store_true", help="revoke the tokens, set the scopes")

    def handle(self, *args: Any, **options: Any) -> None:
        _refuse_nonsense(options)
        existing: Existing = "add_token" if options["add_token"] else "refuse"
        if options["replace"]:
            existing = "replace"
        try:
            issued = create_client(
                name=options["name"], scopes=options["scope"], days=options["days"], existing=existing
            )
        except ClientExists as error:
            raise CommandError(f"{error} Say --add-token or --replace.") from error
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(_as_json(issued) if options["json"] else _as_text(issued))


def _refuse_nonsense(options: dict[str, Any]) -> None:
    unknown = [scope for scope in options["scope"] if scope not in SCOPES]
    if unknown:
        raise CommandError(f"No such scope: {', '.join(unknown)}. There are: {', '.join(SCOPES)}.")
    if not options["scope"] and not options["add_token"]:
        raise CommandError(f"Give at least one --scope. There are: {', '.join(SCOPES)}.")
    if not 1 <= options["days"] <= tokens.MAX_DAYS:
        raise CommandError(f"Give --days from 1 to {tokens.MAX_DAYS}.")


def _as_json(issued: Issued) -> str:
    return json.dumps(
        {
            "client": issued.client.name,
            "token": issued.token,
            "scopes": issued.client.scopes,
            "expires_at": _moment(issued),
        }
    )


def _as_text(issued: Issued) -> str:
    return (
        f"Client   {issued.client.name}\n"
        f"Scopes   {', '.join(issued.client.scopes)}\n"
        f"Expires  {_moment(issued)}\n"
        f"Token    {issued.token}\n"
        "The token is not kept and can't be shown again."
    )


def _moment(issued: Issued) -> str:
    return issued.row.expires_at.isoformat(timespec="seconds").replace("+00:00", "Z")
