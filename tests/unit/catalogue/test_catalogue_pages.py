"""The catalogue as staff and programs meet it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from aiop.catalogue.boards import all_boards
from aiop.catalogue.entries import every
from aiop.catalogue.models import OwnEntry, SavedQuestion
from aiop.files.models import ExportLog
from aiop.identity.decide import same
from aiop.identity.entity import node_of
from aiop.orgs.context import org_context
from aiop.orgs.models import Org, User
from crm.models import Branch, Customer
from tests.unit.catalogue.own_questions import JOBS_BY_BRANCH, text_of

ENTRY = "job_status_distribution"


def browser_of(name: str) -> Client:
    """Give the browser of somebody who has logged in."""
    browser = Client()
    browser.force_login(User.objects.get(username=name), backend="aiop.orgs.access.RoleBackend")
    return browser


@pytest.fixture
def curator(ours: Org) -> Client:
    """Give a curator's browser."""
    return browser_of("ours-curator")


def body(response: Any) -> str:
    """Give all that an answer says."""
    parts = response.streaming_content if response.streaming else [response.content]
    return b"".join(parts).decode(errors="replace")


def test_the_list_finds_entries_by_words_and_category(curator: Client) -> None:
    assert f"{len(every())} questions" in body(curator.get(reverse("admin:catalogue")))
    found = body(curator.get(reverse("admin:catalogue"), {"q": "cohort retention"}))
    assert "retention_cohort_analysis" in found
    assert ENTRY not in found
    assert "No question fits" in body(curator.get(reverse("admin:catalogue"), {"q": "submarines"}))


@pytest.mark.parametrize("name", [entry.name for entry in every() if entry.category in {"jobs", "revenue"}])
def test_an_entrys_page_answers_whether_there_are_rows_or_none(curator: Client, name: str) -> None:
    for period in ("all", "next_90_days"):
        response = curator.get(reverse("admin:catalogue_entry", args=[name]), {"period": period})
        assert response.status_code == 200, name
        assert "This was not answered" not in body(response)


def test_a_wrong_value_is_said_and_the_usual_one_shown(curator: Client) -> None:
    said = body(
        curator.get(reverse("admin:catalogue_entry", args=[ENTRY]), {"period_from": "<script>alert(1)</script>"})
    )
    assert "is not a day such as" in said
    assert "<script>alert(1)" not in said


def test_texts_of_rows_are_never_markup(curator: Client, ours: Org) -> None:
    with org_context(ours, actor="maya"):
        Branch.objects.filter(name="Ourtown").update(name="<img src=x onerror=alert(1)>")
    for name in ("revenue_by_branch", "heatmap_revenue_by_branch_month"):
        said = body(curator.get(reverse("admin:catalogue_entry", args=[name]), {"period": "all"}))
        assert "&lt;img src=x" in said, name
        assert "<img src=x" not in said, name
    with org_context(ours, actor="maya"):
        Branch.objects.filter(name__startswith="<img").update(name="Ourtown")


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "json"])
def test_an_export_is_streamed_and_on_record(curator: Client, ours: Org, file_format: str) -> None:
    response = curator.get(reverse("admin:catalogue_export", args=[ENTRY, file_format]), {"period": "all"})
    said = body(response)
    assert response.status_code == 200
    assert file_format == "xlsx" or "CLOSED" in said
    with org_context(ours, actor="maya"):
        log = ExportLog.objects.filter(kind=f"catalogue.{ENTRY}").latest("id")
    assert (log.format, log.rows, log.filters) == (file_format, 1, {"period": "all"})


def test_a_kept_question_has_an_address_of_its_own(curator: Client, ours: Org) -> None:
    curator.post(
        reverse("admin:catalogue_save", args=[ENTRY]),
        {"title": "All of it", "query": "period=all&evil=1", "shared": "on"},
    )
    with org_context(ours, actor="maya"):
        saved = SavedQuestion.objects.get(title="All of it")
    assert saved.query == "period=all"
    page = reverse("admin:catalogue_saved", args=[saved.pk])
    assert "All of it" in body(curator.get(page))
    assert "All of it" in body(browser_of("ours-viewer").get(page))
    assert browser_of("theirs-curator").get(page).status_code == 404
    curator.post(reverse("admin:catalogue_unsave", args=[saved.pk]))
    assert curator.get(page).status_code == 404


def test_a_favourite_stands_first_until_it_is_let_go(curator: Client) -> None:
    for stands in (True, False):
        curator.post(reverse("admin:catalogue_favourite", args=[ENTRY]))
        assert ("Favourites" in body(curator.get(reverse("admin:catalogue")))) is stands


def test_staff_write_an_entry_that_others_find_once_it_is_shared(curator: Client, ours: Org) -> None:
    write = {"name": "ours_by_branch", "category": "own", "text": JOBS_BY_BRANCH}
    tried = curator.post(reverse("admin:catalogue_write"), {**write, "try": "1"})
    assert "It answers" in body(tried)
    assert curator.get(reverse("admin:catalogue_entry", args=["ours_by_branch"])).status_code == 404
    curator.post(reverse("admin:catalogue_write"), {**write, "stand": "1"})
    page, own = (
        reverse("admin:catalogue_entry", args=["ours_by_branch"]),
        reverse("admin:catalogue_own", args=["ours_by_branch"]),
    )
    assert curator.get(page).status_code == 200
    assert browser_of("ours-viewer").get(page).status_code == 404
    changed = {
        **write,
        "text": JOBS_BY_BRANCH.replace("Jobs by branch", "Won by branch"),
        "is_shared": "on",
        "stand": "1",
    }
    curator.post(own, changed)
    assert "Won by branch" in body(browser_of("ours-viewer").get(page))
    assert browser_of("theirs-curator").get(page).status_code == 404
    assert "Version 1" in body(curator.get(own))
    with org_context(ours, actor="maya"):
        assert OwnEntry.objects.get(name="ours_by_branch").version == 2


@pytest.mark.parametrize(
    ("name", "text", "refusal"),
    [
        (ENTRY, JOBS_BY_BRANCH, "line 1, name: is taken"),
        ("No Name", JOBS_BY_BRANCH, "line 1, name: is 3 to 80"),
        ("mine_wrong", JOBS_BY_BRANCH.replace("jobs DESC", "jbos DESC"), "column &quot;jbos&quot; does not exist"),
        ("mine_wrong", text_of("SELECT 1 AS a, 2 AS b", "a"), "declares the columns a, and gives a, b"),
    ],
)
def test_what_cannot_stand_says_where_and_why(curator: Client, name: str, text: str, refusal: str) -> None:
    answered = curator.post(
        reverse("admin:catalogue_write"), {"name": name, "category": "own", "text": text, "stand": "1"}
    )
    assert answered.status_code == 422
    assert refusal in body(answered)


@pytest.mark.parametrize("name", [board.name for board in all_boards()])
def test_every_board_works_out_every_card(curator: Client, name: str) -> None:
    said = body(curator.get(reverse("admin:catalogue_board", args=[name]), {"period": "all"}))
    assert said.count("cg-figure-text") == len(next(board for board in all_boards() if board.name == name).cards)
    assert "this_is_wrong" not in said


def token_of(browser: Client) -> str:
    """Make a token as a person does."""
    said = body(browser.post(reverse("admin:catalogue_tokens"), {"title": "A program"}))
    return said.partition("<code>")[2].partition("</code>")[0]


def ask_api(token: str, path: str, **query: str) -> Any:
    """Ask as a program does."""
    return Client().get(f"/api/catalogue/{path}", query, headers={"Authorization": f"Bearer {token}"})


def test_a_program_with_a_token_is_given_rows_of_its_organisation(curator: Client, ours: Org) -> None:
    token = token_of(curator)
    found = ask_api(token, f"entries/{ENTRY}/rows/", period="all")
    said = found.json()
    assert found.status_code == 200
    assert [row["opportunity_status"] for row in said["rows"]] == ["CLOSED"]
    assert said["sums"]["total_revenue"] == "2100.00"
    names = [
        row["branch_name"] for row in ask_api(token, "entries/revenue_by_branch/rows/", period="all").json()["rows"]
    ]
    assert names == ["Ourtown"]
    assert len(ask_api(token, "entries/").json()["entries"]) >= len(every())
    assert "Theirtown" not in json.dumps(said)


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("entries/nothing/rows/", {}, 404),
        (f"entries/{ENTRY}/rows/", {"period": "x"}, 400),
        (f"entries/{ENTRY}/rows/", {"limit_rows": "0"}, 400),
    ],
)
def test_the_api_refuses_in_a_sentence(curator: Client, path: str, query: dict[str, str], status: int) -> None:
    refused = ask_api(token_of(curator), path, **query)
    assert refused.status_code == status
    assert refused.json()["error"].endswith(".")


def test_a_program_follows_an_old_id_to_who_stands_for_it(curator: Client, ours: Org, theirs: Org) -> None:
    with org_context(ours, actor="maya"):
        one, other = (Customer.objects.create(org=ours, name="Rosa Kim", listed_as=f"SM/{n}") for n in range(2))
        same(ours.pk, "customers", [node_of(one.pk), node_of(other.pk)], by="maya", survivor=node_of(one.pk))
    with org_context(theirs, actor="leo"):
        Customer.objects.create(org=theirs, name="Leo", listed_as="SM/9")
    token = token_of(curator)
    told = ask_api(token, "who/customers/SM/1/").json()
    assert (told["record_id"], told["survivor_id"], told["is_merged"]) == (other.pk, one.pk, True)
    assert [row["by"] for row in told["history"]] == ["maya"]
    assert told == ask_api(token, f"who/customers/{other.pk}/").json()
    assert ask_api(token, "who/customers/SM/9/").status_code == 404
    assert ask_api(token, "who/horses/1/").json()["error"] == "There is no kind of record “horses”."


def test_a_token_that_was_taken_back_or_made_up_opens_nothing(curator: Client, ours: Org) -> None:
    token = token_of(curator)
    page = body(curator.get(reverse("admin:catalogue_tokens")))
    number = page.rpartition('name="remove" value="')[2].partition('"')[0]
    assert ask_api(token, "entries/").status_code == 200
    assert ask_api(token.replace(".ours.", ".theirs."), "entries/").status_code == 401
    assert token not in page
    for taken in page.split('name="remove" value="')[1:]:
        number = taken.partition('"')[0]
        curator.post(reverse("admin:catalogue_tokens"), {"remove": number})
    assert [ask_api(text, "entries/").status_code for text in (token, "", "aiop.ours.x", "aiop..")] == [401] * 4


def test_the_openapi_document_names_every_entry_and_resolves() -> None:
    document = Client().get("/api/catalogue/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert set(document["paths"]) == {
        "/api/catalogue/entries/",
        "/api/catalogue/who/{entity}/{id}/",
        *(f"/api/catalogue/entries/{entry.name}/rows/" for entry in every()),
    }
    operations = [path["get"]["operationId"] for path in document["paths"].values()]
    assert len(set(operations)) == len(operations)
    assert "Error" in document["components"]["schemas"]
