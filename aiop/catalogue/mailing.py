"""Entries sent by e-mail on a timetable: the first rows in the mail, all of them beside it as CSV; each day's mail once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.http import QueryDict
from django.utils import timezone

from aiop.catalogue.asking import kept, query
from aiop.catalogue.entries import Entry, UnknownEntry
from aiop.catalogue.exporting import all_rows
from aiop.catalogue.head import RefusedEntry
from aiop.catalogue.models import Subscription, Use
from aiop.catalogue.parameters import WrongValue
from aiop.catalogue.plans import TooDear
from aiop.catalogue.reader import QuestionRefused, ReaderMissing
from aiop.catalogue.run import Answer, answer
from aiop.catalogue.shelf import entry_for, may
from aiop.catalogue.using import note_use
from aiop.catalogue.written import written
from aiop.files.exports import record_export
from aiop.files.row_files import as_file
from aiop.orgs.access import memberships_of
from aiop.orgs.apps_used import unused
from aiop.orgs.commands import table
from aiop.orgs.context import org_context
from aiop.orgs.models import Org, User

_SHOWN, _MOST_BYTES = 20, 10 * 1024 * 1024
_MONDAY = 0


def due(subscription: Subscription, now: dt.datetime, zone: dt.tzinfo) -> dt.date | None:
    """Give the day whose mail is due at `now`, None where none is; a day that was missed is not made up."""
    local = now.astimezone(zone)
    day = local.date()
    if not subscription.is_on or local.hour < subscription.hour or subscription.sent_on == day:
        return None
    every = Subscription.Every
    falls = {every.DAY: True, every.WEEK: day.weekday() == _MONDAY, every.MONTH: day.day == 1}
    return day if falls[every(subscription.every)] else None


def send_due(org: Org, now: dt.datetime) -> tuple[int, list[str]]:
    """Send what is due in an organisation; gives how many mails went, and a sentence for each that could not."""
    sent, problems = 0, []
    if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend") and not settings.EMAIL_HOST:
        return _unsent(org, now)
    with org_context(org, actor="catalogue"):
        subscriptions = list(Subscription.objects.for_org(org).filter(is_on=True).select_related("user").order_by("id"))
    for subscription in subscriptions:
        day = due(subscription, now, org.zone)
        if day is None or not _claim(org, subscription, day):
            continue
        try:
            _send(org, subscription)
            sent += 1
        except (OSError, UnknownEntry, RefusedEntry, WrongValue, TooDear, QuestionRefused, ReaderMissing) as error:
            problems.append(f"{subscription.entry} to {subscription.to.split()[0]}: {error}")
    return sent, problems


def _unsent(org: Org, now: dt.datetime) -> tuple[int, list[str]]:
    """Say what would have gone, had there been a mail server."""
    with org_context(org, actor="catalogue"):
        waiting = sum(
            due(one, now, org.zone) is not None for one in Subscription.objects.for_org(org).filter(is_on=True)
        )
    return 0, [f"{waiting} mails are due, and no mail server is set (EMAIL_HOST)."] if waiting else []


def _claim(org: Org, subscription: Subscription, day: dt.date) -> bool:
    """Take a day's mail for oneself, before it goes: of two workers one sends it, and a death in between sends none twice."""
    with org_context(org, actor="catalogue"):
        rows = Subscription.objects.for_org(org).filter(pk=subscription.pk).exclude(sent_on=day)
        return rows.update(sent_on=day) == 1


def _send(org: Org, subscription: Subscription) -> None:
    person = _with_rights(org, subscription.user)
    given = {str(key): str(value) for key, value in QueryDict(subscription.query).items()}
    with org_context(org, actor=person.get_username()):
        entry = entry_for(person, org, subscription.entry)
        if not may(person, entry, "export"):
            raise UnknownEntry(f"{person} may no longer take rows of “{entry.title}” out.")
        values = kept(entry.params.values(), given)
        found = answer(entry, org, values)
        note_use(entry, org, found, by=person.get_username(), through=Use.Through.MAIL)
        record_export(
            org,
            f"catalogue.{entry.name}",
            {**values, "to": subscription.to},
            "csv",
            by=person.get_username(),
            rows=found.total,
        )
    message(org, entry, found, values, subscription.to.split()).send()


def _with_rights(org: Org, person: User) -> User:
    """Give a person the rights that the role in the organisation gives today."""
    person.current_role = next((m.role for m in memberships_of(person) if m.org_id == org.pk), None)
    person.unused_apps = unused(org)
    if person.current_role is None or not person.is_active:
        raise UnknownEntry(f"{person} no longer belongs to {org}.")
    return person


def message(org: Org, entry: Entry, found: Answer, values: dict[str, Any], to: list[str]) -> EmailMessage:
    """Write the mail of an answer: plain text, so that nothing in a row can run; all rows as CSV, unless they are too many."""
    zone = org.zone
    shown = [
        [written(column, value, zone) for column, value in zip(found.columns, row, strict=True)]
        for row in found.rows[:_SHOWN]
    ]
    address = f"{settings.SITE_ADDRESS.rstrip('/')}/admin/catalogue/{entry.name}/?{query(entry, values)}"
    lines = [
        entry.head.question,
        "",
        table([column.title for column in found.columns], shown) if shown else "No rows fit.",
        "",
        f"{min(_SHOWN, found.total):,} of {found.total:,} rows, as of {timezone.localtime(timezone=zone):%d %b %Y %H:%M} ({org.time_zone}).",
        address,
    ]
    mail = EmailMessage(f"{org.name}: {entry.title}", "\n".join(lines), to=to)
    file = b"".join(as_file("csv", [column.name for column in entry.columns], all_rows(entry, org, values)))
    if len(file) <= _MOST_BYTES:
        mail.attach(f"{entry.name}.csv", file, "text/csv")
    return mail
