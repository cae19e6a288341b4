"""Matching from the command line: what is proposed, exported, decided by file, merged by zone, learnt and measured."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from aiop.identity.models import Candidate, Decision
from aiop.orgs.models import Org
from crm.models import Customer
from tests.unit.identity.pipeline.conftest import crowd, customer

pytestmark = pytest.mark.django_db(databases=["default", "owner", "side"])


def ask(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    """Run a command and give what it says as JSON."""
    capsys.readouterr()
    call_command(*words, "--org", "letsmove", "--json")
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.fixture
def twice(inside: Org) -> list[Customer]:
    """Give one person who is listed twice, among a crowd."""
    crowd(inside)
    listed = {
        "phone": "4165550188",
        "origin_address": "12 Harbor Pl",
        "origin_city": "Mapleton",
        "origin_zip": "M5V 2T6",
    }
    return [
        customer(inside, "Leonora Velmont", "leonora.velmont@example.com", listed_as="a", **listed),
        customer(inside, "Leonora Velmont", "leonora.velmont@example.com", listed_as="b", **listed),
    ]


def test_match_previews_by_default_and_exports_every_pair(
    twice: list[Customer], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(capsys, "match", "customers", "--full")
    assert Candidate.objects.count() == 0
    sheet = tmp_path / "pairs.csv"
    ask(capsys, "match", "customers", "--full", "--export", str(sheet), "--execute")
    with sheet.open(encoding="utf-8") as stream:
        (row,) = [row for row in csv.DictReader(stream) if {row["left"], row["right"]} == {"a", "b"}]
    assert float(row["probability"]) > 0.9
    assert Candidate.objects.count() >= 1


def test_what_is_matched_is_measured_merged_by_zone_and_decided_by_file(
    twice: list[Customer], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(capsys, "match", "customers", "--full", "--execute")
    truth = tmp_path / "truth.csv"
    truth.write_text("left,right\na,b\n", encoding="utf-8")
    assert "f1" in json.dumps(ask(capsys, "evaluate", "customers", "--truth", str(truth))).lower()
    ask(capsys, "merge", "customers", "--zone", "bulk")
    assert Decision.objects.count() == 0
    ask(capsys, "merge", "customers", "--zone", "bulk", "--execute")
    decisions = tmp_path / "decisions.csv"
    decisions.write_text("left,right,verdict,by,note\na,b,same,maya,both hers\n", encoding="utf-8")
    ask(capsys, "decide", str(decisions))
    ask(capsys, "decide", str(decisions), "--execute")
    twice[1].refresh_from_db()
    assert twice[1].merged_into_id == twice[0].pk


def test_learning_from_too_few_labels_says_so(twice: list[Customer], capsys: pytest.CaptureFixture[str]) -> None:
    ask(capsys, "match", "customers", "--full", "--execute")
    assert "label" in json.dumps(ask(capsys, "learn", "customers")).lower()
