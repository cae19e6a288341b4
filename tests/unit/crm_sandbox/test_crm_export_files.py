"""The sandbox's exports look like the reports that they stand for: names, headers, row counts, shares and quirks."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from aiop.sandbox.world import Ledger
from aiop.values.branch_name import branch_marks
from aiop.values.dates import date
from aiop.values.durations import duration_minutes
from aiop.values.email import email_key
from aiop.values.errors import BadValue
from aiop.values.markers import is_test_name, is_totals_row
from aiop.values.numbers import integer, money, percent
from crm.sandbox.generate import generate
from tests.unit.crm_sandbox.conftest import ReadKind, Row

LEADS_HEADERS = (
    "Quote #,Branch Name,Status,Sales Person,Time to Contact,Referral Source,Lead Status,Service Type,Estimator"
)
BLANKS = {"", "-", "--", "nan", "None"}


def headers_of(folder: Path, name: str) -> list[str]:
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file))


def share_blank(rows: list[Row], header: str) -> float:
    return 100 * sum(row[header].strip() in BLANKS for row in rows) / len(rows)


def test_every_report_has_exactly_the_promised_rows(truth: Ledger) -> None:
    rows: Counter[str] = Counter()
    for entry in truth.rows("files"):
        rows[str(entry["kind"])] += int(entry["genuine_rows"] or 0)
    assert rows == {
        "jobs": 1_816,
        "lead_status": 2_772,
        "bad_leads": 2_932,
        "lost_leads": 1_293,
        "booked_opportunities": 566,
        "sales_performance": 149,
        "user_performance": 59,
    }


def test_files_carry_the_names_of_the_real_exports(export_folder: Path) -> None:
    assert {path.name for path in export_folder.glob("*.csv")} == {
        *(f"{year}.xlsx - jobs.csv" for year in range(2019, 2026)),
        "lead-status.csv",
        "bad-leads.xlsx - data.csv",
        "lost-leads-opportunities-details.xlsx - data.csv",
        "booked_opportunities.csv",
        "RingCentral_PR_Users_Users_11_18_2025_9_05_12_AM.xlsx - Users.csv",
        "sales-person-performance (1).xlsx - data (1).csv",
    }


def test_headers_are_those_of_the_reports(export_folder: Path) -> None:
    jobs = headers_of(export_folder, "2023.xlsx - jobs.csv")
    assert len(jobs) == len(set(jobs)) == 89
    assert jobs[:3] == ["Job Id", "Job Number", "Opportunity Status"]
    assert {"Actual Number of Crew", "Credit Card Fees Actual Cost", "Truck Fees Estimated Cost", "Wages"} < set(jobs)
    assert ",".join(headers_of(export_folder, "lead-status.csv")).startswith(LEADS_HEADERS)
    assert len(headers_of(export_folder, "booked_opportunities.csv")) == 20
    lost = headers_of(export_folder, "lost-leads-opportunities-details.xlsx - data.csv")
    assert ",".join(lost) == (
        "Quote #,Name,Lost Date,Move Date,Reason,Date Received,Time to First Contact,Est. Dollar Amount"
    )
    assert headers_of(export_folder, "sales-person-performance (1).xlsx - data (1).csv")[0] == "Name        "


def test_blank_shares_are_those_of_the_real_exports(read_kind: ReadKind) -> None:
    expected = {
        "jobs": (
            ("Customer Email", 5.0, 2),
            ("Customer Phone", 0.9, 1),
            ("Origin State", 2.7, 1.5),
            ("Destination State", 10.2, 2.5),
            ("Origin Street", 7.2, 2.5),
            ("Destination Street", 16.7, 3),
            ("Hourly Rate Billed", 62, 4),
        ),
        "bad_leads": (("Customer Email", 31.1, 3), ("Customer Phone", 2.4, 1), ("Move Date", 22.3, 3), ("Lead Bad Reason", 0.2, 0.3)),
        "lead_status": (("Time to Contact", 7.4, 2),),
        "booked_opportunities": (("Phone Number", 0.1, 0.3), ("Email", 0.35, 0.1)),
    }  # fmt: skip
    for kind, columns in expected.items():
        rows = read_kind(kind)
        for header, share, tolerance in columns:
            assert share_blank(rows, header) == pytest.approx(share, abs=tolerance), header


def test_quotes_have_one_two_or_three_jobs_in_the_known_shares(read_kind: ReadKind) -> None:
    quotes = Counter(row["Job Number"].rpartition("-")[0] for row in read_kind("jobs"))
    sizes = Counter(quotes.values())
    assert set(sizes) == {1, 2, 3}
    assert 100 * sizes[1] / len(quotes) == pytest.approx(91.1, abs=2.5)


def test_business_peaks_from_may_to_august(read_kind: ReadKind) -> None:
    months = Counter(date(row["Date Received"]).month for row in read_kind("lost_leads"))  # type: ignore[union-attr]
    assert min(months[month] for month in (5, 6, 7, 8)) > max(months[month] for month in (12, 1, 2))


def test_durations_are_in_the_reports_grammar_with_few_negative_ones(read_kind: ReadKind) -> None:
    texts = [row["Time to Contact"] for row in read_kind("lead_status")]
    minutes = [found for found in map(duration_minutes, texts) if found is not None]
    assert 0.3 < 100 * sum(found < 0 for found in minutes) / len(minutes) < 3
    assert any(re.match(r"\d+d", text) for text in texts)


def test_values_are_spelled_in_every_known_way(read_kind: ReadKind) -> None:
    phones = " ".join(row["Customer Phone"] for row in read_kind("bad_leads"))
    for shape in (r"\(\d{3}\) ", r"\+1 \(", r"\d{10}", r"\d{3}-\d{3}-\d{4}", r" x\d\d", r"(\d)\1{9}"):
        assert re.search(shape, phones), shape
    emails = [row["Customer Email"] for row in read_kind("bad_leads")]
    assert any(email != email.strip() for email in emails)
    assert any(email.isupper() for email in emails)
    assert any("@exmaple.com" in email.lower() for email in emails)
    leads = read_kind("lead_status")
    assert any(row["Service Date"] == "0/0/0" for row in leads)
    assert any(row["Quote #"].endswith(".0") for row in leads)
    statuses = {row["Opportunity Status"] for row in read_kind("jobs")}
    assert {"Closed", "CLOSED", "closed", "Completed", "Cancelled", "Lost", "Booked", "Quoted"} <= statuses


def test_contact_values_are_invented(read_kind: ReadKind) -> None:
    for row in read_kind("booked_opportunities"):
        key = email_key(row["Email"])
        assert key is None or re.search(r"@(example\.|exm|exa|mail|mial|inb|post|psot|none\.com|na\.com)", key)
        assert "555" in row["Phone Number"] or not row["Phone Number"].strip()


def test_what_the_customer_paid_is_mostly_the_sum_of_its_parts(read_kind: ReadKind) -> None:
    closed = [row for row in read_kind("jobs") if row["Total Actual Cost"]]
    agreeing = 0
    for row in closed:
        parts = [header for header in row if "Actual" in header and "Cost" in header and header != "Total Actual Cost"]
        amounts = [money(row[header]) or 0 for header in (*parts, "Actual Tax Amount", "Tip Amount")]
        agreeing += abs(float(sum(amounts)) - float(money(row["Total Actual Cost"]) or 0)) <= 1
    assert 100 * agreeing / len(closed) == pytest.approx(88, abs=5)


def test_test_rows_are_few_and_show_that_they_are_tests(read_kind: ReadKind, truth: Ledger) -> None:
    tests = {(row["kind"], row["key"]) for row in truth.rows("test_rows")}
    for row in read_kind("jobs"):
        shown = is_test_name(row["Customer Name"]) or "test" in branch_marks(row["Branch Name"])
        assert shown == (("jobs", row["Job Id"]) in tests)
    assert 0 < sum(kind == "bad_leads" for kind, _ in tests) < 40
    assert any("Testa" in row["Customer Name"] for row in read_kind("bad_leads")), "an innocent surname"


def test_rows_that_cannot_be_loaded_stand_where_the_ledger_says(export_folder: Path, truth: Ledger) -> None:
    parsers = (date, integer, money)
    entries = list(truth.rows("quarantine"))
    assert len(entries) == 3 * 7 + 2 + 1 + 2 + 2
    for entry in entries:
        with (export_folder / str(entry["file"])).open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file))
        cell = lines[int(entry["line"] or 0) - 1][lines[0].index(str(entry["column"]))]
        assert cell == entry["value"]
        if entry["column"] != "Quote #":
            assert all(refuses(parser, cell) for parser in parsers)


def refuses(parser: object, cell: str) -> bool:
    try:
        parser(cell)  # type: ignore[operator]
    except BadValue:
        return True
    return False


def test_totals_rows_stand_where_the_ledger_says(export_folder: Path, truth: Ledger) -> None:
    entries = list(truth.rows("totals_rows"))
    assert len(entries) == 3
    for entry in entries:
        with (export_folder / str(entry["file"])).open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file))
        assert len(lines) == entry["line"]
        assert is_totals_row(lines[-1])


def test_jobs_that_cannot_be_right_are_counted_in_the_checks(read_kind: ReadKind, truth: Ledger) -> None:
    checks, jobs = truth.mapping("checks"), read_kind("jobs")
    amounts = [money(row["Total Estimated Cost"]) or 0 for row in jobs]
    days = [found for row in jobs if (found := date(row["Job Date"]))]
    won = [row for row in jobs if row["Opportunity Status"].lower() in ("booked", "closed", "completed")]
    assert checks["job_estimates_negative_or_above_100000"] == sum(not 0 <= amount <= 100_000 for amount in amounts)
    assert checks["jobs_before_2015_or_two_years_ahead"] == sum(
        not "2015-01-01" <= day.isoformat() <= "2027-11-18" for day in days
    )
    assert checks["won_jobs_without_booking_stamp"] == sum(not row["Booked at Utc"] for row in won)


def test_duplicate_jobs_repeat_all_but_their_id(read_kind: ReadKind, truth: Ledger) -> None:
    jobs = {row["Job Id"]: row for row in read_kind("jobs")}
    pairs = list(truth.rows("duplicate_jobs"))
    assert pairs
    for pair in pairs:
        copy, original = jobs[str(pair["job_id"])], jobs[str(pair["original_job_id"])]
        assert {header for header in copy if copy[header] != original[header]} == {"Job Id"}


def test_one_sales_percentage_does_not_fit_its_count(read_kind: ReadKind, truth: Ledger) -> None:
    off = 0
    for row in read_kind("sales_performance"):
        received = integer(row["# Leads Received"]) or 0
        for outcome in ("Bad", "Sent", "Pending", "Booked", "Lost", "Cancelled"):
            share = 100 * (integer(row[outcome]) or 0) / received if received else 0
            off += abs(float(percent(row[f"% {outcome}"]) or 0) - share) > 0.1
    assert off == truth.mapping("checks")["sales_percent_off_its_count"]


def test_two_companies_share_some_quote_numbers_and_emails(read_kind: ReadKind, tmp_path: Path) -> None:
    generate(tmp_path, seed=8, scale="small", company="overland")
    with (tmp_path / "booked_opportunities.csv").open(encoding="utf-8", newline="") as file:
        others = list(csv.DictReader(file))
    ours = read_kind("booked_opportunities")
    assert {row["Quote #"].strip() for row in ours} & {row["Quote #"].strip() for row in others}
    shared = {email_key(row["Email"]) for row in ours} & {email_key(row["Email"]) for row in others}
    assert shared - {None}
