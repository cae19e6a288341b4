"""Two organisations filled by their own staff, under names that show wherever they must not."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote, quote_plus

from django.test import Client

from aiop.files.incoming import Choices, opened
from aiop.identity.decide import same
from aiop.identity.entity import node_of
from aiop.identity.models import Candidate, TaughtWord
from aiop.loading.loads import stage_for_preview
from aiop.loading.models import Load
from aiop.orgs.context import org_context
from aiop.orgs.models import Membership, Org, User
from aiop.quality.run import run_checks
from aiop.runs.running import run_job
from crm.link.run import link
from crm.models import Customer, LeadStatus
from tests.factories.hvac_company import write_files
from tests.factories.sources_desk import read_a_little
from tests.factories.tiny_company import load_exports, write_exports
from tests.integration.every_address import Rows, log_in

ROLES = list(Membership.Role.values)
OURS, THEIRS = "Quillon", "Zorblax"
_ADDRESS_OF_ROW = re.compile(r"/admin/(\w+)/(\w+)/(\d+)/")


def fill(org: Org, folder: Path, mark: str, rows: int) -> Rows:
    """Fill an organisation as its staff would: loaded, linked, checked, one file staged, one person for each role."""
    for role in ROLES:
        person = User.objects.create_user(f"{org.slug}-{role}", first_name=mark, last_name=role)
        Membership.objects.create(user=person, org=org, role=role)
    exports_folder = write_exports(folder / mark, mark=f"{mark} ", rows=rows)
    load_exports(org, exports_folder, by=f"{mark} loader")
    load_exports(org, write_files(folder / f"{mark} tables", mark=f"{mark} ", rows=rows), by=f"{mark} loader")
    link(org, execute=True, by=f"{mark} linker")
    with run_job(org, "quality.integrity", by=f"{mark} checker") as run:
        run.log(f"{mark} says")
        run_checks(org, by=f"{mark} checker", run=run)
    with org_context(org, actor=f"{mark} editor"):
        _propose(org, mark)
        read_a_little(org, mark)
        LeadStatus.objects.filter(source_line=2).update(estimator=f"{mark} edited")
        load = Load.objects.create(org=org, kind="jobs", file_name=f"{mark} jobs.csv", actor=mark)
        with (
            opened(org, exports_folder / "2024 - jobs.csv", Choices()) as (incoming, _),
            run_job(org, "files.stage", by=mark) as run,
        ):
            load.header = list(incoming.producer.header)
            stage_for_preview(load, incoming, run)
        # As if all had come in one ZIP.
        loads = Load.objects.for_org(org)
        loads.update(together=loads.earliest("pk").pk)
    return Rows.of(org, mark)


def _propose(org: Org, mark: str) -> None:
    """Have some customers proposed as one, two of them merged, and a word taught."""
    nodes = [node_of(pk) for pk in Customer.objects.for_org(org).order_by("pk").values_list("pk", flat=True)[:4]]
    for left, right in pairwise(nodes):
        Candidate.objects.create(
            org=org, entity="customers", left=left, right=right, probability=0.9, household=0.05, zone="review",
            vector=[1], weights=[2.0], rule=f"{mark} rule", model_version="tables",
        )  # fmt: skip
    same(org.pk, "customers", nodes[:2], by=f"{mark} reviewer", note=f"{mark} note")
    TaughtWord.objects.create(org=org, entity="branches", kind="noise", word=f"{mark} word", reason="often left out")


def as_role(rows: Rows, role: str) -> Client:
    """Log in as the organisation's person of a role."""
    return log_in(User.objects.get(username=f"{rows.org.slug}-{role}"))


def found_of(other: Rows, text: str, asked_for: str) -> list[str]:
    """List what a text holds of an organisation: its mark, in any case, and addresses of its rows."""
    mark, shown = other.mark.lower(), text.lower()
    # What was searched for stands in the search box again, and in addresses of the same search.
    for words in {words.lower() for words in words_of(other) if quote_plus(words) in asked_for}:
        shown = shown.replace(words, "").replace(quote_plus(words), "").replace(quote(words), "")
    found = [shown[max(0, place.start() - 80) : place.end() + 20] for place in re.finditer(mark, shown)][:2]
    rows = set(_ADDRESS_OF_ROW.findall(text)) - set(_ADDRESS_OF_ROW.findall(asked_for))
    return found + [f"{app}.{model} {pk}" for app, model, pk in rows if int(pk) in other.ids.get(f"{app}.{model}", [])]


def words_of(other: Rows) -> list[str]:
    """List what somebody who knows the other organisation would search for; a beginning of its mark finds all of it."""
    return [other.mark[:5], "10001", "person1@example.com", f"{other.mark} Person Numberb", f"{other.mark} Branch b"]
