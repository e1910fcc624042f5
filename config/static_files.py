"""Static files under names with a hash, so that browsers keep them for ever."""

from __future__ import annotations

import logging

from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

_log = logging.getLogger(__name__)


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Scripts name the modules that they import by their hashed names too, which Django leaves as they are."""

    support_js_module_import_aggregation = True

    def url(self, name: str | None, force: bool = False) -> str:
        """Where a file is. One that was not collected stands under its own name: a page, of an error
        above all, is better without its look than not at all."""
        try:
            return str(super().url(name, force))
        except ValueError:
            _log.debug("%s was not collected: run collectstatic.", name)
            return StaticFilesStorage.url(self, name)
