"""Rows in the admin: who may change them, where they came from, what became of them, and undo; home and saved views."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from aiop.audit.models import ChangeSet
from aiop.home import tiles
from aiop.home.models import SavedView
from aiop.loading.models import Load
from aiop.orgs.context import org_context
from aiop.orgs.models import Membership, Org, User
from aiop.runs.running import Failed, run_job
from aiop.values.branch_name import branch_key
from crm.models import Branch, BranchAlias, Customer, Job

pytestmark = pytest.mark.django_db(databases=["default", "owner", "side"])


def log_in(client: Client, org: Org, role: str) -> Client:
    user = User.objects.create_user(f"{role}-person")
    Membership.objects.create(user=user, org=org, role=role)
    client.force_login(user, backend="aiop.orgs.access.RoleBackend")
    return client


@pytest.fixture
def branch(org: Org) -> Branch:
    with org_context(org, actor="maya"):
        return Branch.objects.create(org=org, name="Toronto", key="toronto", city="Toronto")


def edit(client: Client, branch: Branch, **values: Any) -> Any:
    spellings = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}
    posted = {"name": "Toronto", "city": "Toronto", "is_active": "on"} | values
    posted |= {f"aliases-{name}": value for name, value in spellings.items()}
    return client.post(reverse("admin:crm_branch_change", args=[branch.pk]), posted, follow=True)


def stored(org: Org, branch: Branch) -> Branch:
    with org_context(org, actor="maya"):
        return Branch.objects.get(pk=branch.pk)


def test_a_viewer_sees_a_row_and_cannot_change_it(client: Client, org: Org, branch: Branch) -> None:
    viewer = log_in(client, org, "viewer")
    page = viewer.get(reverse("admin:crm_branch_change", args=[branch.pk])).content.decode()
    assert "Toronto" in page
    assert 'name="_save"' not in page
    assert edit(viewer, branch, city="Elsewhere").status_code == 403
    assert stored(org, branch).city == "Toronto"


@pytest.mark.parametrize("address", ["admin:crm_branch_add", "admin:orgs_membership_changelist"])
def test_a_viewer_adds_nothing_and_administers_nobody(client: Client, org: Org, address: str) -> None:
    assert log_in(client, org, "viewer").get(reverse(address)).status_code == 403


def test_an_edit_is_named_shown_in_the_rows_history_and_undone_with_its_link(
    client: Client, org: Org, branch: Branch
) -> None:
    curator = log_in(client, org, "curator")
    said = edit(curator, branch, city="Mississauga").content.decode()
    with org_context(org, actor="maya"):
        change_set = ChangeSet.objects.for_org(org).order_by("-id")[0]
    assert change_set.title == "Edited branch Toronto"
    undo = reverse("admin:audit_changeset_undo", args=[change_set.pk])
    assert undo in said
    history = curator.get(reverse("admin:crm_branch_change", args=[branch.pk])).content.decode()
    assert "Mississauga" in history
    assert "curator-person" in history
    preview = curator.get(undo).content.decode()
    assert "go back" in preview
    assert stored(org, branch).city == "Mississauga"
    done = curator.post(undo, follow=True).content.decode()
    assert "was taken back" in done
    assert stored(org, branch).city == "Toronto"
    assert "already" in curator.get(undo, follow=True).content.decode()


def test_a_viewer_cannot_undo(client: Client, org: Org, branch: Branch) -> None:
    viewer = log_in(client, org, "viewer")
    assert viewer.post(reverse("admin:audit_changeset_undo", args=[branch.added_in])).status_code == 403


def test_what_is_left_blank_is_stored_as_unknown(client: Client, org: Org, branch: Branch) -> None:
    edit(log_in(client, org, "curator"), branch, city="")
    assert stored(org, branch).city is None


def test_a_row_names_the_file_and_line_that_it_came_from(client: Client, org: Org) -> None:
    with org_context(org, actor="maya"):
        load = Load.objects.create(org=org, kind="jobs", file_name="All Jobs.csv", state="applied")
        job = Job.objects.create(org=org, job_id="1", job_number="10200-1", source_load_id=load.pk, source_line=4120)
    page = log_in(client, org, "viewer").get(reverse("admin:crm_job_change", args=[job.pk])).content.decode()
    assert "Loaded from All Jobs.csv line 4,120 on" in page


def test_a_customers_page_leads_to_the_jobs(client: Client, org: Org) -> None:
    with org_context(org, actor="maya"):
        customer = Customer.objects.create(org=org, name="Leonora Velmont")
        job = Job.objects.create(
            org=org, job_id="1", job_number="10200-1", customer=customer, opportunity_status="BOOKED"
        )
    page = log_in(client, org, "viewer").get(reverse("admin:crm_customer_change", args=[customer.pk])).content.decode()
    assert reverse("admin:crm_job_change", args=[job.pk]) in page


def test_names_are_shown_as_text_whatever_they_hold(client: Client, org: Org) -> None:
    with org_context(org, actor="maya"):
        Customer.objects.create(org=org, name="<script>alert(1)</script>", name_key="script")
    page = log_in(client, org, "viewer").get(reverse("admin:crm_customer_changelist")).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def save(client: Client, **given: str) -> Any:
    posted = {"page": "crm.job", "query": "branch=3&p=abc", "from": "/admin/crm/job/", "act": "save"} | given
    return client.post("/admin/views/", posted)


def test_filters_are_saved_as_a_tab_and_removed_again(client: Client, org: Org) -> None:
    viewer = log_in(client, org, "viewer")
    assert save(viewer, name="My branch")["Location"] == "/admin/crm/job/?branch=3"
    assert "My branch" in viewer.get("/admin/crm/job/").content.decode()
    save(viewer, name="", act="remove")
    assert "My branch" not in viewer.get("/admin/crm/job/").content.decode().replace("removed", "")


def test_a_view_is_ones_own_unless_it_is_shared(client: Client, org: Org) -> None:
    with org_context(org, actor="maya"):
        common = {"org": org, "page": "crm.job", "owner": "someone"}
        SavedView.objects.create(**common, name="Private", query="branch=1")
        SavedView.objects.create(**common, name="For all", query="branch=2", is_shared=True)
    page = log_in(client, org, "viewer").get("/admin/crm/job/").content.decode()
    assert "For all" in page
    assert "Private" not in page


def test_saving_a_view_leads_to_no_other_site(client: Client, org: Org) -> None:
    response = save(log_in(client, org, "viewer"), name="x", **{"from": "//example.com/"})
    assert response["Location"] == "/admin/"


def test_home_is_calm_when_nothing_waits(client: Client, org: Org) -> None:
    page = log_in(client, org, "viewer").get("/admin/").content.decode()
    assert "Nothing waits for you." in page
    assert "never" in page


def test_home_leads_to_what_waits(client: Client, org: Org) -> None:
    with org_context(org, actor="maya"):
        Load.objects.create(org=org, kind="jobs", file_name="All Jobs.csv", state=Load.State.PREVIEWED)
    page = log_in(client, org, "curator").get("/admin/").content.decode()
    assert "File is ready to apply" in page


def test_home_tells_how_each_job_went_that_ran_lately(client: Client, org: Org) -> None:
    with run_job(org, "crm.link", by="maya") as run:
        run.count(changed=3)
    with pytest.raises(Failed), run_job(org, "load", by="maya"):
        raise Failed("The export is of another year.")
    with run_job(org, "crm.link", by="maya"):
        pass
    page = log_in(client, org, "viewer").get("/admin/").content.decode()
    tile = page[page.index('aria-label="Last runs"') :].partition("</section>")[0]
    assert "stands still" in tile
    assert tile.count("Link the lead pool") == 1
    assert "The export is of another year." in tile
    assert "failed · just now" in tile


def test_a_tile_that_breaks_says_so_and_leaves_the_others_standing(
    client: Client, org: Org, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(request: object) -> list[tiles.Line]:
        raise ZeroDivisionError

    monkeypatch.setattr(tiles, "_tiles", [*tiles._tiles, tiles.Tile("Broken", 1, broken)])
    page = log_in(client, org, "viewer").get("/admin/").content.decode()
    assert "could not be worked out" in page
    assert "Nothing waits for you." in page


def test_an_administrator_adds_a_person_who_can_then_log_in(client: Client, org: Org) -> None:
    administrator = log_in(client, org, "administrator")
    given = {"username": "newcomer", "full_name": "Ana Núñez", "role": "viewer", "password": "invented-only-9"}
    administrator.post("/admin/orgs/membership/add/", given | {"is_active": "on"})
    fresh = Client()
    fresh.post("/accounts/login/", {"login": "newcomer", "password": "invented-only-9"})
    assert fresh.get("/admin/").status_code == 200


def test_an_administrator_cannot_take_over_an_account_that_works_elsewhere_too(
    client: Client, org: Org, other_org: Org, maya: User
) -> None:
    Membership.objects.create(user=maya, org=other_org, role="viewer")
    membership = Membership.objects.get(user=maya, org=org)
    given = {"role": "operator", "password": "taken-over-now-1", "full_name": "X", "is_active": "on"}
    log_in(client, org, "administrator").post(f"/admin/orgs/membership/{membership.pk}/change/", given)
    maya.refresh_from_db()
    assert maya.check_password("invented-only-9")
    assert Membership.objects.get(pk=membership.pk).role == "operator"


def test_a_second_branch_of_the_same_name_is_refused_in_words(client: Client, org: Org, branch: Branch) -> None:
    curator = log_in(client, org, "curator")
    formset = {"aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0}
    page = curator.post(reverse("admin:crm_branch_add"), {"name": "Toronto", "is_active": "on"} | formset)
    assert page.status_code == 200
    assert "already exists" in page.content.decode()


def test_a_new_lookup_answers_to_its_name_and_to_the_spellings_given(client: Client, org: Org) -> None:
    curator = log_in(client, org, "curator")
    formset = {"aliases-TOTAL_FORMS": 1, "aliases-INITIAL_FORMS": 0, "aliases-0-key": "  WINDSOR   on "}
    curator.post(reverse("admin:crm_branch_add"), {"name": "Windsor", "is_active": "on"} | formset)
    with org_context(org, actor="maya"):
        keys = sorted(BranchAlias.objects.for_org(org).values_list("key", flat=True))
    assert keys == sorted(filter(None, [branch_key("WINDSOR on"), branch_key("Windsor")]))


def test_a_spelling_that_means_another_thing_is_refused_in_words(client: Client, org: Org, branch: Branch) -> None:
    with org_context(org, actor="maya"):
        BranchAlias.objects.create(org=org, key="windsor", target=branch)
    formset = {"aliases-TOTAL_FORMS": 1, "aliases-INITIAL_FORMS": 0, "aliases-0-key": "windsor"}
    page = log_in(client, org, "curator").post(
        reverse("admin:crm_branch_add"), {"name": "Windsor", "is_active": "on"} | formset
    )
    assert page.status_code == 200
    assert "already exists" in page.content.decode()


def test_what_rows_are_matched_by_follows_an_edit(client: Client, org: Org) -> None:
    with org_context(org, actor="maya"):
        customer = Customer.objects.create(org=org, name="Leonora Velmont", email_key="old@example.com")
    given = {"name": "Leonora Reyes", "email": "Reyes@Example.com", "phone": "(416) 555-0188"}
    log_in(client, org, "curator").post(reverse("admin:crm_customer_change", args=[customer.pk]), given)
    with org_context(org, actor="maya"):
        customer.refresh_from_db()
    assert (customer.name_key, customer.email_key, customer.phone_key) == (
        "leonora reyes",
        "reyes@example.com",
        "4165550188",
    )


def test_rows_of_reports_are_corrected_and_never_added_by_hand(client: Client, org: Org) -> None:
    assert log_in(client, org, "curator").get(reverse("admin:crm_job_add")).status_code == 403
