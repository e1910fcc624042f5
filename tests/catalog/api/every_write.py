"""One of each write that the API does to packages, for tests of what all of them have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from catalog.models import Package
from providers.models import Provider
from tests.catalog.api.calls import PACKAGES, Api, of
from tests.factories.package import PackageFactory
from tests.factories.provider import ProviderFactory


@dataclass(frozen=True)
class Write:
    """A write as it is sent. `status` is what it is answered with; `{}` in a path is a provider."""

    method: str
    below: str
    body: Any = None
    status: int = 200
    revises: bool = True

    def path(self, package: Package) -> str:
        if self.below == "/":
            return PACKAGES
        provider = Provider.objects.get(provider_name="Spare" if "spare" in self.below else "First")
        below = self.below.replace("spare", "{}").format(provider.id)
        return of(package, *([below] if below else []))


WRITES = [
    Write("POST", "/", {"name": "New", "service_type": "meet", "features": {"polls": {"value": True}}}, 201),
    Write("PATCH", "", {"price": 17.9, "features": {"max_rooms": {"value": 20}, "polls": None}}),
    Write("PATCH", "", {"name": "Other", "package_metadata": {"color": "red"}, "stock_qty": 3}),
    Write("PUT", "", {"name": "Whole", "tier": "20"}),
    Write("DELETE", "", None, 204, revises=False),
    Write("POST", "features", {"code": "recording", "value": True}, 201),
    Write("PUT", "features/max_rooms", {"value": 7}),
    Write("PUT", "features/recording", {"value": True}, 201),
    Write("PATCH", "features/max_rooms", {"unit_price": "0.5", "value": 11}),
    Write("DELETE", "features/polls", None, 204),
    Write("POST", "providers", {"provider": "Spare", "default": True}, 201),
    Write("PUT", "providers/spare", {"default": True}, 201),
    Write("PUT", "providers/{}", {"settings": {"a": 1}}),
    Write("PATCH", "providers/{}", {"metadata": {"note": "x"}}),
    Write("DELETE", "providers/{}", None, 204),
    Write("POST", "duplicate", {"name": "Copy"}, 201),
    Write("POST", "revisions/1/restore"),
    Write("POST", "stock", {"change": -1}, revises=False),
]
NAMES = [f"{one.method} {one.below}" for one in WRITES]


def written(package_api: Api) -> Package:
    """A draft at revision 2 with stock, two features and a provider; "Spare" is another one."""
    first = ProviderFactory.create(provider_name="First")
    ProviderFactory.create(provider_name="Spare")
    package = PackageFactory.create(
        name="Basic",
        has_stock=True,
        stock_qty=5,
        features={"max_rooms": 10, "polls": True},
        providers=[first],
    )
    package_api.patch(of(package), {"short_description": "For small teams."})
    return package


def sent(api: Api, write: Write, package: Package, query: str = "", **headers: str) -> Any:
    """The answer to a write, whatever its status."""
    body = write.body
    if write.method == "PUT" and not write.below:
        body = {**api.get(of(package)), **body}
        body = {key: float(value) if key == "price" else value for key, value in body.items()}
    if write.below == "providers":
        body = {**body, "provider": Provider.objects.get(provider_name=body["provider"]).id}
    return api.call_any(write.method, write.path(package) + query, body, **headers)
