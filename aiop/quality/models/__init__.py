"""Tables of quality: results of checks, checks that staff declare, fixes that they approve, rows to mend first."""

from aiop.quality.models.fixes import Fix
from aiop.quality.models.own import OwnCheck
from aiop.quality.models.results import CheckResult, CheckResultQuerySet
from aiop.quality.models.worst import WorstRow

__all__ = ["CheckResult", "CheckResultQuerySet", "Fix", "OwnCheck", "WorstRow"]
