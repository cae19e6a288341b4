"""What a line of pay is known by that comes without an id. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

# What a line says that no edit of it changes; two lines of a page that say all of it alike are told apart by their order.
_SAID = (
    "payrollId", "employeeType", "employeeId", "grossPayItemType", "sourceEntityId", "invoiceItemId", "jobId", "date", "startedOn",
    "activity", "amount", "createdOn",
)  # fmt: skip
NO_ID = "no id "


def known_by(record: Mapping[str, Any]) -> str:
    """Give what a line without an id is known by: a digest of what it says."""
    said = json.dumps([record.get(name) for name in _SAID], default=str)
    return NO_ID + hashlib.sha256(said.encode()).hexdigest()[:24]
