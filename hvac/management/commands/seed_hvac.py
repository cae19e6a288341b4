"""`seed_hvac --org SLUG --as-of DAY --scale N [--out FOLDER | --execute]`: an invented company as files, or loaded."""

from __future__ import annotations

import argparse
import datetime as dt
import math
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from aiop.files.filling import load_folder, sample_folder
from aiop.orgs.commands import OrgCommand
from hvac.sandbox.files import LEDGER, write_company
from hvac.sandbox.fill import APP, SEED
from hvac.sandbox.story import NAME


class Command(OrgCommand):
    """Writes files with --out, loads with --execute, and with neither says what it would do."""

    help = (
        "Make an invented HVAC company: CSV files of all its tables with --out, or loaded into --org with --execute. The same "
        "seed, day and scale always give the same company; what was planted in it stands in the ledger beside the files."
    )
    previews = True
    creates_org = True

    def add_arguments(self, parser: CommandParser) -> None:
        """Add what fixes the company, and where it goes."""
        super().add_arguments(parser)
        parser.add_argument(
            "--as-of", type=_date, metavar="DAY", help="the company's today, 2026-11-21; today without it"
        )
        parser.add_argument("--scale", type=_scale, default=1.0, help="1 is about 2,000 calls a year (default 1)")
        parser.add_argument("--seed", type=int, default=SEED, help="another seed is another company")
        parser.add_argument(
            "--out", type=Path, metavar="FOLDER", help="write the files there; files of the same names are replaced"
        )
        parser.add_argument("--clean", action="store_true", help="plant no anomalies")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, and load where asked, and tell how many rows each table has."""
        as_of = options["as_of"] or timezone.localdate()
        loads = self.acts(options)
        org = self.find_org(options) if loads else None
        folder = options["out"] or (sample_folder(org, APP) if org else None)
        if folder is None or options["dry_run"]:
            self.say(
                f"Would make a company as of {as_of} at scale {options['scale']:g}. Add --out FOLDER or --execute."
            )
            return
        try:
            counts = write_company(
                folder, seed=options["seed"], as_of=as_of, scale=options["scale"], name=options["org"] or NAME,
                flawed=not options["clean"],
            )  # fmt: skip
        except OSError as error:
            raise CommandError(f"The files cannot be written: {error.strerror}: {error.filename}") from error
        loaded = load_folder(org, folder) if org else None
        data = {"as_of": as_of, "scale": options["scale"], "tables": counts, "folder": str(folder), "loaded": loaded}
        self.emit(options, data, ("Table", "Rows"), sorted(counts.items()))
        self.say(f"The ledger is in {folder / LEDGER}." + (f" Loaded: {loaded}." if loaded else ""))


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is no day such as 2026-11-21") from None


def _scale(text: str) -> float:
    try:
        scale = float(text)
    except ValueError:
        scale = math.nan
    if not 0.05 <= scale <= 1_000:
        raise argparse.ArgumentTypeError(f"“{text}” is no number from 0.05 to 1000")
    return scale
