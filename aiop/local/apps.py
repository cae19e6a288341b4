"""The Django app of the local machine: the commands `up` and `test`."""

from django.apps import AppConfig


class LocalConfig(AppConfig):
    """Gives Django the commands; it has no models."""

    name = "aiop.local"
    label = "local"
    verbose_name = "Local machine"
