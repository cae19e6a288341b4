"""Links that data proves are set once; what it does not prove stays open and is counted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aiop.audit.models import ChangeSet
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from hvac.links import link_company, open_ends
from hvac.models import Customer, Employee, Lead, Part, ServiceCall, StockItem, Technician, Vehicle
from tests.factories.hvac_awkward import FIRST, write
from tests.unit.hvac.desk import load

pytestmark = pytest.mark.django_db

MORE = {
    "employees": """employee_id,employee_number,department,job_title,hire_date,salary,employment_status,supervisor_id,emergency_contact,benefits_enrolled,performance_rating,first_name,last_name,sales_rep_code
1,EMP-0001,Service,Technician,2021-05-01,80000,Active,,,True,4.0,Tom,Ash,
2,EMP-0002,Service,Lead,2020-06-02,90000,Active,,,True,4.0,Uma,Bay,
3,EMP-0003,Sales,Sales Representative,2020-06-01,60000,Active,,,True,4.0,Flo,Ray,Sales Rep 1
""",
    "locations": """location_id,location_code,name,location_type,parent_location_id,address,city,state,zip5,timezone,phone,manager_employee_id,tax_jurisdiction,is_osha_establishment,opened_on,closed_on,vehicle_id
1,HQ,Head office,HQ,,,,,,America/Phoenix,,,AZ,True,2015-01-01,,
2,WH,Warehouse,Warehouse,1,,,,,America/Phoenix,,,AZ,False,2015-01-01,,
""",
    "employee_assignments": """assignment_id,employee_id,location_id,from_date,to_date,is_primary
1,1,1,2021-05-01,,True
""",
    "vehicle_assignments": """vehicle_assignment_id,vehicle_id,location_id,technician_id,from_date,to_date
1,1,1,1,2021-05-01,2022-01-01
2,1,2,1,2022-01-02,
""",
    "vendors": """vendor_id,vendor_code,name,legal_name,vendor_type,contact_name,email,phone,address,payment_terms,tax_id,w9_on_file,is_1099,credit_limit,default_lead_time_days,min_order_amount,status,preferred
1,V-1,BRIGHT LLC,,Parts Distributor,,,,,Net 30,,True,False,,5,,Active,True
""",
    "marketing_campaigns": """campaign_id,campaign_name,campaign_type,start_date,end_date,budget,actual_spend,target_audience,lead_source,conversion_rate,roi
1,Web autumn,Search Ads,2024-10-01,2024-12-20,1000,900,All,Website,,
2,Web winter,Search Ads,2024-12-01,,1000,900,All,Website,,
3,Friends,Referral Drive,2024-10-01,2024-11-01,1000,900,All,Referral,,
""",
    "service_territories": """territory_id,territory_name,zip_codes,assigned_technician_id,service_level,travel_time
1,Mesa,852,1,Standard,20
2,Mesa centre,85201;84601,2,Priority,15
3,Provo,84601;123,2,Priority,15
""",
}  # fmt: skip


@pytest.fixture
def company(org: Org, tmp_path: Path) -> Org:
    """Give the organisation with the awkward company and what proves links."""
    load(org, write(tmp_path / "first", FIRST))
    results = load(org, write(tmp_path / "more", MORE))
    assert [(r["kind"], r["quarantined"]) for r in results if r["quarantined"]] == []
    return org


def linked(model: Any, link: str) -> dict[int, int | None]:
    """Give for each row's number the number of the row that a link leads to."""
    rows = model.objects.select_related(link).order_by("number")
    return {row.number: getattr(row, link) and getattr(row, link).number for row in rows}


def test_each_link_is_set_where_data_proves_it_and_nowhere_else(company: Org) -> None:
    with org_context(company, actor="test"):
        written = link_company(company)
        # The second was hired on another day than the employee of that name.
        assert linked(Technician, "employee") == {1: 1, 2: None}
        # With and without its legal form, the supplier is the vendor.
        assert linked(Part, "vendor") == {1: 1, 2: 1, 3: 1}
        assert linked(Lead, "sales_rep") == {1: 3, 2: None}
        # Of two that ran, the later; the other's source had ended more than thirty days before.
        assert linked(Lead, "campaign") == {1: 2, 2: None}
        # The longer prefix wins, one that two claim proves nothing, military post belongs to no territory.
        assert linked(Customer, "territory") == {
            1: 2, 2: None, 3: None, 4: None, 5: None, 6: None, 7: 2, 8: 2, 9: 1, 10: 1, 11: 1,
        }  # fmt: skip
        assert linked(Vehicle, "location") == {1: 2, 2: None}
        assert set(linked(StockItem, "location").values()) == {2}
        assert linked(ServiceCall, "location") == {1: 1, 2: None, 3: 1}
        assert linked(ServiceCall, "installed_device") == {1: 1, 2: 2, 3: None}
        assert sum(written.values()) == 25
        wanting = open_ends(company)
        assert wanting["technicians whom no employee proves to be"] == 1
        assert wanting["customers whose ZIP code no one territory has"] == 5


def test_linking_again_writes_nothing_and_opens_no_change_set(company: Org) -> None:
    with org_context(company, actor="test"):
        link_company(company)
        before = ChangeSet.objects.count()
        assert set(link_company(company).values()) == {0}
        assert ChangeSet.objects.count() == before


def test_without_a_file_of_employees_technicians_are_employees_until_one_comes(org: Org, tmp_path: Path) -> None:
    load(org, write(tmp_path / "first", FIRST))
    with org_context(org, actor="test"):
        assert link_company(org)["employees made of technicians"] == 2
        assert set(link_company(org).values()) == {0}
        made = [
            (one.first_name, one.last_name, str(one.salary), one.job_title)
            for one in Employee.objects.order_by("number")
        ]
        assert made == [
            ("Tom", "Ash", "87360.00", "Service Technician II"),
            ("Uma", "Bay", "114400.00", "Lead Technician"),
        ]
        assert [one.employee.first_name for one in Technician.objects.order_by("number")] == ["Tom", "Uma"]
    load(org, write(tmp_path / "more", {"employees": MORE["employees"]}))
    with org_context(org, actor="test"):
        link_company(org)
        assert sorted(Employee.objects.values_list("number", flat=True)) == [1, 2, 3]
        assert linked(Technician, "employee") == {1: 1, 2: None}
