"""The files app."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """People's way in and out."""

    name = "aiop.files"
    label = "files"
    verbose_name = "Files"

    def ready(self) -> None:
        """Register the jobs that read, apply and sweep uploads."""
        from aiop.files import jobs  # noqa: F401  (importing registers)
