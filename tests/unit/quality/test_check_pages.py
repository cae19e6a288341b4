"""The pages of checks as each role meets them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.quality import wrong_rows
from aiop.quality.admin import checks as pages
from aiop.quality.models import CheckResult
from aiop.quality.run import run_checks
from aiop.runs.models import Run
from crm.models import SalesPerson
from tests.factories.people import Login
from tests.unit.quality.conftest import NAMELESS, sell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("declared")]

LIST = "/admin/quality/checkresult/"
CHECK = f"{LIST}inactive_sales_persons/"
MOST_QUERIES = 13


def text(response: Any) -> str:
    """Give the text of a page, blanks collapsed."""
    return " ".join(response.content.decode().split())


def test_the_list_says_what_needs_a_look_in_words(org: Org, login: Login) -> None:
    sell(org, active=1, inactive=2)
    run_checks(org, by="maya")
    page = text(login("viewer").get(LIST))
    assert "3 of 3 need a look" in page
    assert page.index("Broken") < page.index("Inactive sales persons")
    for words in ("33.33 %", "at least 75 %", "Critical", "Failing", "Broke", "Last run"):
        assert words in page


def test_the_list_says_that_nothing_has_run_yet(login: Login) -> None:
    page = text(login("viewer").get(LIST))
    assert "These 3 checks have not run yet" in page
    assert "Not run yet" in page


def test_the_list_says_that_nothing_needs_a_look(org: Org, login: Login, only: Callable[..., None]) -> None:
    only(NAMELESS)
    run_checks(org, by="maya")
    assert "every check is in order" in text(login("viewer").get(LIST))


def test_a_check_shows_its_question_history_query_and_failing_rows(org: Org, login: Login) -> None:
    sold = sell(org, active=1, inactive=1)
    run_checks(org, by="maya")
    page = text(login("viewer").get(CHECK))
    for words in (
        NAMELESS.question,
        NAMELESS.guidance,
        "1 row; none is allowed.",
        "FROM crm_salesperson",
        "named Seller 1",
    ):
        assert words in page
    assert f'href="/admin/crm/salesperson/{sold[1].pk}/change/"' in page
    assert 'aria-label="Inactive sales persons: 1 result since' in page


def test_a_broken_check_says_so_on_its_page(login: Login) -> None:
    assert "The rows could not be read: column" in text(login("viewer").get(f"{LIST}broken/"))


def test_an_unknown_check_is_not_found(login: Login) -> None:
    assert login("viewer").get(f"{LIST}nonsense/").status_code == 404


@pytest.mark.parametrize("address", [LIST, CHECK, f"{CHECK}rows", f"{CHECK}rows?older=900000000"])
def test_pages_take_few_queries_whatever_they_show(org: Org, login: Login, address: str) -> None:
    sell(org, active=3, inactive=30)
    for _ in range(3):
        run_checks(org, by="maya")
    browser = login("operator")
    browser.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    assert len(queries) <= MOST_QUERIES, [query["sql"][:90] for query in queries]


def test_all_failing_rows_are_reached_page_by_page_and_back(
    org: Org, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = sorted((row.pk for row in sell(org, inactive=25)), reverse=True)
    monkeypatch.setattr(wrong_rows.read_page, "__kwdefaults__", {"older_than": None, "newer_than": None, "size": 10})
    browser = login("viewer")
    first = browser.get(f"{CHECK}rows")
    assert "25 rows fail now" in text(first)
    second = browser.get(f"{CHECK}rows?older={first.context['page'].older_than}")
    third = browser.get(f"{CHECK}rows?older={second.context['page'].older_than}")
    assert [ids_of(page) for page in (first, second, third)] == [ids[:10], ids[10:20], ids[20:]]
    assert third.context["page"].older_than is None
    back = browser.get(f"{CHECK}rows?newer={third.context['page'].newer_than}")
    assert ids_of(back) == ids[10:20]


def test_the_file_holds_every_failing_row_and_runs_no_formula(org: Org, login: Login) -> None:
    sell(org, active=1, inactive=3)
    with org_context(org, actor="maya"):
        SalesPerson.objects.create(org=org, name="=1+1", key="=1+1", is_active=False)
    response = login("viewer").get(f"{CHECK}rows.csv")
    assert response.headers["Content-Disposition"].startswith('attachment; filename="inactive_sales_persons-')
    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode())))  # type: ignore[attr-defined]
    assert [row["name"] for row in rows] == ["Seller 1", "Seller 2", "Seller 3", "'=1+1"]
    assert rows[0]["what_is_wrong"] == "named Seller 1"
    assert "org_id" not in rows[0]


def test_a_broken_check_gives_no_file_but_a_sentence(login: Login) -> None:
    response = login("viewer").get(f"{LIST}broken/rows.csv", follow=True)
    assert "The rows could not be read" in text(response)


def test_an_operator_runs_a_check_and_reads_the_result(org: Org, login: Login) -> None:
    sell(org, inactive=2)
    page = text(login("operator").post(f"{CHECK}run", follow=True))
    assert "Inactive sales persons: 2 rows; none is allowed." in page
    with org_context(org, actor="maya"):
        assert CheckResult.objects.get().actor == "operator-person"


def test_an_operator_queues_all_checks(org: Org, login: Login) -> None:
    page = text(login("operator").post(f"{LIST}run", follow=True))
    assert "All 3 checks will run" in page
    with org_context(org, actor="maya"):
        assert Run.objects.get().job == "quality.integrity"


@pytest.mark.parametrize("role", ["viewer", "curator"])
def test_others_see_no_button_and_may_not_run(login: Login, role: str) -> None:
    browser = login(role)
    assert "Run all" not in text(browser.get(LIST))
    assert browser.post(f"{CHECK}run").status_code == 403
    assert browser.post(f"{LIST}run").status_code == 403


def test_running_needs_a_post(login: Login) -> None:
    assert login("operator").get(f"{CHECK}run").status_code == 405


def test_rows_that_a_role_may_not_see_stay_hidden(org: Org, login: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    sell(org, inactive=1)
    monkeypatch.setattr(pages, "_may", lambda *_: False)
    browser = login("viewer")
    assert "Your role may not see these rows" in text(browser.get(CHECK))
    assert browser.get(f"{CHECK}rows").status_code == 403
    assert browser.get(f"{CHECK}rows.csv").status_code == 403


def test_nothing_of_another_organisation_is_shown(org: Org, other_org: Org, login: Login) -> None:
    sell(other_org, inactive=4)
    run_checks(other_org, by="maya")
    browser = login("viewer")
    assert "have not run yet" in text(browser.get(LIST))
    assert "0 rows fail now" in text(browser.get(f"{CHECK}rows"))
    assert "named Seller" not in text(browser.get(CHECK))


def test_an_address_with_nonsense_shows_the_first_page(org: Org, login: Login) -> None:
    sell(org, inactive=1)
    assert len(ids_of(login("viewer").get(f"{CHECK}rows?older=%27%20OR%201"))) == 1


def ids_of(page: Any) -> list[int]:
    """Give the ids of the rows that a page lists."""
    return [row.row.pk for row, _ in page.context["rows"]]
