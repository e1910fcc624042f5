"""The keys that the trial makes for itself, so that a first run needs no settings at all.

They are kept beside the trial's database, because what they encrypted lies in there.
"""

from __future__ import annotations

import json
import os
import secrets as random
from pathlib import Path

from cryptography.fernet import Fernet

FOLDER = Path(__file__).resolve().parent.parent / ".trial"


def secrets(folder: Path = FOLDER) -> dict[str, str]:
    """`SECRET_KEY` and `FIELD_ENCRYPTION_KEY` of this checkout's trial; made once, readable by its owner only."""
    path = folder / "keys.json"
    if not path.exists():
        _make(path)
    kept: dict[str, str] = json.loads(path.read_text())
    return kept


def _make(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    draft = path.with_name(f"keys.{os.getpid()}.json")
    draft.touch(mode=0o600)
    keys = {
        "SECRET_KEY": random.token_urlsafe(50),
        "FIELD_ENCRYPTION_KEY": Fernet.generate_key().decode(),
    }
    draft.write_text(json.dumps(keys))
    try:
        # A link never replaces: of two processes that start at once, the first one's keys stay.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
