#!/usr/bin/env python
"""Django's command line for the service package catalog."""

import os
import sys

from django.core.management import execute_from_command_line
from environs import EnvError

from config import embedded_postgres


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if not os.environ.get("DATABASE_URL"):
        try:
            embedded_postgres.start()
        except embedded_postgres.EmbeddedPostgresError as error:
            sys.exit(str(error))
    try:
        execute_from_command_line(sys.argv)
    except EnvError as error:  # it names the variable, and what is wrong with its value
        sys.exit(str(error))


if __name__ == "__main__":
    main()
