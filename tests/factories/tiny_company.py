"""A company of a few rows: the seven exports with every column filled, fast enough to be loaded again and again."""

from __future__ import annotations

import csv
from pathlib import Path

from aiop.files.gather import gathered
from aiop.files.incoming import Choices
from aiop.files.load_files import FileResult, execute_files, in_order
from aiop.loading.dump import dumped_fields
from aiop.loading.kind import Field, Kind, all_kinds
from aiop.orgs.models import Org
from aiop.runs.running import run_job

ROWS = 12
FILES = {
    "sales_performance": "sales-person-performance (1).csv",
    "user_performance": "RingCentral_PR_Users_Users_11_18_2025_9_05_12_AM.csv",
    "bookings": "booked_opportunities.csv",
    "jobs": "2024 - jobs.csv",
    "lead_status": "lead-status.csv",
    "lost_leads": "lost-leads.csv",
    "bad_leads": "bad-leads.csv",
}
_JOB_STATUSES = ("Completed", "Booked", "Quoted", "Lost", "Cancelled")
_PLAIN = {"DateField": "3/{day}/2024", "DateTimeField": "3/{day}/2024 2:{day:02} PM", "IntegerField": "{n}", "BooleanField": "False"}  # fmt: skip


def write_exports(folder: Path, *, mark: str = "", rows: int = ROWS) -> Path:
    """Write the exports of a company whose every free text carries `mark`; quote numbers and e-mails are the same for all.

    The last row of each file but the performance reports' cannot be read: its day or number is none.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for kind in (kind for kind in all_kinds() if kind.name in FILES):
        fields = [field for field in dumped_fields(kind) if field.column not in {"natural_key", "is_duplicate"}]
        with (folder / FILES[kind.name]).open("w", encoding="utf-8", newline="") as sink:
            sheet = csv.writer(sink)
            sheet.writerow([field.headers[0] for field in fields])
            for n in range(1, rows + 1):
                sheet.writerow([_cell(kind, field, n, mark) for field in fields])
            if not kind.name.endswith("_performance"):
                sheet.writerow([_bad_cell(kind, field, rows + 1, mark) for field in fields])
    return folder


def load_exports(org: Org, folder: Path, *, by: str = "maya") -> tuple[int, list[FileResult]]:
    """Load a folder as the command does; gives the change set and what became of each file."""
    with gathered([folder]) as files, run_job(org, "load", by=by) as run:
        return execute_files(org, in_order(files, Choices())[0], Choices(), run)


def _cell(kind: Kind, field: Field, n: int, mark: str) -> str:
    known = _known(n, mark).get(field.column)
    if known is not None:
        return known
    stored = next(c for c in kind.model._meta.concrete_fields if c.column == field.column)
    name = type(stored).__name__
    if name == "DecimalField":
        return f"{n}.25"
    return _PLAIN.get(name, "{mark}{name} {n}").format(day=n % 28 + 1, n=n, mark=mark, name=field.column)


def _bad_cell(kind: Kind, field: Field, n: int, mark: str) -> str:
    return "31/31/2024" if field.is_date else _cell(kind, field, n, mark)


def _known(n: int, mark: str) -> dict[str, str]:
    """Give the columns by which rows of several reports meet."""
    person, seller = f"{mark}Person Number{_word(n)}", f"{mark}Seller {_word(n % 3)}"
    email, phone = f"person{n}@example.com", f"(416) 555-01{n:02}"
    return {
        "quote_number": str(10_000 + n), "job_number": f"{10_000 + n}-1", "job_id": f"job-{n}", "natural_key": "",
        "name": seller if n <= 3 else f"{mark}Line {_word(n)}", "customer_name": person, "sales_person_name": seller,
        "email": email, "customer_email": email, "phone_number": phone, "customer_phone": phone,
        "branch_name": f"{mark}Branch {_word(n % 4)}", "referral_source": f"{mark}Source {_word(n % 5)}",
        "provider": f"{mark}Source {_word(n % 5)}", "status_text": _JOB_STATUSES[n % 5], "origin_state": "ON", "destination_state": "QC",
        "time_to_contact": "2h 5m", "time_to_first_contact": "2h 5m", "avg_handle_time": "00:03:10", "volume_cuft": "300 cuft",
        "weight_lbs": "2100 lbs",
    }  # fmt: skip


def _word(n: int) -> str:
    """Spell a number in letters, because names hold no digits."""
    return "".join("abcdefghij"[int(digit)] for digit in str(n))
