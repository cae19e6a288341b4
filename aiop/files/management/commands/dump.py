"""`dump KIND`: the rows of a table as CSV, re-loadable with zero changes."""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from aiop.files.exports import record_export
from aiop.loading.dump import dump
from aiop.loading.kind import all_kinds, kind_named
from aiop.orgs.commands import OrgCommand
from aiop.orgs.context import org_context


class Command(OrgCommand):
    """Streams to standard output, or to a file."""

    help = "Write the rows of a kind as CSV, safe for spreadsheets; loading the file again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add which rows, and where to."""
        super().add_arguments(parser)
        parser.add_argument("kind", choices=[kind.name for kind in all_kinds()], metavar="KIND",
                            help=", ".join(kind.name for kind in all_kinds()))  # fmt: skip
        parser.add_argument("--output", metavar="FILE", type=Path, help="write to this file instead")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the rows."""
        kind, org, target = kind_named(options["kind"]), self.find_org(options), options["output"]
        if options["json"] and target is None:
            raise CommandError("With --json say where the rows go: --output FILE.", returncode=2)
        try:
            with org_context(org, actor="command line"):
                rows = kind.model._default_manager.count()
                if not options["dry_run"]:
                    record_export(org, kind.name, {}, "csv", by="command line", rows=rows)
                    self._write(kind.name, org.pk, target)
        except OSError as error:
            raise CommandError(_why(error, target)) from error
        if target is not None:
            data = {"kind": kind.name, "rows": rows, "file": str(target)}
            self.emit(options, data, ("Kind", "Rows", "File"), [(kind.name, rows, str(target))])

    def _write(self, kind: str, org_id: int, target: Path | None) -> None:
        if target is not None:
            with target.open("wb") as sink:
                sink.writelines(dump(kind_named(kind), org_id))
            return
        # Blocks are cut anywhere, so bytes go out as they are where standard output takes them.
        raw = getattr(self.stdout._out, "buffer", None)
        if raw is not None and self.stdout._out is sys.stdout:
            raw.writelines(dump(kind_named(kind), org_id))
            return
        text = b"".join(dump(kind_named(kind), org_id)).decode()
        self.stdout.write(text, ending="")


def _why(error: OSError, target: Path | None) -> str:
    where = str(target) if target else "standard output"
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return f"The disk is full: {where} is not complete. Make room, then dump again."
    return f"{where} cannot be written ({error.strerror})."
