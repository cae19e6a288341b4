"""The command that writes the sandbox's exports."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


def test_it_writes_the_files_and_prints_their_rows(tmp_path: Path) -> None:
    out = io.StringIO()
    call_command("sandbox_exports", str(tmp_path), "--scale", "small", "--seed", "3", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert sum(entry["genuine_rows"] for entry in told["files"]) == 1_816 + 2_772 + 2_932 + 1_293 + 566 + 149 + 59
    assert all((tmp_path / entry["file"]).exists() for entry in told["files"])


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    out = io.StringIO()
    call_command("sandbox_exports", str(tmp_path / "new"), "--dry-run", stdout=out)
    assert "Would write" in out.getvalue()
    assert not (tmp_path / "new").exists()


def test_a_folder_that_cannot_be_made_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("sandbox_exports", str(tmp_path / "taken"))
