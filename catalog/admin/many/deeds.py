"""What can be done to many packages from their list."""

from __future__ import annotations

from catalog.actions import publish
from catalog.admin.many.deed import Deed, Duplicating, Setting, Words
from catalog.admin.many.pricing import Pricing
from catalog.admin.many.providing import Providing
from catalog.admin.many.varying import Varying

_ALL: tuple[Deed, ...] = (
    Pricing(
        code="price",
        words=Words(
            label="Change prices",
            button="Change the price of",
            to_do="Will get a new price",
            done="Got a new price",
            not_done="Can't be changed",
            note="Every price is changed by the same percentage, and rounded as a price list shows it.",
            logged="Price changed.",
        ),
    ),
    Varying(
        code="variant",
        words=Words(
            label="Make variants",
            button="Make variants of",
            to_do="Will be made",
            done="Made",
            not_done="Can't be made",
            note="The same in another currency or for another term: each a draft of its own, with its own prices.",
            logged="Made as a variant.",
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
    Providing(
        code="provider",
        words=Words(
            label="Set provider",
            button="Set the provider of",
            to_do="Will be served by it",
            done="Served by it now",
            not_done="Can't be served by it",
            note="Each is served by this provider from then on; others that are attached stay.",
            logged="Provider set.",
        ),
    ),
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
)
DEEDS = {deed.code: deed for deed in _ALL}
