"""Run as a program: fills a database with a company of hostile texts, and writes where its rows are shown."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from aiop.orgs.models import Org
from tests.browser.fill_office import PASSWORD

MARK = "Quillon"
# What the tests find in the server's folder of files.
ADDRESSES, REFUSED, ALERT, MAILS = "addresses.json", "refused.json", "alert.html", "mails"


def main() -> None:
    """Fill it."""
    django.setup()
    from aiop.catalogue.models import SavedQuestion, Subscription
    from aiop.orgs.context import org_context
    from aiop.orgs.models import Org, User
    from tests.factories.hostile_office import SCRIPT, poison
    from tests.integration.every_address import Rows, addresses, files_of_the_catalogue, of_the_catalogue
    from tests.integration.two_organisations import fill

    org = Org.objects.create(slug="hostile", name="Hostile", time_zone="America/Toronto")
    with tempfile.TemporaryDirectory(prefix="aiop-exports-") as folder:
        fill(org, Path(folder), MARK, 12)
    for user in User.objects.all():
        user.first_name, user.last_name = SCRIPT[:150], user.username
        user.set_password(PASSWORD)
        user.save()
    person = User.objects.get(username="hostile-administrator")
    with org_context(org, actor="mallory"):
        SavedQuestion.objects.create(org=org, entry="revenue_trends", title="kept", user=person)
        Subscription.objects.create(org=org, entry="revenue_by_branch", user=person, to="a@example.com")
    refused = poison(org)
    rows = Rows.of(org, MARK)
    var = Path(os.environ["AIOP_VAR"])
    pages = [*addresses(rows, checks=2), *of_the_catalogue(), *files_of_the_catalogue()]
    pages += [f"/admin/catalogue/kept/{pk}/" for pk in rows.ids["catalogue.savedquestion"]]
    (var / ADDRESSES).write_text(json.dumps(list(dict.fromkeys(pages))), encoding="utf-8")
    (var / REFUSED).write_text(json.dumps(refused), encoding="utf-8")
    org.refresh_from_db()
    write_mails(org, var)


def write_mails(org: Org, folder: Path) -> None:
    """Write the mail of an incident, and that of each entry, as they would go out."""
    from django.template.loader import render_to_string

    from aiop.alerts.channels.message import Message, Part
    from aiop.catalogue.entries import every
    from aiop.catalogue.mailing import message
    from aiop.catalogue.run import answer
    from aiop.orgs.context import org_context
    from tests.factories.hostile_office import FORMULA, SCRIPT

    part = Part("opening", SCRIPT, FORMULA, SCRIPT, SCRIPT, FORMULA, "", "https://aiop.example.com/", 1)
    said = render_to_string("alerts/mail.html", {"message": Message("key", org.name, [part])})
    (folder / ALERT).write_text(said, encoding="utf-8")
    (folder / MAILS).mkdir()
    for entry in every():
        asked = {"period": "all"} if "period" in entry.params else {}
        with org_context(org, actor="mallory"):
            mail = message(org, entry, answer(entry, org, asked), asked, ["a@example.com"])
        (folder / MAILS / f"{entry.name}.eml").write_bytes(mail.message().as_bytes())


if __name__ == "__main__":
    main()
