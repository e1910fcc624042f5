"""The application that the server runs: `granian --interface wsgi config.wsgi:application`."""

import os
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters

from config import embedded_postgres

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if not os.environ.get("DATABASE_URL"):
    embedded_postgres.start()

django.setup(set_prefix=False)


class Request(WSGIRequest):
    """A request whose query is UTF-8, whatever its Content-Type says of another character set.

    Django reads the query again in that set: other words than the client sent, or a 500 before any of our
    code runs, for a name like `base64` that is no set of characters at all.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))


class Application(WSGIHandler):
    request_class = Request


application = Application()
