"""Employees as technicians state them, where no file of employees has come: every technician is one (sheet 4.3).

As soon as an employee is known otherwise, by a file or by hand, the stand-ins go, and links are proved by name and day.
"""

from __future__ import annotations

from django.db import connection
from django.db.models import ProtectedError

from aiop.orgs.models import Org
from hvac.models import Employee, Technician

# Numbers that no file has: a stand-in's is this and its technician's.
FIRST = 1_000_000_000
HOURS_A_YEAR = 2080  # 52 weeks of 40 hours

_MADE = f"""
    INSERT INTO hvac_employee (org_id, number, employee_number, department, job_title, hire_date, salary, employment_status,
        benefits_enrolled, first_name, last_name, phone, pay_type)
    SELECT t.org_id, {FIRST} + t.number, 'TECH-' || lpad(t.number::text, 4, '0'), 'Service',
        CASE t.technician_level WHEN 'junior' THEN 'Service Technician I' WHEN 'senior' THEN 'Service Technician II'
            WHEN 'lead' THEN 'Lead Technician' ELSE 'Refrigeration Specialist' END,
        t.hire_date, t.hourly_rate * {HOURS_A_YEAR}, 'Active', false, split_part(t.name, ' ', 1),
        nullif(btrim(substr(t.name, length(split_part(t.name, ' ', 1)) + 1)), ''), t.phone, 'Hourly'
    FROM hvac_technician t WHERE t.org_id = %(org)s AND t.hourly_rate > 0 AND t.number BETWEEN 0 AND {FIRST}
    ON CONFLICT (org_id, number) DO UPDATE SET job_title = excluded.job_title, hire_date = excluded.hire_date,
        salary = excluded.salary, first_name = excluded.first_name, last_name = excluded.last_name, phone = excluded.phone,
        updated_at = now()
    WHERE (hvac_employee.job_title, hvac_employee.hire_date, hvac_employee.salary, hvac_employee.first_name, hvac_employee.last_name,
        hvac_employee.phone) IS DISTINCT FROM (excluded.job_title, excluded.hire_date, excluded.salary, excluded.first_name,
        excluded.last_name, excluded.phone)
"""
_LINKED = f"""
    UPDATE hvac_technician t SET employee_id = e.id, updated_at = now() FROM hvac_employee e
    WHERE t.org_id = %(org)s AND e.org_id = t.org_id AND e.number = {FIRST} + t.number AND t.employee_id IS DISTINCT FROM e.id
"""


def settle_stand_ins(org: Org) -> int:
    """Make employees of technicians, or let go those that were made, in the caller's transaction; gives how many rows changed."""
    known = Employee.objects.for_org(org)
    if known.filter(number__lt=FIRST).exists():
        return _let_go(org)
    with connection.cursor() as cursor:
        cursor.execute(_MADE, {"org": org.pk})
        made = int(cursor.rowcount)
        cursor.execute(_LINKED, {"org": org.pk})
    return made


def _let_go(org: Org) -> int:
    stand_ins = Employee.objects.for_org(org).filter(number__gte=FIRST)
    gone = 0
    for employee in stand_ins:
        Technician.objects.for_org(org).filter(employee=employee).update(employee=None)
        try:
            employee.delete()
        except ProtectedError:
            # Somebody has filed something under it by hand; whoever did must say whose it is.
            continue
        gone += 1
    return gone
