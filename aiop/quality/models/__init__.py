"""Tables of quality: results of checks, checks that staff declare, and fixes that they approve."""

from aiop.quality.models.fixes import Fix
from aiop.quality.models.own import OwnCheck
from aiop.quality.models.results import CheckResult, CheckResultQuerySet

__all__ = ["CheckResult", "CheckResultQuerySet", "Fix", "OwnCheck"]
