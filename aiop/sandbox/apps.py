"""The base of the twins, and the command that runs one by itself."""

from django.apps import AppConfig


class SandboxConfig(AppConfig):
    """Brings the command `sandbox`."""

    name = "aiop.sandbox"
    verbose_name = "Twins of outside systems"
