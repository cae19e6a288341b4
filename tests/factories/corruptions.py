"""Ways in which a lead pool goes wrong, each a statement of SQL on some of its rows: broken loads, lost links, spreadsheets, slips.

Each names what it needs: a few rows are enough where a row is impossible, a share of a table where what is wrong is that there is
so much of it. Where days are missing it is the rows that these days would have brought that show it: of a pool at a hundredth of its
size, which brings between one and eight rows a week, the days that brought twelve to forty are gone; of one at a tenth, one or two weeks.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Corruption:
    """What goes wrong, in which table, to which rows, how many of them at least and at most (below 1: a share of them).

    With `day`, the rows of neighbouring days: so many days or, `in_days` not said, days with so many rows. The last of them lies
    `ends` days ago.
    """

    name: str
    table: str
    act: str
    where: str = "true"
    least: float = 1
    most: float = 25
    day: str = ""
    ends: tuple[int, int] = (0, 0)
    in_days: bool = False


def _set(name: str, table: str, to: str, where: str = "true", least: float = 1, most: float = 25) -> Corruption:
    return Corruption(name, table, f'UPDATE "{table}" SET {to} WHERE id = ANY(%(ids)s)', where, least, most)


_WON = "opportunity_status IN ('BOOKED', 'CLOSED') AND NOT is_duplicate AND NOT is_test"
_REAL = "NOT is_test"
FAMILIES = (
    # Columns that a changed export no longer fills.
    _set("statuses read as blank", "crm_job", "opportunity_status = NULL", f"{_REAL} AND customer_id IS NULL"),
    _set("booking dates lost", "crm_job", "booked_date = NULL", _WON),
    _set("e-mails lost", "crm_job", "email_key = NULL, customer_email = NULL", _WON, 0.25, 0.6),
    _set("phones lost", "crm_job", "phone_key = NULL, customer_phone = NULL", _WON, 0.25, 0.6),
    _set("places lost", "crm_job", "origin_city = NULL", _WON, 0.3, 0.7),
    # Links that a step or a merge lost, or made wrongly.
    _set("won jobs lose their customer", "crm_job", "customer_id = NULL",
         f"{_WON} AND customer_id IS NOT NULL AND coalesce(email_key, phone_key) IS NOT NULL", 0.06, 0.5),
    _set("bookings lose their customer", "crm_bookedopportunity", "customer_id = NULL", f"{_REAL} AND customer_id IS NOT NULL"),
    _set("bookings get another's customer", "crm_bookedopportunity",
         "customer_id = (SELECT min(c.id) FROM crm_customer c WHERE c.id <> crm_bookedopportunity.customer_id)",
         f"{_REAL} AND quote_number IN (SELECT quote_number FROM crm_job WHERE customer_id IS NOT NULL AND NOT is_test)"),
    _set("leads lose their booking", "crm_leadstatus", "booked_opportunity_id = NULL",
         f"{_REAL} AND booked_opportunity_id IS NOT NULL"),
    _set("leads get another quote's booking", "crm_leadstatus",
         "booked_opportunity_id = (SELECT min(b.id) FROM crm_bookedopportunity b WHERE b.quote_number <> crm_leadstatus.quote_number)",
         f"{_REAL} AND booked_opportunity_id IS NOT NULL"),
    _set("lost leads get another quote's booking", "crm_lostlead",
         "booked_opportunity_id = (SELECT min(b.id) FROM crm_bookedopportunity b WHERE b.quote_number <> crm_lostlead.quote_number)",
         _REAL),
    _set("bad leads lose their lead", "crm_badlead", "lead_status_id = NULL",
         f"{_REAL} AND lead_status_id IS NOT NULL", 0.3, 1.0),
    _set("branches lost", "crm_job", "branch_id = NULL", "branch_name IS NOT NULL AND branch_id IS NOT NULL"),
    _set("sources lost", "crm_leadstatus", "lead_source_id = NULL", "referral_source IS NOT NULL AND lead_source_id IS NOT NULL"),
    _set("sellers lost", "crm_bookedopportunity", "sales_person_id = NULL",
         "sales_person_name IS NOT NULL AND sales_person_id IS NOT NULL"),
    _set("results lose their seller", "crm_salesperformance", "sales_person_id = NULL",
         f"{_REAL} AND sales_person_id IS NOT NULL AND NOT not_a_seller", 1, 5),
    # What a spreadsheet or a hand does to values.
    _set("amounts below zero", "crm_job", "total_estimated_cost = -abs(coalesce(total_estimated_cost, 1)) - 1", _REAL),
    _set("amounts in cents", "crm_bookedopportunity", "estimated_amount = 100 * abs(coalesce(estimated_amount, 2000)) + 100001", _REAL),
    _set("lost amounts below zero", "crm_lostlead", "estimated_amount = -5", _REAL),
    _set("years slip", "crm_job", "job_date = date '1917-03-05' + (id %% 300)::int", _REAL),
    _set("years run ahead", "crm_job", "job_date = %(today)s::date + 900", _REAL),
    _set("quote numbers get zeros", "crm_leadstatus", "quote_number = '00' || (SELECT max(o.quote_number) FROM crm_leadstatus o WHERE o.id <> crm_leadstatus.id)",
         _REAL, 1, 1),
    _set("quote numbers get a point", "crm_bookedopportunity",
         "quote_number = (SELECT max(o.quote_number) FROM crm_bookedopportunity o WHERE o.id <> crm_bookedopportunity.id) || '.0'", _REAL, 1, 1),
    _set("percentages edited", "crm_salesperformance", "percent_booked = percent_booked + 3",
         f"{_REAL} AND percent_booked IS NOT NULL AND leads_received > 0", 1, 5),
    _set("placeholders for e-mails", "crm_bookedopportunity", "email = 'none', email_key = NULL", f"{_REAL} AND email IS NOT NULL", 0.1, 0.5),
    _set("everything is a test", "crm_leadstatus", "is_test = true", _REAL, 0.05, 0.4),
    _set("jobs taken for duplicates", "crm_job", "is_duplicate = true", f"{_REAL} AND NOT is_duplicate", 0.1, 0.4),
    _set("statuses mixed up", "crm_leadstatus", "status = 'Booked'",
         f"{_REAL} AND NOT EXISTS (SELECT FROM crm_bookedopportunity b WHERE b.quote_number = crm_leadstatus.quote_number)"),
    # Customers.
    _set("first leads in the future", "crm_customer", "first_lead_date = conversion_date + 40", "conversion_date IS NOT NULL"),
    _set("merges without a decision", "crm_customer", "merged_into_id = (SELECT max(c.id) FROM crm_customer c WHERE c.id <> crm_customer.id)",
         "merged_into_id IS NULL"),
    Corruption("contacts lost", "crm_contactpoint", "DELETE FROM crm_contactpoint WHERE customer_id IN (SELECT customer_id FROM crm_contactpoint WHERE id = ANY(%(ids)s)); "
               "UPDATE crm_customer c SET email = NULL, phone = NULL WHERE NOT EXISTS (SELECT FROM crm_contactpoint p WHERE p.customer_id = c.id)"),
    # Rows that are missing, or there too often.
    Corruption("leads cut off", "crm_leadstatus",
               "UPDATE crm_badlead SET lead_status_id = NULL WHERE lead_status_id = ANY(%(ids)s); DELETE FROM crm_leadstatus WHERE id = ANY(%(ids)s)",
               f"{_REAL} AND booked_opportunity_id IS NOT NULL", 0.06, 0.5),
    Corruption("bookings missing", "crm_bookedopportunity",
               "UPDATE crm_leadstatus SET booked_opportunity_id = NULL WHERE booked_opportunity_id = ANY(%(ids)s); "
               "UPDATE crm_lostlead SET booked_opportunity_id = NULL WHERE booked_opportunity_id = ANY(%(ids)s); "
               "DELETE FROM crm_bookedopportunity WHERE id = ANY(%(ids)s)",
               f"{_REAL} AND quote_number IN (SELECT quote_number FROM crm_leadstatus WHERE NOT is_test AND status ~* '^(booked|completed|closed)')"),
)  # fmt: skip


_DROPPED = {
    "crm_leadstatus": "UPDATE crm_badlead SET lead_status_id = NULL WHERE lead_status_id = ANY(%(ids)s); ",
    "crm_bookedopportunity": "UPDATE crm_leadstatus SET booked_opportunity_id = NULL WHERE booked_opportunity_id = ANY(%(ids)s); "
    "UPDATE crm_lostlead SET booked_opportunity_id = NULL WHERE booked_opportunity_id = ANY(%(ids)s); ",
}
_DAYS = {
    "crm_leadstatus": "(received_at AT TIME ZONE 'America/Toronto')::date",
    "crm_badlead": "date_lead_received",
    "crm_lostlead": "lost_date",
    "crm_job": "quote_created_date",
    "crm_bookedopportunity": "booked_date",
}


def _days_missing(words: str, ends: tuple[int, int], least: int, most: int, *, in_days: bool) -> tuple[Corruption, ...]:
    return tuple(
        Corruption(f"{table}: {words}", table, f'{_DROPPED.get(table, "")}DELETE FROM "{table}" WHERE id = ANY(%(ids)s)', _REAL,
                   least, most, day, ends, in_days)
        for table, day in _DAYS.items()
    )  # fmt: skip


MISSING_DAYS = (
    *_days_missing("the last days missing", (0, 0), 12, 40, in_days=False),
    *_days_missing("days in between missing", (5, 25), 12, 40, in_days=False),
)
MISSING_WEEKS = (
    *_days_missing("the last week or two missing", (0, 0), 7, 14, in_days=True),
    *_days_missing("a week or two in between missing", (5, 20), 7, 14, in_days=True),
)


def corrupt(corruption: Corruption, chance: random.Random, today: dt.date) -> int:
    """Do it to some rows; gives how many, 0 where the pool has none that it could be done to. Call inside `org_context`."""
    with connection.cursor() as cursor:
        chosen = (_of_days if corruption.day else _anywhere)(cursor, corruption, chance, today)
        if chosen:
            for statement in corruption.act.split(";"):
                cursor.execute(statement, {"ids": chosen, "today": today})
    return len(chosen)


def _anywhere(cursor: Any, corruption: Corruption, chance: random.Random, today: dt.date) -> list[int]:
    cursor.execute(f'SELECT id FROM "{corruption.table}" WHERE {corruption.where} ORDER BY id')
    ids = [row[0] for row in cursor.fetchall()]
    return chance.sample(ids, _number(corruption, len(ids), chance))


def _of_days(cursor: Any, corruption: Corruption, chance: random.Random, today: dt.date) -> list[int]:
    last = today - dt.timedelta(days=chance.randint(*corruption.ends))
    cursor.execute(
        f'SELECT id, {corruption.day} AS day FROM "{corruption.table}" '
        f"WHERE {corruption.where} AND {corruption.day} <= %s ORDER BY day DESC, id",
        [last],
    )
    rows = cursor.fetchall()
    # Today is not over: its rows go too, and do not count.
    whole = [day for _, day in rows if day < today]
    number = _number(corruption, len(whole), chance)
    first = last - dt.timedelta(days=number - 1) if corruption.in_days else whole[number - 1]
    return [row for row, day in rows if day >= first]


def _number(corruption: Corruption, rows: int, chance: random.Random) -> int:
    draw: Callable[[float, float], float] = chance.uniform
    wanted = draw(corruption.least, corruption.most)
    return min(rows, max(1, round(wanted * rows if corruption.most <= 1 and corruption.least < 1 else wanted)))
