from django.apps import AppConfig

from features import dependents as feature_dependents


class CatalogConfig(AppConfig):
    name = "catalog"

    def ready(self) -> None:
        # Models can be imported only now.
        from catalog.dependents import FeatureDependents

        feature_dependents.register(FeatureDependents())
