"""Writes the export files of a pool, each under the name and with the headers of its own report."""

import csv
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha1
from pathlib import Path
from random import Random

from crm.sandbox import jobs_report, performance, quirks, reports
from crm.sandbox.pool import FIRST_DAY, Job, Pool, Quote

JOBS = "{year}.xlsx - jobs.csv"
LEAD_STATUS = "lead-status.csv"
BAD_LEADS = "bad-leads.xlsx - data.csv"
LOST_LEADS = "lost-leads-opportunities-details.xlsx - data.csv"
BOOKED = "booked_opportunities.csv"
SALES = "sales-person-performance (1).xlsx - data (1).csv"

# What cannot be loaded: header, cell and the reason; each goes into a copy of the report's last genuine row.
BAD_CELLS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "jobs": (
        ("Job Date", "31/02/2024", "no such day"),
        ("Total Estimated Cost", "$12x4.00", "not an amount"),
        ("Actual Number of Crew", "two", "not a whole number"),
    ),
    "lead_status": (("Quote #", "", "no quote number"), ("Received at", "13/45/2024 9:00 AM", "no such day")),
    "bad_leads": (("Date Lead Received", "99/99/2023", "no such day"),),
    "lost_leads": (("Quote #", "--", "no quote number"), ("Lost Date", "2/30/2024", "no such day")),
    "booked_opportunities": (
        ("Estimated Amount", "call me", "not an amount"),
        ("Booked Date", "2024-13-45", "no such day"),
    ),
}
# Quote numbers of rows that cannot be loaded start here, far beyond the genuine ones.
BAD_QUOTE = 900_001


@dataclass
class Seen:
    """What the writer met: spellings per report, natural hashes of bad leads, and rows that are no genuine data."""

    sellers: dict[str, Counter[str]] = field(default_factory=dict)
    branches: dict[str, Counter[str]] = field(default_factory=dict)
    sources: dict[str, Counter[str]] = field(default_factory=dict)
    bad_lead_lines: dict[int, tuple[int | None, str]] = field(default_factory=dict)
    quarantine: list[tuple[str, int, str, str, str]] = field(default_factory=list)
    totals: list[tuple[str, int]] = field(default_factory=list)
    files: list[tuple[str, str, int]] = field(default_factory=list)


class Exporter:
    """Writes reports into one folder; `since` limits them to what was received or moved on that day or later."""

    def __init__(self, folder: Path | None, pool: Pool, *, since: int = 0, flawed: bool = True) -> None:
        """Export into a folder, made when missing, or to nowhere just to see; `flawed` adds rows that cannot be loaded."""
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.pool = pool
        self.since = since
        self.flawed = flawed
        self.seen = Seen()
        self._rng = Random()  # noqa: S311 - invented data; reseeded for every row

    def write_all(self) -> Seen:
        """Write the seven kinds of report."""
        self._jobs()
        quotes, rng, pool = self.pool.quotes, self._rng, self.pool
        chosen = [quote for quote in quotes if quote.latest_day >= self.since]
        leads = (reports.lead_status_row(pool, rng, quote) for quote in chosen if quote.in_leads)
        self._report("lead_status", LEAD_STATUS, reports.LEAD_STATUS, leads, ())
        booked = [quote for quote in chosen if quote.in_bookings]
        total = ["Total", *[""] * 10, quirks.money(sum(quote.cents for quote in booked)), *[""] * 8]
        rows = (reports.booked_row(pool, rng, quote) for quote in booked)
        self._report("booked_opportunities", BOOKED, reports.BOOKED, rows, total)
        lost = [quote for quote in chosen if quote.in_losses]
        total = ["Total", *[""] * 6, quirks.money(sum(quote.cents for quote in lost))]
        lost_rows = (reports.lost_row(pool, rng, quote) for quote in lost)
        self._report("lost_leads", LOST_LEADS, reports.LOST, lost_rows, total)
        self._report("bad_leads", BAD_LEADS, reports.BAD, self._bad_leads(), ())
        self._performance()
        return self.seen

    def _jobs(self) -> None:
        years: dict[int, list[tuple[Quote, Job]]] = {}
        latest = date.fromordinal(self.pool.as_of).year
        for quote in self.pool.quotes:
            if quote.latest_day < self.since:
                continue
            for job in quote.jobs:
                year = date.fromordinal(job.day or quote.received).year
                years.setdefault(max(FIRST_DAY.year, min(latest, year)), []).append((quote, job))
        for year in sorted(years):
            rows = (jobs_report.row(self.pool, self._rng, quote, job) for quote, job in years[year])
            self._report("jobs", JOBS.format(year=year), jobs_report.HEADERS, rows, ())

    def _bad_leads(self) -> Iterator[list[str]]:
        line = 1
        for lead in self.pool.bad_leads:
            if lead.received < self.since:
                continue
            line += 1
            row = reports.bad_lead_row(self.pool, self._rng, lead)
            self.seen.bad_lead_lines[lead.id] = (line, natural_hash(row[:6]))
            yield row

    def _performance(self) -> None:
        pool = self.pool
        stamp = datetime.combine(date.fromordinal(pool.as_of), datetime.min.time())
        users = f"RingCentral_PR_Users_Users_{stamp.month}_{stamp.day}_{stamp.year}_9_05_12_AM.xlsx - Users.csv"
        self._report("user_performance", users, performance.USERS, performance.user_rows(pool), ())
        total = performance.sales_totals(pool)
        self._report("sales_performance", SALES, performance.SALES, performance.sales_rows(pool), total)

    def _report(
        self, kind: str, name: str, headers: Sequence[str], rows: Iterable[list[str]], total: Sequence[str]
    ) -> None:
        """Write one file: header, genuine rows, rows that cannot be loaded, and at the very end the totals row."""
        line, last = 1, list[str]()
        watched = self._watched(kind, headers)
        encoding = "utf-8-sig" if kind == "user_performance" else "utf-8"
        with self._path(name).open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file)
            writer.writerow(headers)
            for last in rows:
                line += 1
                for counter, at in watched:
                    counter[last[at]] += 1
                writer.writerow(last)
            self.seen.files.append((kind, name, line - 1))
            for bad in self._bad_rows(kind, name, headers, last, line):
                line += 1
                writer.writerow(bad)
            if total:
                writer.writerow(total)
                self.seen.totals.append((name, line + 1))

    def _path(self, name: str) -> Path:
        return Path(os.devnull) if self.folder is None else self.folder / name

    def _watched(self, kind: str, headers: Sequence[str]) -> list[tuple[Counter[str], int]]:
        """Give the counters of spellings, with the column that each counts."""
        seen = self.seen
        columns = {
            "Sales Person": seen.sellers,
            "Sales Person Name": seen.sellers,
            "Name        ": seen.sellers,
            "Branch Name": seen.branches,
            "Branch": seen.branches,
            "Referral Source": seen.sources,
        }
        return [
            (columns[header].setdefault(kind, Counter()), at) for at, header in enumerate(headers) if header in columns
        ]

    def _bad_rows(
        self, kind: str, name: str, headers: Sequence[str], model: list[str], line: int
    ) -> Iterator[list[str]]:
        for at, (header, cell, why) in enumerate(BAD_CELLS.get(kind, ()) if self.flawed and model else ()):
            row = list(model)
            number = f"{BAD_QUOTE + line + at}"
            if headers[0] == "Quote #":
                row[0] = number
            elif headers[0] == "Job Id":
                row[:2] = [f"bad-{name[:4]}-{at + 1}", f"{number}-1"]
            row[headers.index(header)] = cell
            self.seen.quarantine.append((name, line + at + 1, header, cell, why))
            yield row


def natural_hash(cells: Sequence[str]) -> str:
    """Give a short hash of cells as the file spells them; a bad lead's key is that of all its cells but the reason."""
    return sha1("\x1f".join(cells).encode(), usedforsecurity=False).hexdigest()[:20]
