"""The lead pool of a moving company."""

from django.apps import AppConfig


class CrmConfig(AppConfig):
    """Registers what the lead pool brings to the platform."""

    name = "crm"
    verbose_name = "Lead pool"
