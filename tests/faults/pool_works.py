"""What is killed while it works on the lead pool, and what was done before: loads, links, every way to decide, and taking back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiop.audit.models import ChangeSet
from aiop.audit.undo import CannotUndo, undo
from aiop.files import load_files
from aiop.identity.decide import CannotDecide, choose, different, same, split, unsure
from aiop.identity.decisions_file import decide_file
from aiop.identity.entity import entity_named, node_of
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.running import run_job
from crm.link.run import link
from crm.models import BadLead, Customer, LeadStatus, SalesPerson
from tests.factories.tiny_company import load_exports


def org() -> Org:
    """Give the organisation of the process's database."""
    return Org.objects.get(slug="tiny")


def do_load(folder: Path) -> None:
    load_exports(org(), folder)


def do_load_by_clerks(folder: Path) -> None:
    load_files.CLERKS_FROM_BYTES = 0
    do_load(folder)


def do_link(folder: Path) -> None:
    with run_job(org(), "crm.link", by="maya") as run:
        link(org(), execute=True, by="maya", run=run)


def do_undo(folder: Path) -> None:
    with org_context(org(), actor="maya"):
        first = ChangeSet.objects.filter(kind="load").earliest("id")
    # Killed after its commit, the second try is told that all is done.
    with suppress(CannotUndo):
        undo(org(), first.pk, by="maya")


def people(*places: int) -> list[int]:
    """Give some customers by their place in the order of what files know them by."""
    known = Customer.objects.order_by("listed_as").values_list("pk", flat=True)
    return [node_of(known[place]) for place in places]


def do_decide(folder: Path) -> None:
    """Merge three customers and two sellers; done again, it says what holds already."""
    with org_context(org(), actor="maya"):
        same(org().pk, "customers", people(0, 1, 2), by="maya")
    with org_context(org(), actor="maya"):
        sellers = [node_of(number) for number in SalesPerson.objects.order_by("name").values_list("pk", flat=True)[:2]]
        same(org().pk, "sales_people", sellers, by="maya", survivor=sellers[1])


def do_say_more(folder: Path) -> None:
    """Split one off, tell two apart, doubt two, choose a value; done again, what holds already is said again or refused."""
    ways: tuple[Callable[[int], Any], ...] = (
        lambda known: split(known, "customers", people(2), by="maya"),
        lambda known: different(known, "customers", *people(3, 4), by="maya"),
        lambda known: unsure(known, "customers", *people(5, 6), by="maya"),
        lambda known: choose(
            known, "customers", *people(0), by="maya", choices={"email": {"value": "chosen@example.com"}}
        ),
    )
    for way in ways:
        with suppress(CannotDecide), org_context(org(), actor="maya"):
            way(org().pk)


def do_decide_file(folder: Path) -> None:
    """Bring in decisions of a spreadsheet, as the command does."""
    file = folder / "decisions.csv"
    with org_context(org(), actor="maya"):
        known = list(Customer.objects.order_by("listed_as").values_list("listed_as", flat=True))
    lines = [f"{known[0]},{known[1]},same", f"{known[2]},{known[3]},different", f"{known[4]},{known[5]},unsure"]
    file.write_text("\n".join(["left,right,verdict", *lines]), encoding="utf-8")
    with run_job(org(), "identity.decide", by="maya") as run, run.work():
        decide_file(org().pk, entity_named("customers"), file, by="maya")


def do_take_back(folder: Path) -> None:
    """Take the first decision back, whatever came after it."""
    with org_context(org(), actor="maya"):
        first = ChangeSet.objects.filter(kind="merge").earliest("id")
    with suppress(CannotUndo):
        undo(org(), first.pk, by="maya")


def do_bring_back(folder: Path) -> None:
    """Take the taking back of the first decision back, and so bring it back."""
    with org_context(org(), actor="maya"):
        gone = ChangeSet.objects.filter(kind="undo").earliest("id")
    with suppress(CannotUndo):
        undo(org(), gone.pk, by="maya")


def edit_some(folder: Path) -> None:
    """Make edits that an undo has to keep, and a link to a row that it removes."""
    with org_context(org(), actor="ana"):
        LeadStatus.objects.filter(quote_number__lt="10004").update(status="Called")
        BadLead.objects.filter(source_line=3).delete()
        Customer.objects.filter(listed_as="quote 10002").update(name="Renamed")


@dataclass(frozen=True)
class Work:
    """What is killed, and what was done before it; `in_room` when it meets no table of another app, as an undo does."""

    do: Callable[[Path], None]
    before: tuple[Callable[[Path], None], ...]
    dead_run_becomes: tuple[str, ...]
    nightly: bool = False
    in_room: bool = False


WORKS = {
    "load": Work(do_load, (), ("errored",), in_room=True),
    "load by clerks": Work(do_load_by_clerks, (), ("errored",), nightly=True, in_room=True),
    "load again": Work(do_load, (do_load, edit_some), ("errored",), nightly=True, in_room=True),
    "link": Work(do_link, (do_load,), ("queued",), in_room=True),
    "undo": Work(do_undo, (do_load, do_link, edit_some), ()),
    "decide": Work(do_decide, (do_load, do_link), ()),
    "take a decision back": Work(do_take_back, (do_load, do_link, do_decide), (), nightly=True),
    "undo under merges": Work(do_undo, (do_load, do_link, do_decide), (), nightly=True),
    "split, tell apart, doubt, choose": Work(do_say_more, (do_load, do_link, do_decide), (), nightly=True),
    "decide by a file": Work(do_decide_file, (do_load, do_link), ("errored",), nightly=True),
    "bring a decision back": Work(do_bring_back, (do_load, do_link, do_decide, do_take_back), (), nightly=True),
}
