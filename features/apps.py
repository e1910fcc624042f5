from django.apps import AppConfig
from django.core.checks import register

from features.checks import check_platform


class FeaturesConfig(AppConfig):
    name = "features"

    def ready(self) -> None:
        register(check_platform)
