"""What can be done to many packages from their list."""

from __future__ import annotations

from catalog.actions import publish
from catalog.admin.many.deed import Deed, Duplicating, Setting, Words

_ALL: tuple[Deed, ...] = (
    Setting(
        code="activate",
        change=publish.activate,
        words=Words(
            label="Activate",
            button="Activate",
            to_do="Will be activated",
            done="Activated",
            not_done="Can't be activated",
            note="Each is offered to customers from then on.",
            logged="Activated.",
        ),
    ),
    Setting(
        code="deactivate",
        change=publish.deactivate,
        words=Words(
            label="Deactivate",
            button="Deactivate",
            to_do="Will be deactivated",
            done="Deactivated",
            not_done="Can't be deactivated",
            note="Not offered for now. Those who have it keep it and may renew.",
            logged="Deactivated.",
        ),
    ),
    Setting(
        code="retire",
        change=publish.retire,
        words=Words(
            label="Retire",
            button="Retire",
            to_do="Will be retired",
            done="Retired",
            not_done="Can't be retired",
            note="No new sales. Those who have it keep it and may renew.",
            logged="Retired.",
        ),
    ),
    Setting(
        code="unretire",
        change=publish.unretire,
        words=Words(
            label="Unretire",
            button="Unretire",
            to_do="Will no longer be retired",
            done="No longer retired",
            not_done="Can't be unretired",
            note="Sold again, where nothing else stands in the way.",
            logged="No longer retired.",
        ),
    ),
    Setting(
        code="hide",
        change=publish.hide,
        words=Words(
            label="Hide",
            button="Hide",
            to_do="Will be hidden",
            done="Hidden",
            not_done="Can't be hidden",
            note="Still offered, but not listed: had by its id only.",
            logged="Hidden.",
        ),
    ),
    Setting(
        code="unhide",
        change=publish.unhide,
        words=Words(
            label="Unhide",
            button="Unhide",
            to_do="Will be listed again",
            done="Listed again",
            not_done="Can't be listed again",
            note="Shown to customers wherever active packages are listed.",
            logged="Listed again.",
        ),
    ),
    Duplicating(
        code="duplicate",
        words=Words(
            label="Duplicate",
            button="Duplicate",
            to_do="Will be duplicated",
            done="Duplicated",
            not_done="Can't be duplicated",
            note="Each copy is a draft with the same features and providers. A count of stock is not copied.",
            logged="Made as a copy.",
        ),
    ),
)
DEEDS = {deed.code: deed for deed in _ALL}
