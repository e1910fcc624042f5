"""Static files as browsers keep them for ever: collected, with a hash in their names, and compressed."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

_MARK = "collected.txt"


def collect_if_changed() -> bool:
    """Collects into STATIC_ROOT when any file is another than when that was done last; some seconds.

    False when there was nothing to do, or when STATIC_ROOT is not set: then they are served from where they lie.
    """
    if not settings.STATIC_ROOT:
        return False
    mark = Path(settings.STATIC_ROOT) / _MARK
    found = _fingerprint()
    if mark.exists() and mark.read_text() == found:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    mark.write_text(found)
    return True


def _fingerprint() -> str:
    """Of all files by path, size and time: reading them all would take as long as collecting them."""
    seen = sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            seen.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return seen.hexdigest()
