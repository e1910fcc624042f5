"""Static files under names with a hash, so that browsers keep them for ever."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Scripts name the modules that they import by their hashed names too, which Django leaves as they are."""

    support_js_module_import_aggregation = True
