"""The ground: settings, checks and what every part stands on."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
