"""Which customer each booking and won job belongs to: an existing one, or a new one that the earliest of them founds."""

from __future__ import annotations

from crm.link.grouping import group
from crm.link.known_names import gather_known
from crm.link.own import own
from crm.link.plan import Plan

_BOOKINGS = f"""
    SELECT id, quote_number, own_customer_id AS customer_id, is_test, booked_date AS day, customer_name AS name, name_key,
           crm_person_identity(name_key, customer_name) AS who, email, email_key, phone_number AS phone, phone_key
    FROM {own("crm_bookedopportunity")} b
"""
_JOBS = f"""
    SELECT j.id, j.job_id, j.job_number, j.quote_number, j.own_customer_id AS customer_id, j.customer_method, j.is_duplicate, j.job_date AS day,
           j.customer_name AS name, j.name_key, crm_person_identity(j.name_key, j.customer_name) AS who,
           j.customer_email AS email, j.email_key, j.customer_phone AS phone, j.phone_key,
           j.origin_city, j.origin_state, j.origin_zip, j.origin_address,
           j.destination_city, j.destination_state, j.destination_zip, j.destination_address, b.id AS booking_id
    FROM {own("crm_job")} j LEFT JOIN link_booking b ON b.quote_number = j.quote_number AND NOT b.is_test
    WHERE j.opportunity_status IN ('BOOKED', 'CLOSED') AND NOT j.is_test
"""
# Rows without a customer; `founds` tells which of them may found one.
_UNITS = """
    SELECT row_number() OVER () AS unit, u.*, CASE source WHEN 'booking' THEN 'quote ' ELSE 'job ' END || tie AS listed_as FROM (
        SELECT 'booking' AS source, id AS row_id, quote_number, day, quote_number AS tie, name, name_key, who, true AS founds,
               'Booking ' || quote_number || coalesce(': ' || name, '') AS label
        FROM link_booking WHERE customer_id IS NULL AND NOT is_test
        UNION ALL
        SELECT 'job', id, quote_number, day, job_id, name, name_key, who, NOT is_duplicate,
               'Job ' || coalesce(job_number, job_id) || coalesce(': ' || name, '')
        FROM link_job WHERE customer_id IS NULL AND booking_id IS NULL AND (email_key IS NOT NULL OR phone_key IS NOT NULL)
    ) u
"""
# A booking is also reached by what the jobs of its quote carry.
_POINTS = """
    WITH contact AS (
        SELECT u.unit, b.email_key, b.phone_key FROM link_unit u JOIN link_booking b ON u.source = 'booking' AND b.id = u.row_id
        UNION ALL
        SELECT u.unit, j.email_key, j.phone_key FROM link_unit u JOIN link_job j ON u.source = 'booking' AND j.booking_id = u.row_id
        UNION ALL
        SELECT u.unit, j.email_key, j.phone_key FROM link_unit u JOIN link_job j ON u.source = 'job' AND j.id = u.row_id
    ), own AS (
        SELECT unit, 'email' AS kind, email_key AS key FROM contact WHERE email_key IS NOT NULL
        UNION
        SELECT unit, 'phone', phone_key FROM contact WHERE phone_key IS NOT NULL
    )
    SELECT unit, kind, key FROM own
    UNION ALL
    SELECT DISTINCT -k.customer_id, k.kind, k.key FROM known_point k JOIN own USING (kind, key)
"""
_NAMES = """
    SELECT unit, who, true AS is_main FROM link_unit WHERE who IS NOT NULL
    UNION ALL
    SELECT DISTINCT -n.customer_id, n.who, n.is_main FROM known_name n
    JOIN (SELECT DISTINCT -unit AS customer_id FROM group_point WHERE unit < 0) reached USING (customer_id)
"""
_NODES = """
    SELECT unit, unit AS node, false AS closed FROM (SELECT unit FROM link_unit UNION SELECT unit FROM group_point) u
"""
# A customer who was made from this very row, and came by a file, is there already. A booking that arrives after its jobs, when
# they alone made a customer, takes that customer over.
_HEIRS = """
    SELECT u.unit, c.id AS customer_id FROM link_unit u JOIN crm_customer c ON c.org_id = %(org)s AND c.listed_as = u.listed_as
    UNION ALL
    SELECT min(u.unit), min(j.customer_id)
    FROM link_job j JOIN link_unit u ON u.source = 'booking' AND u.row_id = j.booking_id
    WHERE j.customer_id IS NOT NULL
      AND NOT EXISTS (SELECT FROM link_booking b WHERE b.customer_id = j.customer_id)
      AND NOT EXISTS (SELECT FROM crm_customer c WHERE c.org_id = %(org)s AND c.listed_as = u.listed_as)
      AND NOT EXISTS (SELECT FROM link_job o WHERE o.customer_id = j.customer_id AND o.quote_number IS DISTINCT FROM j.quote_number)
    GROUP BY j.booking_id HAVING count(DISTINCT j.customer_id) = 1
"""
_FOUNDERS = """
    SELECT DISTINCT ON (n.node) n.node, u.unit, u.source, u.row_id
    FROM group_node n JOIN link_unit u USING (unit)
    WHERE u.founds AND n.node > 0 AND (NOT n.closed OR u.source = 'booking')
    ORDER BY n.node, u.source, u.day NULLS LAST, length(u.tie), u.tie COLLATE "C"
"""
_MADE = """
    SELECT node, unit, {new_id} AS customer_id FROM (
        SELECT f.* FROM link_founder f LEFT JOIN link_heir h USING (unit) WHERE h.unit IS NULL ORDER BY f.unit
    ) f
"""
_ASSIGNED = """
    WITH customer AS (
        SELECT node, customer_id, 'new' AS origin FROM link_made
        UNION ALL
        SELECT f.node, h.customer_id, 'heir' FROM link_founder f JOIN link_heir h USING (unit)
    ), shared AS (
        SELECT unit, bool_or(kind = 'email') AS by_email, bool_or(kind = 'phone') AS by_phone
        FROM (SELECT DISTINCT p.unit, p.kind, min(p.unit) OVER same <> max(p.unit) OVER same AS is_shared
              FROM group_point p JOIN group_node n USING (unit) WINDOW same AS (PARTITION BY n.node, p.kind, p.key)) s
        WHERE is_shared GROUP BY unit
    )
    SELECT u.unit, u.source, u.row_id, u.label, coalesce(c.customer_id, -n.node) AS customer_id,
           CASE WHEN c.origin = 'heir' AND f.unit IS NOT NULL THEN 'quote' WHEN f.unit IS NOT NULL THEN 'new'
                WHEN s.by_email THEN 'email' ELSE 'phone' END AS method
    FROM link_unit u JOIN group_node n USING (unit)
    LEFT JOIN customer c ON c.node = n.node
    LEFT JOIN link_founder f ON f.unit = u.unit
    LEFT JOIN shared s ON s.unit = u.unit
    WHERE c.customer_id IS NOT NULL OR n.node < 0
"""


def gather_rows(plan: Plan) -> None:
    """Fill link_booking (all) and link_job (won and genuine, each with the booking of its quote)."""
    plan.temp("link_booking", _BOOKINGS)
    plan.temp("link_job", _JOBS)


def assign_customers(plan: Plan) -> None:
    """Fill link_unit (rows without customer), link_made (new customers) and link_assigned (row, customer, method)."""
    plan.temp("link_unit", _UNITS)
    gather_known(plan)
    plan.temp("group_point", _POINTS)
    plan.temp("group_name", _NAMES)
    if plan.temp("group_node", _NODES):
        group(plan)
    plan.temp("link_heir", _HEIRS)
    plan.temp("link_founder", _FOUNDERS)
    plan.temp("link_made", _MADE.format(new_id=plan.new_id("crm_customer")))
    plan.temp("link_assigned", _ASSIGNED)
