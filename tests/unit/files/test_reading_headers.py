"""Header variants and file names meet under one key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiop.files.reading.headers import FileName, clean_file_name, header_key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Name        ", "name"),
        ("\ufeffName", "name"),
        ("Job\u00a0 Number", "job number"),
        ("job_number", "job number"),
        ("jobNumber", "job number"),
        ("JOB-NUMBER", "job number"),
        ("% Bad", "percent bad"),
        ("% Missed (w/VM) ", "percent missed w vm"),
        ("# Inbound", "count inbound"),
        ("#Inbound", "count inbound"),
        ("Quote #", "quote number"),
        ("Avg. Calls/Day", "avg calls day"),
        ("Est. Dollar Amount", "est dollar amount"),
        ("Created at Utc", "created at utc"),
        ("createdAtUTC", "created at utc"),
        ("Customer's E-Mail", "customers e mail"),
        ("Labor & Materials", "labor and materials"),
        ("Job\nNumber", "job number"),
        ("Montréal", "montréal"),
        ("  ", ""),
    ],
)
def test_header_variants_meet(text: str, key: str) -> None:
    assert header_key(text) == key


@given(st.text(max_size=40))
def test_a_key_is_its_own_key_and_blanks_around_do_not_matter(text: str) -> None:
    key = header_key(text)
    assert header_key(f" \u00a0{text} \t") == key
    assert key == " ".join(key.split())


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("bad-leads.xlsx - data.csv", FileName("bad-leads")),
        ("sales-person-performance (1).xlsx - data (1).csv", FileName("sales-person-performance")),
        ("2019.xlsx - jobs.csv", FileName("2019", "jobs")),
        ("RingCentral_PR_Users_Users_11_3_2025_9_04_11_AM.xlsx - Users.csv",
         FileName("RingCentral_PR_Users_Users_11_3_2025_9_04_11_AM", "Users")),
        ("lead-status (12).csv", FileName("lead-status")),
        ("lead-status - Copy (2).csv", FileName("lead-status")),
        ("C:\\Users\\ann\\Downloads\\lead-status.csv", FileName("lead-status")),
        ("/exports/2024.XLSX", FileName("2024")),
        ("jobs.csv (1).csv", FileName("jobs")),
        (".csv", FileName("")),
    ],
)  # fmt: skip
def test_file_names_lose_what_browsers_and_people_add(name: str, parts: FileName) -> None:
    assert clean_file_name(name) == parts
