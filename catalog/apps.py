from django.apps import AppConfig

from features import dependents as feature_dependents
from providers import dependents as provider_dependents


class CatalogConfig(AppConfig):
    name = "catalog"

    def ready(self) -> None:
        # Models can be imported only now.
        from catalog.dependents import FeatureDependents, ProviderDependents

        feature_dependents.registry.register(FeatureDependents())
        provider_dependents.registry.register(ProviderDependents())
