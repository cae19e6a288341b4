"""Who is who: records that may be one, what people decided of them, and what follows."""

from aiop.identity.models.candidates import BlockKey, Candidate, Profile, SharedValue, TaughtWord
from aiop.identity.models.decisions import Confirmation, Decision, Link
from aiop.identity.models.effects import Golden, Mergeable, Placement
from aiop.identity.models.learning import ModelVersion
from aiop.identity.models.lookups import Alias, Lookup
from aiop.identity.models.matching import Basis, Unmatched

__all__ = [
    "Alias",
    "Basis",
    "BlockKey",
    "Candidate",
    "Confirmation",
    "Decision",
    "Golden",
    "Link",
    "Lookup",
    "Mergeable",
    "ModelVersion",
    "Placement",
    "Profile",
    "SharedValue",
    "TaughtWord",
    "Unmatched",
]
