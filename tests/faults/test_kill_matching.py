"""Killed at any statement, COPY or commit, and run again: matching, merging a zone, learning and the night end where an unkilled run ends.

The default visits a sample of the points; KILL_EVERY_POINT=1 visits them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from django.db import connections

from aiop.identity.bulk import merge_zone
from aiop.identity.decide import different, same
from aiop.identity.entity import entity_named, node_of
from aiop.identity.jobs import match_nightly
from aiop.identity.learn import learn
from aiop.identity.match import match
from aiop.identity.models import Candidate, Decision, Link, ModelVersion
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.running import run_job
from crm.models import Branch, Customer, LeadSource, SalesPerson
from tests.factories.crm import job
from tests.factories.pool_state import State
from tests.faults.kill_points import Copies, after_commits, copies, count_points, die_at, digest, in_process
from tests.faults.test_kill_sweep import OTHER_ROOMS, differences, points_to_visit

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.nightly]
PEOPLE = 320
# What matching keeps; row numbers and moments differ between two ways to one state.
_KEPT = {
    "candidates": """SELECT ("left", "right", probability, zone, rule, state, vector, weights, model_version, is_audit)::text
        FROM identity_candidate ORDER BY 1""",
    "profiles": "SELECT (node, values, digest)::text FROM identity_profile ORDER BY 1",
    "keys": "SELECT (key, node)::text FROM identity_blockkey ORDER BY 1",
    "unmatched": "SELECT node::text FROM identity_unmatched ORDER BY 1",
    "basis": "SELECT (records, shares, snapshot, taken_at IS NULL, matched_at IS NULL)::text FROM identity_basis ORDER BY 1",
    "versions": "SELECT (name, kind, state, labels, parameters)::text FROM identity_modelversion ORDER BY 1",
    "shared": "SELECT (entity, kind, value, reason)::text FROM identity_sharedvalue ORDER BY 1",
    "words": "SELECT (entity, kind, word, means, state)::text FROM identity_taughtword ORDER BY 1",
    "merged": "SELECT (id, merged_into_id, merged_from_ids)::text FROM crm_customer ORDER BY 1",
}


def org() -> Org:
    """Give the organisation of the process's database."""
    return Org.objects.get(slug="tiny")


def do_match() -> None:
    with run_job(org(), "identity.match", by="maya") as run:
        match(org().pk, entity_named("customers"), full=False, work=run.work)


def do_match_all() -> None:
    with run_job(org(), "identity.match", by="maya") as run:
        match(org().pk, entity_named("customers"), full=True, work=run.work)


def do_match_others() -> None:
    """Match all that is no customer: short names by their words, jobs by rules."""
    for name in ("sales_people", "branches", "lead_sources", "jobs"):
        with run_job(org(), "identity.match", by="maya") as run:
            match(org().pk, entity_named(name), full=False, work=run.work)


def do_night() -> None:
    """Do what every night does: audits, shared values, words, learning, and everything matched again."""
    with run_job(org(), "identity.nightly", by="maya") as run:
        match_nightly(run, org(), {})


def do_merge() -> None:
    with run_job(org(), "identity.merge", by="maya") as run:
        merge_zone(org().pk, entity_named("customers"), "bulk", by="maya", work=run.work)


def do_learn() -> None:
    with run_job(org(), "identity.learn", by="maya") as run:
        with run.work():
            # A challenger that was refused is learnt from as well: who comes again after it does not learn twice.
            if not ModelVersion.objects.exists():
                learn(org().pk, entity_named("customers"), by="maya")
        match(org().pk, entity_named("customers"), full=True, work=run.work)


def edit_some() -> None:
    """Change, add and remove people, so that there is something to be matched anew."""
    with org_context(org(), actor="ana"):
        first, second, third, *_ = Customer.objects.order_by("id")
        Customer.objects.filter(pk=second.pk).update(email=first.email, phone=first.phone)
        third.delete()
        Customer.objects.create(
            org=org(), name=first.name, first_name=first.first_name, last_name=first.last_name, email=first.email
        )


def name_some() -> None:
    """Store names and jobs that may be one."""
    with org_context(org(), actor="ana"):
        named: tuple[tuple[Any, tuple[str, ...]], ...] = (
            (SalesPerson, ("Rosa", "Rosa K", "Nadia Velmont", "Nadia", "Vic K", "Victor K", "Mark D", "Mark T")),
            (Branch, ("NORTH YORK", "NORTH YORK TORONTO", "Ottawa", "OTTAWA (On Hold)")),
            (LeadSource, ("Google Ads", "Google Adwords", "Friend", "A friend")),
        )
        for model, names in named:
            model.objects.bulk_create(model(org=org(), name=name, key=name.lower()) for name in names)
        for number in ("1", "2"):
            job(org(), "10200-1", "Rosa Kim", job_id=f"job-{number}", total_actual_cost=900)


def merge_names() -> None:
    """Merge sellers, so that the night has words to learn."""
    with org_context(org(), actor="ana"):
        known = {name: node_of(number) for number, name in SalesPerson.objects.values_list("pk", "name")}
        same(org().pk, "sales_people", [known["Vic K"], known["Victor K"]], by="ana")
        different(org().pk, "sales_people", known["Mark D"], known["Mark T"], by="ana")


def say_all() -> None:
    """Have a reviewer decide every candidate: what was offered for bulk approval is one."""
    with org_context(org(), actor="ana"):
        pairs = list(Candidate.objects.values_list("left", "right", "probability"))
        verdicts = [(left, right, "same" if probability > 0.5 else "different") for left, right, probability in pairs]
        made = Decision.objects.bulk_create(
            Decision(
                org=org(),
                entity="customers",
                kind=said,
                method="review",
                nodes=[left, right],
                by="ana",
                change_set_id=10**9 + n,
            )
            for n, (left, right, said) in enumerate(verdicts)
        )
        Link.objects.bulk_create(
            Link(org=org(), decision=decision, entity="customers", left=left, right=right, verdict=said)
            for decision, (left, right, said) in zip(made, verdicts, strict=True)
        )


@dataclass(frozen=True)
class Work:
    """What is killed, what was done before it, and the other apps whose tables it never meets."""

    do: Callable[[], None]
    before: tuple[Callable[[], None], ...]
    nightly: bool = False
    without: tuple[str, ...] = OTHER_ROOMS


WORKS = {
    "match": Work(do_match, ()),
    "match who arrived": Work(do_match, (do_match, edit_some)),
    "match all again": Work(do_match_all, (do_match, edit_some)),
    "merge": Work(do_merge, (do_match,)),
    "learn": Work(do_learn, (do_match, say_all)),
    "match names and jobs": Work(do_match_others, (name_some,)),
    "match names and jobs again": Work(do_match_others, (name_some, do_match_others, merge_names), nightly=True),
    "night": Work(
        do_night,
        (name_some, do_match_others, do_match, merge_names, say_all),
        nightly=True,
        without=("marts", "servicetitan"),
    ),
}


@pytest.fixture
def databases(django_db_setup: None, django_db_blocker: Any) -> Iterator[Copies]:
    """Give copies of the empty test database."""
    with django_db_blocker.unblock(), copies() as made:
        yield made


def people(company: Org) -> None:
    """Store people of whom every other is there twice, and every other has somebody at the same number."""
    syllables = ("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe")

    def word(number: int) -> str:
        return "".join(syllables[number // 12**place % 12] for place in range(3)).title()

    def customer(first: str, last: str, email: str | None, phone: str) -> Customer:
        return Customer(org=company, name=f"{first} {last}", first_name=first, last_name=last, email=email, phone=phone)

    made = []
    for n in range(PEOPLE):
        first, last, phone = word(n * 131 + 5), word(n * 89 + 700), f"416555{1000 + n * 17}"
        email = f"{first.lower()}.{n}@example.com"
        made.append(customer(first, last, email, phone))
        made.append(customer(first, last, email, phone) if n % 2 else customer("Zoe", last, None, phone))
    with org_context(company, actor="ana"):
        Customer.objects.bulk_create(made)


def prepare(work: Work) -> None:
    people(Org.objects.create(slug="tiny", name="Tiny", time_zone="America/Toronto"))
    for step in work.before:
        step()


def state(known: int, *, using: str = "default") -> State:
    """Give what matching keeps of an organisation."""
    with org_context(known, actor="test", using=using), connections[using].cursor() as cursor:
        found: State = {}
        for name, sql in _KEPT.items():
            cursor.execute(sql)
            found[name] = [text for (text,) in cursor.fetchall()]
    return found


def digests(found: State) -> dict[str, str]:
    """Give each table's state in short."""
    return {table: digest({table: rows}) for table, rows in found.items()}


def unseen(left: dict[str, str], legal: list[dict[str, str]]) -> set[str]:
    """Name the tables by which a state differs from the nearest that was ever committed."""
    nearest = min(legal, key=lambda one: sum(one[table] != left[table] for table in left))
    return {table for table in left if left[table] != nearest[table]}


def unkilled(work: Work) -> tuple[int, list[dict[str, str]], State]:
    """Do the work; give its number of points, every state that others saw on the way, and the last."""
    known = org().pk
    seen = [digests(state(known, using="owner"))]
    points = 0

    def count(number: int) -> None:
        nonlocal points
        points = number

    count_points(count)
    after_commits(lambda alias: seen.append(digests(state(known, using="owner"))) if alias == "default" else None)
    work.do()
    total = points
    return total, seen, state(known, using="owner")


def killed(work: Work, point: int) -> bool:
    """Do the work and be killed at a point; True when there is no such point."""
    die_at(point)
    work.do()
    return True


def again(work: Work) -> tuple[dict[str, str], State]:
    """Look at what the dead process left, and do the work to its end."""
    left = digests(state(org().pk))
    work.do()
    return left, state(org().pk)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.nightly] * work.nightly) for name, work in WORKS.items()]
)
def test_killed_anywhere_and_run_again_matching_ends_in_the_same_state(
    databases: Copies, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    work = WORKS[name]
    template = databases.of(databases.original)
    databases.shed(template, work.without)
    in_process(template, lambda: prepare(work))
    reference = databases.of(template)
    total, legal, wanted = in_process(reference, lambda: unkilled(work))
    databases.drop(reference)
    kills, ended = 0, False

    for point in points_to_visit(total):
        copy = databases.of(template)
        ended = in_process(copy, partial(killed, work, point))
        left, found = in_process(copy, lambda: again(work))
        databases.drop(copy)
        assert unseen(left, legal) == set(), f"half a piece of work was seen after point {point}"
        assert differences(found, wanted) == {}, f"after point {point}"
        if ended:
            break
        kills += 1

    assert ended
    with capsys.disabled():
        print(f"\n{name}: killed at {kills} of {total} points")  # noqa: T201  (the number that acceptance asks for)
