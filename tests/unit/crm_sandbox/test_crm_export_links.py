"""The ledger's links are those that the link rules give when they are applied by brute force to the files' text."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from aiop.sandbox.world import Ledger
from aiop.values.branch_name import branch_marks
from aiop.values.dates import date as day
from aiop.values.email import email_key
from aiop.values.markers import is_test_name
from aiop.values.moments import moment
from aiop.values.numbers import identifier
from aiop.values.person_name import names_compatible
from aiop.values.phone import phone_key
from crm.sandbox.files import natural_hash
from crm.sandbox.generate import generate
from tests.unit.crm_sandbox.conftest import ReadKind, Row, genuine_rows

WON = ("booked", "closed", "completed")


@dataclass
class Party:
    """A customer as the rules make them, from the texts of rows."""

    founder: str
    name: str
    emails: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    leads: list[date] = field(default_factory=list)
    conversions: list[date] = field(default_factory=list)

    def add(self, row: tuple[str, str | None, str | None]) -> None:
        """Keep the contacts of a row."""
        self.emails |= {row[1]} if row[1] else set()
        self.phones |= {row[2]} if row[2] else set()


def is_test(name: str, branch: str) -> bool:
    return is_test_name(name) or "test" in branch_marks(branch)


def quote_of(row: Row) -> str:
    return identifier(row["Quote #"]) or ""


def lead_day(row: Row) -> date:
    received = moment(row["Received at"], ZoneInfo("America/Toronto"))
    assert received is not None
    return received.date()


class Rules:
    """Applies rules R1 to R5 to the rows of an export."""

    def __init__(self, read_kind: ReadKind) -> None:
        self.bookings = {quote_of(row): row for row in read_kind("booked_opportunities")}
        self.jobs = read_kind("jobs")
        self.leads = read_kind("lead_status")
        self.losses = read_kind("lost_leads")
        self.bad_leads = read_kind("bad_leads")
        self.parties: list[Party] = []
        self.of_booking: dict[str, Party] = {}
        self.of_job: dict[str, Party] = {}
        self.routes: dict[str, str] = {}
        self._by_email: dict[str, list[Party]] = defaultdict(list)
        self._by_phone: dict[str, list[Party]] = defaultdict(list)
        self._customers_from_bookings()
        self._customers_from_jobs()
        self._timeline()

    def _join(self, founder: str, name: str, email: str | None, phone: str | None) -> Party:
        for key, index in ((email, self._by_email), (phone, self._by_phone)):
            fits = [party for party in index.get(key or "", ()) if names_compatible(party.name, name)]
            if len(fits) == 1:
                return self._with_contacts(fits[0], name, email, phone)
            assert not fits, "the sandbox promises that at most one customer fits"
        party = Party(founder, name)
        self.parties.append(party)
        return self._with_contacts(party, name, email, phone)

    def _with_contacts(self, party: Party, name: str, email: str | None, phone: str | None) -> Party:
        if email and email not in party.emails:
            self._by_email[email].append(party)
        if phone and phone not in party.phones:
            self._by_phone[phone].append(party)
        party.add((name, email, phone))
        return party

    def _customers_from_bookings(self) -> None:
        real = [row for row in self.bookings.values() if not is_test(row["Customer Name"], row["Branch"])]
        for row in sorted(real, key=lambda row: (str(day(row["Booked Date"])), quote_of(row))):
            contact = email_key(row["Email"]), phone_key(row["Phone Number"])
            party = self._join(f"BO:{quote_of(row)}", row["Customer Name"], *contact)
            self.of_booking[quote_of(row)] = party
            party.conversions += [found for found in [day(row["Booked Date"])] if found]

    def _customers_from_jobs(self) -> None:
        for row in sorted(self.jobs, key=lambda row: (str(day(row["Job Date"])), row["Job Id"])):
            won = row["Opportunity Status"].lower() in WON
            if not won or is_test(row["Customer Name"], row["Branch Name"]):
                continue
            job, contact = row["Job Id"], (email_key(row["Customer Email"]), phone_key(row["Customer Phone"]))
            quote = row["Job Number"].rpartition("-")[0]
            if quote in self.of_booking:
                self.of_job[job], self.routes[job] = self.of_booking[quote], "quote"
                self._with_contacts(self.of_job[job], row["Customer Name"], *contact)
            elif any(contact):
                self.of_job[job] = self._join(f"J:{job}", row["Customer Name"], *contact)
                self.routes[job] = "contact"
            else:
                continue
            converted = day(row["Booked at Utc"]) or day(row["Job Date"])
            self.of_job[job].conversions += [converted] if converted else []

    def customer_of_bad_lead(self, row: Row) -> Party | None:
        email, phone = email_key(row["Customer Email"]) or "", phone_key(row["Customer Phone"]) or ""
        near = [*self._by_email.get(email, ()), *self._by_phone.get(phone, ())]
        fits = {id(party): party for party in near if names_compatible(party.name, row["Customer Name"])}
        return next(iter(fits.values())) if len(fits) == 1 else None

    def lead_contacts(self) -> list[tuple[str, date, str, str | None, str | None]]:
        jobs: dict[str, Row] = {}
        for row in self.jobs:
            jobs.setdefault(row["Job Number"].rpartition("-")[0], row)
        contacts = []
        for lead in self.leads:
            quote = quote_of(lead)
            booking, job = self.bookings.get(quote), jobs.get(quote)
            if booking is not None:
                name, email, phone = booking["Customer Name"], booking["Email"], booking["Phone Number"]
            elif job is not None:
                name, email, phone = job["Customer Name"], job["Customer Email"], job["Customer Phone"]
            else:
                continue
            contacts.append((quote, lead_day(lead), name, email_key(email), phone_key(phone)))
        return contacts

    def bad_lead_quotes(self) -> list[str | None]:
        by_email, by_phone = defaultdict(list), defaultdict(list)
        for contact in self.lead_contacts():
            by_email[contact[3]].append(contact)
            by_phone[contact[4]].append(contact)
        found = []
        for row in self.bad_leads:
            received = day(row["Date Lead Received"])
            assert received is not None
            quote = None
            routes = ((email_key(row["Customer Email"]), by_email), (phone_key(row["Customer Phone"]), by_phone))
            for key, index in routes:
                near = [
                    (abs(contact[1] - received), int(contact[0]))
                    for contact in (index.get(key, ()) if key else ())
                    if names_compatible(contact[2], row["Customer Name"])
                    and abs(contact[1] - received) <= timedelta(days=90)
                ]
                quote = quote or (str(min(near)[1]) if near else None)
            found.append(quote)
        return found

    def _timeline(self) -> None:
        days = [(quote_of(row), lead_day(row)) for row in self.leads]
        days += [(quote_of(row), found) for row in self.losses if (found := day(row["Date Received"]))]
        for quote, received in days:
            if quote in self.of_booking:
                self.of_booking[quote].leads.append(received)
        for row in self.bad_leads:
            party = self.customer_of_bad_lead(row)
            if party is not None:
                received_day = day(row["Date Lead Received"])
                assert received_day is not None
                party.leads.append(received_day)


@pytest.fixture(scope="module")
def rules(read_kind: ReadKind) -> Rules:
    return Rules(read_kind)


def test_leads_and_losses_link_to_the_booking_of_their_quote(rules: Rules, truth: Ledger) -> None:
    expected = {(row["kind"], row["quote"]): row["booking"] for row in truth.rows("quote_links")}
    found = {
        (kind, quote_of(row)): quote_of(row) if quote_of(row) in rules.bookings else None
        for kind, rows in (("lead_status", rules.leads), ("lost_leads", rules.losses))
        for row in rows
    }
    assert found == expected
    assert sum(booking is not None for booking in found.values()) > 500


def test_jobs_link_to_customers_by_quote_first_and_by_contact_second(rules: Rules, truth: Ledger) -> None:
    expected = {row["job_id"]: (row["route"], row["customer"]) for row in truth.rows("jobs")}
    found = {
        row["Job Id"]: (rules.routes.get(row["Job Id"]), getattr(rules.of_job.get(row["Job Id"]), "founder", None))
        for row in rules.jobs
    }
    assert found == expected
    assert {"quote", "contact", None} == {route for route, _ in found.values()}


def test_customers_are_those_of_the_bookings_and_won_jobs(rules: Rules, truth: Ledger) -> None:
    expected = {row["customer"]: (row["emails"], row["phones"]) for row in truth.rows("customers")}
    found = {party.founder: (" ".join(sorted(party.emails)), " ".join(sorted(party.phones))) for party in rules.parties}
    assert found == expected
    bookings = {
        quote: rules.of_booking[quote].founder if quote in rules.of_booking else None for quote in rules.bookings
    }
    assert bookings == truth.mapping("bookings")


def test_bad_leads_link_to_the_nearest_lead_of_the_same_person(rules: Rules, truth: Ledger) -> None:
    expected = [row["quote"] for row in truth.rows("bad_leads")]
    assert rules.bad_lead_quotes() == expected
    assert 0 < sum(quote is None for quote in expected) < len(expected)


def test_bad_leads_belong_to_the_one_customer_who_fits(rules: Rules, truth: Ledger) -> None:
    found = [rules.customer_of_bad_lead(row) for row in rules.bad_leads]
    expected = [row["customer"] for row in truth.rows("bad_leads")]
    assert [party.founder if party else None for party in found] == expected


def test_the_timeline_is_the_earliest_lead_and_the_earliest_conversion(rules: Rules, truth: Ledger) -> None:
    expected = {row["customer"]: (row["first_lead_date"], row["conversion_date"]) for row in truth.rows("timeline")}

    def earliest(days: list[date]) -> str | None:
        return min(days).isoformat() if days else None

    assert {party.founder: (earliest(party.leads), earliest(party.conversions)) for party in rules.parties} == expected


def test_the_link_counts_are_those_of_the_checks(rules: Rules, truth: Ledger) -> None:
    checks = truth.mapping("checks")
    assert checks["jobs_linked"] == len(rules.of_job)
    assert checks["customers"] == len(rules.parties)
    assert checks["bad_leads_linked"] == sum(quote is not None for quote in rules.bad_lead_quotes())


def test_after_a_later_export_the_rules_give_what_the_later_ledger_says(
    read_kind: ReadKind, read_later: ReadKind, later_folder: Path
) -> None:
    rules = Rules(lambda kind: merged(kind, read_kind(kind), read_later(kind)))
    ledger = Ledger(later_folder / "ledger")
    assert {job: party.founder for job, party in rules.of_job.items()} == {
        row["job_id"]: row["customer"] for row in ledger.rows("jobs") if row["customer"]
    }
    quotes = dict(zip(map(bad_lead_key, rules.bad_leads), rules.bad_lead_quotes(), strict=True))
    assert quotes == {row["natural_hash"]: row["quote"] for row in ledger.rows("bad_leads")}


def bad_lead_key(row: Row) -> str:
    return natural_hash(list(row.values())[:6])


def merged(kind: str, first: list[Row], later: list[Row]) -> list[Row]:
    """Give the rows that stand after both exports: a later row replaces the earlier one of its key."""
    keys = {"jobs": lambda row: row["Job Id"], "bad_leads": bad_lead_key}
    key = keys.get(kind, quote_of)
    return list({key(row): row for row in (*first, *later)}.values())


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 11])
def test_other_seeds_keep_the_promise_that_at_most_one_customer_fits(tmp_path: Path, seed: int) -> None:
    ledger = generate(tmp_path, seed=seed, scale="small", company="overland")
    rules = Rules(lambda kind: genuine_rows(tmp_path, ledger, kind))
    assert {party.founder for party in rules.parties} == {row["customer"] for row in ledger.rows("customers")}
    assert rules.bad_lead_quotes() == [row["quote"] for row in ledger.rows("bad_leads")]
