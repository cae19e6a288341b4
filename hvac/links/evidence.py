"""What proves a link between two rows, as SQL. What is not proved stays empty, and is counted.

Each proof selects `id` of a row and `target` of its link, one row each, with %(org)s bound. `due` is SQL for the rows t that a link is
looked for at all.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

from hvac.links.stand_ins import FIRST
from hvac.models import Customer, Lead, Part, Quote, ServiceCall, StockItem, Technician, Vehicle


@dataclass(frozen=True, slots=True)
class Link:
    """A link that follows from evidence; `wanting` says what it means that there is none."""

    name: str
    model: type[models.Model]
    column: str
    proof: str
    wanting: str
    due: str = "true"


# Whoever bears the name and was hired that day; where employees have no names, the one of the same number, if he is in the service.
# Stand-ins are linked as they are made.
_EMPLOYEE = f"""
    SELECT t.id, min(e.id) AS target FROM hvac_technician t JOIN hvac_employee e ON e.org_id = t.org_id
        AND e.hire_date = t.hire_date AND e.number < {FIRST} AND CASE
            WHEN e.last_name IS NOT NULL
                THEN lower(btrim(concat_ws(' ', e.first_name, e.last_name))) = lower(btrim(t.name))
            ELSE e.number = t.number AND e.department = 'Service' END
    WHERE t.org_id = %(org)s GROUP BY t.id HAVING count(*) = 1
"""
# Whoever is the same firm, by its name or by what reviewers decided of names.
_VENDOR = """
    SELECT p.id, min(v.id) AS target FROM hvac_part p JOIN hvac_vendor v ON v.org_id = p.org_id AND v.firm_id = p.firm_id
    WHERE p.org_id = %(org)s GROUP BY p.id HAVING count(*) = 1
"""
_LEADS_REP = """
    SELECT l.id, e.id AS target FROM hvac_lead l
    JOIN hvac_employee e ON e.org_id = l.org_id AND e.sales_rep_code = l.assigned_to WHERE l.org_id = %(org)s
"""
_QUOTES_REP = """
    SELECT q.id, e.id AS target FROM hvac_quote q
    JOIN hvac_employee e ON e.org_id = q.org_id AND e.sales_rep_code = q.created_by WHERE q.org_id = %(org)s
"""
# While it ran and thirty days after; of several the one that began last.
_CAMPAIGN = """
    SELECT DISTINCT ON (l.id) l.id, c.id AS target FROM hvac_lead l
    JOIN hvac_marketingcampaign c ON c.org_id = l.org_id AND c.lead_source = l.lead_source
        AND l.created_date >= c.start_date AND (c.end_date IS NULL OR l.created_date <= c.end_date + 30)
    WHERE l.org_id = %(org)s ORDER BY l.id, c.start_date DESC, c.number
"""
# The e-mail of one customer on the mailing list, or else name and phone of one.
_CONVERTED = """
    SELECT id, min(target) AS target FROM (
        SELECT l.id, m.customer_id AS target FROM hvac_lead l
        JOIN hvac_mailingcontact m ON m.org_id = l.org_id AND m.email_key = l.email_key AND m.customer_id IS NOT NULL
        WHERE l.org_id = %(org)s AND l.status = 'Converted'
        UNION
        SELECT l.id, c.id FROM hvac_lead l JOIN hvac_customer c ON c.org_id = l.org_id AND c.phone_key = l.phone_key
            AND lower(c.name) IN (lower(l.first_name || ' ' || l.last_name), lower(l.company_name))
        WHERE l.org_id = %(org)s AND l.status = 'Converted'
    ) found GROUP BY id HAVING count(DISTINCT target) = 1
"""
# The longest prefix of the ZIP code; one that two territories claim proves nothing. Military post has a state of its own.
_TERRITORY = """
    WITH prefix AS (
        SELECT code, min(t.id) AS target FROM hvac_serviceterritory t CROSS JOIN LATERAL unnest(string_to_array(t.zip_codes, ';')) AS code
        WHERE t.org_id = %(org)s GROUP BY code HAVING count(DISTINCT t.id) = 1
    )
    SELECT c.id, coalesce(whole.target, start.target) AS target FROM hvac_customer c
    LEFT JOIN prefix whole ON whole.code = c.zip5 LEFT JOIN prefix start ON start.code = left(c.zip5, 3)
    WHERE c.org_id = %(org)s AND c.state NOT IN ('AA', 'AE', 'AP') AND coalesce(whole.target, start.target) IS NOT NULL
"""
_VEHICLE = """
    SELECT a.vehicle_id AS id, min(a.location_id) AS target FROM hvac_vehicleassignment a
    WHERE a.org_id = %(org)s AND a.to_date IS NULL AND a.vehicle_id IS NOT NULL AND a.location_id IS NOT NULL
    GROUP BY a.vehicle_id HAVING count(DISTINCT a.location_id) = 1
"""
_WAREHOUSE = """
    WITH single AS (
        SELECT min(w.id) AS id FROM hvac_location w
        WHERE w.org_id = %(org)s AND w.location_type = 'Warehouse' AND w.closed_on IS NULL HAVING count(*) = 1
    )
    SELECT s.id, single.id AS target FROM hvac_stockitem s CROSS JOIN single WHERE s.org_id = %(org)s
"""
# Where the technician belonged on that day.
_BRANCH = """
    SELECT c.id, min(a.location_id) AS target FROM hvac_servicecall c
    JOIN hvac_technician t ON t.id = c.technician_id
    JOIN hvac_employeeassignment a ON a.org_id = c.org_id AND a.employee_id = t.employee_id AND a.is_primary
        AND c.service_date >= a.from_date AND (a.to_date IS NULL OR c.service_date <= a.to_date)
    WHERE c.org_id = %(org)s AND a.location_id IS NOT NULL GROUP BY c.id HAVING count(DISTINCT a.location_id) = 1
"""
_DEVICE = """
    WITH single AS (
        SELECT d.customer_id, d.equipment_id, min(d.id) AS id FROM hvac_installeddevice d
        WHERE d.org_id = %(org)s GROUP BY 1, 2 HAVING count(*) = 1
    )
    SELECT c.id, single.id AS target FROM hvac_servicecall c
    JOIN single ON single.customer_id = c.customer_id AND single.equipment_id = c.equipment_id WHERE c.org_id = %(org)s
"""

VENDORS = Link("vendors of parts", Part, "vendor_id", _VENDOR, "parts whose supplier is no vendor, or several")
LINKS = (
    Link("employees of technicians", Technician, "employee_id", _EMPLOYEE, "technicians whom no employee proves to be"),
    VENDORS,
    Link("sales reps of leads", Lead, "sales_rep_id", _LEADS_REP, "leads of a name that no employee sells under"),
    Link("sales reps of quotes", Quote, "sales_rep_id", _QUOTES_REP, "quotes of a name that no employee sells under"),
    Link("campaigns of leads", Lead, "campaign_id", _CAMPAIGN, "leads that no campaign of their source was running for"),
    Link(
        "customers of leads", Lead, "converted_customer_id", _CONVERTED, "converted leads that no one customer is proved to be",
        due="t.status = 'Converted'",
    ),
    Link("territories of customers", Customer, "territory_id", _TERRITORY, "customers whose ZIP code no one territory has"),
    Link("places of vehicles", Vehicle, "location_id", _VEHICLE, "vehicles without one open assignment"),
    Link("places of stock", StockItem, "location_id", _WAREHOUSE, "stock, where there is not exactly one warehouse"),
    Link("places of calls", ServiceCall, "location_id", _BRANCH, "calls whose technician belonged to no one place that day"),
    Link("devices of calls", ServiceCall, "installed_device_id", _DEVICE, "calls whose customer has not exactly one such device"),
)  # fmt: skip
