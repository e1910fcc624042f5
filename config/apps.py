"""The ground: settings, checks and what every part stands on."""

from django.apps import AppConfig

from config import checks

__all__ = ["ConfigConfig", "checks"]


class ConfigConfig(AppConfig):
    name = "config"
