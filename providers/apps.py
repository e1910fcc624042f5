from django.apps import AppConfig
from django.core.checks import register

from providers.checks import check_encryption_keys


class ProvidersConfig(AppConfig):
    name = "providers"

    def ready(self) -> None:
        register(check_encryption_keys)
