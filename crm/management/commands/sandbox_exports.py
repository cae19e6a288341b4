"""Writes a moving company's invented exports, with the ledger of what is true about them."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from aiop.sandbox.world import Ledger
from crm.sandbox.generate import generate
from crm.sandbox.pool import SCALES
from crm.sandbox.update import generate_update


class Command(BaseCommand):
    """`sandbox_exports FOLDER --scale small --seed 7`; the same options always write the same bytes."""

    help = "Write the seven kinds of export of an invented moving company, and the ledger of truth beside them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder, and what fixes the company: scale, seed and name."""
        parser.add_argument("folder", type=Path, help="where to write; files of the same names are replaced")
        parser.add_argument("--scale", choices=sorted(SCALES), default="small", help="small is one hundredth of full")
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument("--company", default="letsmove", help="another name is another company")
        parser.add_argument("--update", action="store_true", help="write the exports of a week later instead")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the files and tell how many rows each has."""
        if options["dry_run"]:
            self.stdout.write(f"Would write the exports of {options['company']} into {options['folder']}.")
            return
        write = generate_update if options["update"] else generate
        try:
            ledger = write(options["folder"], seed=options["seed"], scale=options["scale"], company=options["company"])
        except OSError as error:
            raise CommandError(f"The exports cannot be written: {error.strerror}: {error.filename}") from error
        self._tell(ledger, as_json=options["json"])

    def _tell(self, ledger: Ledger, *, as_json: bool) -> None:
        files = list(ledger.rows("files"))
        if as_json:
            self.stdout.write(json.dumps({"files": files, "ledger": str(ledger.folder)}, ensure_ascii=False))
            return
        for entry in files:
            self.stdout.write(f"{entry['genuine_rows']:>9,}  {entry['file']}")
        self.stdout.write(f"The ledger is in {ledger.folder}.")
