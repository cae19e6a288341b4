"""Several records at once: merged, split, chosen by hand, approved in bulk, confirmed by a second person; each looked at first."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from aiop.identity import decide
from aiop.identity.entity import node_of
from aiop.identity.models import Candidate, Confirmation, Decision, Golden, TaughtWord
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from crm.models import Customer
from tests.unit.identity.screens.conftest import Login, Pool, candidate, person

pytestmark = pytest.mark.django_db
ACT = "/admin/review/customers/group/act/"


def merged(org: Org) -> set[int]:
    """Give the customers that somebody else stands for."""
    with org_context(org, actor="test"):
        return set(Customer.objects.exclude(merged_into=None).values_list("pk", flat=True))


def act(client: Client, doing: str, nodes: list[int], **more: Any) -> str:
    """Do something with ticked records and give the page that follows."""
    return client.post(ACT, {"act": doing, "node": nodes, "member": nodes, **more}, follow=True).content.decode()


def test_three_are_merged_after_a_look_with_the_survivor_that_was_chosen(curator: Client, pool: Pool) -> None:
    nodes = pool.nodes(0, 1, 2)
    survivor = {"survivor": nodes[1]}
    seen = act(curator, "merge", nodes, **survivor)
    assert "What will happen" in seen
    assert f"→ is found as</span> #{pool.people[1].pk}" in seen
    assert merged(pool.org) == set()
    done = act(curator, "merge", nodes, sure="1", **survivor)
    assert "Merged." in done
    assert merged(pool.org) == {pool.people[0].pk, pool.people[2].pk}


def test_one_is_split_off_and_the_rest_stay_together(curator: Client, pool: Pool) -> None:
    nodes = pool.nodes(0, 1, 2)
    act(curator, "merge", nodes, sure="1")
    act(curator, "split", nodes[2:], sure="1")
    assert merged(pool.org) == {pool.people[1].pk}
    with org_context(pool.org, actor="test"):
        assert Decision.objects.filter(kind="split").exists()


def test_values_of_the_golden_record_are_chosen_and_written_by_hand(curator: Client, pool: Pool) -> None:
    nodes = pool.nodes(0, 1)
    act(curator, "merge", nodes, sure="1")
    act(curator, "choose", [], member=nodes, sure="1", **{"value-phone": "416-555-0100", "survivor": nodes[1]})
    with org_context(pool.org, actor="test"):
        golden = Golden.objects.get()
        assert golden.values["phone"] == "416-555-0100"
        assert golden.node == nodes[1]
    page = curator.get(reverse("review:cluster", args=["customers", nodes[0]])).content.decode()
    assert "written by hand" in page
    assert "decided the same as" in page


def test_those_told_apart_are_merged_only_after_the_bar_was_shown(curator: Client, pool: Pool) -> None:
    nodes = pool.nodes(0, 1)
    with org_context(pool.org, actor="noah"):
        decide.different(pool.org.pk, "customers", *nodes, by="noah")
    assert "People decided that these are different" in act(curator, "merge", nodes, sure="1")
    assert merged(pool.org) == set()
    act(curator, "merge", nodes, sure="1", override="1")
    assert merged(pool.org) == {pool.people[1].pk}


def test_a_merge_is_taken_back_after_a_look_and_brought_back_again(curator: Client, pool: Pool) -> None:
    act(curator, "merge", pool.nodes(0, 1), sure="1")
    with org_context(pool.org, actor="test"):
        decision = Decision.objects.get(kind="same")
    page = reverse("review:take_back", args=["customers", decision.pk])
    assert "If you take this decision back" in curator.get(page).content.decode()
    assert merged(pool.org) == {pool.people[1].pk}
    curator.post(page, {"note": "not the same"})
    assert merged(pool.org) == set()
    assert "If you bring this decision back" in curator.get(page).content.decode()
    curator.post(page)
    assert merged(pool.org) == {pool.people[1].pk}


def test_many_are_approved_in_one_go_after_a_look_at_every_row_that_moves(curator: Client, pool: Pool) -> None:
    org = pool.org
    with org_context(org, actor="loader"):
        everyone = [person(org, "Vic", f"Surname{n}") for n in range(20)]
        pairs = [
            candidate(org, node_of(a.pk), node_of(b.pk), 0.985)
            for a, b in zip(everyone[::2], everyone[1::2], strict=True)
        ]
    page = curator.get("/admin/review/customers/bulk/").content.decode()
    assert page.count('name="pair"') == 11
    assert "<strong data-wrong>0.16</strong>" in page
    ticked = {"pair": [pair.pk for pair in pairs]}
    seen = curator.post("/admin/review/customers/bulk/", {"act": "preview", **ticked}).content.decode()
    assert "Merge 10 pairs" in seen
    assert "Bookings: 10" in seen
    assert merged(org) == set()
    curator.post("/admin/review/customers/bulk/", {"act": "approve", **ticked})
    assert len(merged(org)) == 10
    with org_context(org, actor="test"):
        assert Decision.objects.get().method == "bulk"


def test_only_what_is_ticked_and_still_open_is_approved(curator: Client, pool: Pool) -> None:
    with org_context(pool.org, actor="noah"):
        decide.different(pool.org.pk, "customers", *pool.nodes(0, 1), by="noah")
    answer = curator.post("/admin/review/customers/bulk/", {"act": "approve", "pair": pool.pairs[0].pk}, follow=True)
    assert "Nothing is ticked that is still open" in answer.content.decode()
    assert merged(pool.org) == set()


def test_a_merge_above_the_threshold_waits_for_somebody_else(curator: Client, pool: Pool, login: Login) -> None:
    pool.org.settings = {"identity": {"second_pair_above": 500}}
    pool.org.save()
    act(curator, "merge", pool.nodes(0, 1), sure="1")
    assert merged(pool.org) == set()
    page, decision = reverse("review:waiting", args=["customers"]), Decision.objects
    own = curator.get(page).content.decode()
    assert "This is your own decision" in own
    with org_context(pool.org, actor="test"):
        number = decision.get().pk
    refused = curator.post(reverse("review:answer", args=["customers", number]), {"agrees": "1"}, follow=True)
    assert "Somebody else has to confirm" in refused.content.decode()
    noah = login(pool.org, "curator", "noah")
    assert "second opinion" in noah.get("/admin/").content.decode().lower()
    noah.post(reverse("review:answer", args=["customers", number]), {"agrees": "1"})
    assert merged(pool.org) == {pool.people[1].pk}
    with org_context(pool.org, actor="test"):
        assert Confirmation.objects.get().by == "noah"


def test_an_administrator_sets_from_when_on_a_second_person_has_to_agree(
    curator: Client, pool: Pool, login: Login
) -> None:
    page, address = (reverse(f"review:{name}", args=["customers"]) for name in ("waiting", "threshold"))
    assert curator.post(address, {"above": "5"}).status_code == 403
    assert "An administrator sets the sum" in curator.get(page).content.decode()
    administrator = login(pool.org, "administrator")
    said = administrator.post(address, {"above": "$1,500"}, follow=True).content.decode()
    assert "Above $1,500.00 a second person has to agree" in said
    assert "lots” is no sum of money" in administrator.post(address, {"above": "lots"}, follow=True).content.decode()
    assert "more than $1,500.00 hang" in curator.get(page).content.decode()
    act(curator, "merge", pool.nodes(0, 1), sure="1")
    assert merged(pool.org) == set()
    assert "take effect at once" in administrator.post(address, {"above": ""}, follow=True).content.decode()


def test_a_threshold_that_is_no_sum_is_told_before_anything_is_decided(curator: Client, pool: Pool) -> None:
    pool.org.settings = {"identity": {"second_pair_above": "lots"}}
    pool.org.save()
    assert "is no sum of money" in act(curator, "merge", pool.nodes(0, 1), sure="1")
    assert "is no sum of money" in curator.get(reverse("review:waiting", args=["customers"])).content.decode()
    assert merged(pool.org) == set()


def test_the_export_holds_what_a_spreadsheet_needs_to_decide_and_nothing_that_it_would_run(
    curator: Client, pool: Pool
) -> None:
    with org_context(pool.org, actor="test"):
        Customer.objects.filter(pk=pool.people[0].pk).update(name="=1+1")
    answer = curator.get("/admin/review/customers/manual_review_queue.csv?order=likely")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(text)))
    assert 'filename="manual_review_queue.csv"' in answer["Content-Disposition"]
    assert [row["left"] for row in rows][:2] == [pool.people[0].listed_as] * 2
    assert rows[0]["A name"] == "'=1+1"
    assert rows[0]["decision"] == ""
    assert "1 booking" in rows[0]["A has"]
    assert rows[0]["page"].endswith(f"/admin/review/customers/pair/{pool.pairs[0].pk}/")


def test_the_exported_file_comes_back_with_decisions_and_is_looked_at_first(curator: Client, pool: Pool) -> None:
    answer = curator.get("/admin/review/customers/manual_review_queue.csv?order=likely")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    head, *rows = csv.reader(io.StringIO(text))
    rows[0][head.index("decision")], rows[1][head.index("decision")] = "same", "perhaps"
    sink = io.StringIO()
    csv.writer(sink).writerows([head, *rows])

    def send(what: str) -> str:
        file = SimpleUploadedFile("queue.csv", sink.getvalue().encode())
        page = curator.post(reverse("review:sent_back", args=["customers"]), {"act": what, "file": file}, follow=True)
        return page.content.decode()

    assert "is not same, different or unsure" in send("look")
    assert merged(pool.org) == set()
    assert "What was decided" in send("decide")
    assert merged(pool.org) == {pool.people[1].pk}


def test_an_administrator_alone_switches_merging_without_a_person(curator: Client, pool: Pool, login: Login) -> None:
    page = reverse("review:switch", args=["customers"])
    assert curator.post(page, {"on": "1"}).status_code == 403
    admin = login(pool.org, "administrator")
    admin.post(page, {"on": "1"})
    pool.org.refresh_from_db()
    assert pool.org.settings["identity"]["auto"] == ["customers"]
    assert "waiting for proof" in admin.get(reverse("review:quality", args=["customers"])).content.decode()
    admin.post(page, {"on": "0"})
    pool.org.refresh_from_db()
    assert pool.org.settings["identity"]["auto"] == []


def test_home_says_that_audits_stopped_merging_until_somebody_switches(pool: Pool, login: Login) -> None:
    admin = login(pool.org, "administrator")
    home, told = reverse("admin:index"), "Merging of customers without a person"
    assert told not in admin.get(home).content.decode()
    pool.org.settings = {"identity": {"auto": [], "tripped": ["customers"]}}
    pool.org.save(update_fields=["settings"])
    assert told in admin.get(home).content.decode()
    admin.post(reverse("review:switch", args=["customers"]), {"on": "0"})
    assert told not in admin.get(home).content.decode()


def test_a_proposed_word_is_accepted_or_refused(curator: Client, org: Org) -> None:
    with org_context(org, actor="test"):
        word = TaughtWord.objects.create(
            org=org, entity="branches", kind="noise", word="depot", reason="6 merges ignored it"
        )
    quality = reverse("review:quality", args=["branches"])
    assert "6 merges ignored it" in curator.get(quality).content.decode()
    curator.post(reverse("review:word", args=["branches", word.pk]), {"answer": "accept"})
    with org_context(org, actor="test"):
        word.refresh_from_db()
    assert (word.state, word.by) == ("accepted", "maya")


def test_a_record_says_who_stands_for_it_and_an_old_one_leads_there(curator: Client, pool: Pool) -> None:
    act(curator, "merge", pool.nodes(0, 1), sure="1")
    first, second = (reverse("admin:crm_customer_change", args=[who.pk]) for who in pool.people[:2])
    old = curator.get(second).content.decode()
    assert "This record was merged" in old
    assert f'href="{first}"' in old
    new = curator.get(first).content.decode()
    assert "Stands also for" in new
    assert "most complete" in new
    assert "Split or merge with" in new
    alone = curator.get(reverse("admin:crm_customer_change", args=[pool.people[2].pk])).content.decode()
    assert "Stands for itself alone" in alone


def test_home_says_how_many_pairs_wait_and_about_how_long(curator: Client, pool: Pool) -> None:
    page = curator.get("/admin/").content.decode()
    assert "Customer pairs" in page
    assert "4 · under a minute" in page
    with org_context(pool.org, actor="test"):
        assert Candidate.objects.filter(assigned_to="maya").count() == 0
