"""What the name of a performance file says about the moment that it was taken."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

# RingCentral_PR_Users_Users_11_18_2025_9_05_12_AM.xlsx - Users.csv
_STAMP = re.compile(r"(\d{1,2})_(\d{1,2})_(\d{4})_(\d{1,2})_(\d{2})_(\d{2})_(AM|PM)")


def snapshot_of(file_name: str) -> dict[str, Any]:
    """Give `snapshot_at` (wall clock, without a zone) from the stamp in a file name; nothing where there is none."""
    found = _STAMP.search(file_name)
    if found is None:
        return {}
    try:
        return {"snapshot_at": dt.datetime.strptime("/".join(found.groups()), "%m/%d/%Y/%I/%M/%S/%p")}  # noqa: DTZ007
    except ValueError:
        return {}
