"""The checks in the admin."""

from django.contrib import admin

from aiop.quality.admin import fixes, own
from aiop.quality.admin.checks import CheckAdmin
from aiop.quality.models import CheckResult

admin.site.register(CheckResult, CheckAdmin)

__all__ = ["CheckAdmin", "fixes", "own"]
