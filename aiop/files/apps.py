"""The files app."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Part of the platform."""

    name = "aiop.files"
    label = "files"
