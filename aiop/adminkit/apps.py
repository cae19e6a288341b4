"""The admin site and what every page of it shares."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class AdminKitConfig(AppConfig):
    """Templates and static files that win over the libraries'."""

    name = "aiop.adminkit"
    label = "adminkit"


class AiopAdminConfig(AdminConfig):
    """Django's admin on our site class."""

    default_site = "aiop.adminkit.site.AiopAdminSite"
