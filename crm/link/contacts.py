"""New customers, every contact value that was seen on the rows of a customer, and the address of the latest job."""

from __future__ import annotations

from crm.link.own import own
from crm.link.plan import Plan

_ADDRESS = (
    "origin_city, origin_state, origin_zip, origin_address, "
    "destination_city, destination_state, destination_zip, destination_address"
)

# Who was made here and has no contact point came by a file that this or another organisation gave out.
_SEEN = f"""
    SELECT w.customer_id, 'booking' AS source, b.day, b.quote_number AS tie, b.email, b.email_key, b.phone, b.phone_key
    FROM link_booked w JOIN link_booking b USING (id) WHERE w.customer_id IS NOT NULL
    UNION ALL
    SELECT w.customer_id, 'job', j.day, j.job_id, j.email, j.email_key, j.phone, j.phone_key
    FROM link_won w JOIN link_job j USING (id) WHERE w.customer_id IS NOT NULL
    UNION ALL
    SELECT c.id, 'list', NULL::date, c.smartmoving_id, c.email, c.email_key, c.phone, c.phone_key
    FROM crm_customer c WHERE c.org_id = %(org)s AND c.smartmoving_id IS NOT NULL
    UNION ALL
    SELECT c.id, 'list', NULL, c.listed_as, c.email, c.email_key, c.phone, c.phone_key
    FROM crm_customer c LEFT JOIN (SELECT DISTINCT own_customer_id FROM {own("crm_contactpoint")} o) p ON p.own_customer_id = c.id
    WHERE c.org_id = %(org)s AND c.smartmoving_id IS NULL AND c.merged_into_id IS NULL AND p.own_customer_id IS NULL
"""
_POINTS = """
    SELECT DISTINCT ON (customer_id, kind, key) * FROM (
        SELECT customer_id, 'email' AS kind, email_key AS key, btrim(email) AS value, source, day, tie FROM link_seen
        WHERE email_key IS NOT NULL
        UNION ALL
        SELECT customer_id, 'phone', phone_key, btrim(phone), source, day, tie FROM link_seen WHERE phone_key IS NOT NULL
    ) p ORDER BY customer_id, kind, key, source, day NULLS LAST, length(tie), tie COLLATE "C"
"""
_EARLIEST = """
    SELECT DISTINCT ON (customer_id, kind) customer_id, kind, key, value FROM link_point
    ORDER BY customer_id, kind, source, day NULLS LAST, length(tie), tie COLLATE "C", key
"""
# One whole address: parts of two moves would be an address that does not exist.
_ADDRESSES = f"""
    SELECT DISTINCT ON (w.customer_id) w.customer_id, {_ADDRESS}
    FROM link_won w JOIN link_job j USING (id)
    WHERE w.customer_id IS NOT NULL AND j.day IS NOT NULL AND NOT j.is_duplicate
      AND coalesce({_ADDRESS}) IS NOT NULL
    ORDER BY w.customer_id, j.day DESC, j.job_id COLLATE "C" DESC
"""
# `Velmont, Nadia` is turned round; a suffix behind the comma (`Velmont, Jr`) is not a first name.
_NEW = f"""
    SELECT m.customer_id AS id, 'new customers from ' || u.source || 's' AS rule, n.name AS label, n.name,
           split_part(n.plain, ' ', 1) AS first_name,
           nullif(substring(n.plain FROM ' (.*)$'), '') AS last_name,
           u.name_key, e.value AS email, e.key AS email_key, p.value AS phone, p.key AS phone_key,
           {_ADDRESS},
           u.listed_as
    FROM link_made m JOIN link_unit u USING (unit)
    LEFT JOIN link_earliest e ON e.customer_id = m.customer_id AND e.kind = 'email'
    LEFT JOIN link_earliest p ON p.customer_id = m.customer_id AND p.kind = 'phone'
    LEFT JOIN link_address a ON a.customer_id = m.customer_id
    CROSS JOIN LATERAL (SELECT coalesce(nullif(btrim(regexp_replace(u.name, '\\s+', ' ', 'g')), ''), e.value, p.value,
                                        CASE u.source WHEN 'booking' THEN 'Quote ' ELSE 'Job ' END || u.tie) AS name) given
    CROSS JOIN LATERAL (SELECT given.name, CASE WHEN given.name LIKE '%%,%%' THEN
        regexp_replace(given.name, '^([^,]+), *(?! |(?:[js]r|i{{1,3}}|iv)\\.?$)([^,]+)$', '\\2 \\1', 'i') ELSE given.name END AS plain) n
"""
_CUSTOMERS = f"""
    SELECT c.id, 'customers with a newer address or a first contact' AS rule, c.name AS label,
           coalesce(c.email, e.value) AS email, coalesce(c.email_key, e.key) AS email_key,
           coalesce(c.phone, p.value) AS phone, coalesce(c.phone_key, p.key) AS phone_key,
           {", ".join(f"CASE WHEN a.customer_id IS NULL THEN c.{name} ELSE a.{name} END AS {name}" for name in _ADDRESS.split(", "))}
    FROM crm_customer c
    LEFT JOIN link_address a ON a.customer_id = c.id
    LEFT JOIN link_earliest e ON e.customer_id = c.id AND e.kind = 'email' AND c.email_key IS NULL
    LEFT JOIN link_earliest p ON p.customer_id = c.id AND p.kind = 'phone' AND c.phone_key IS NULL
    WHERE c.org_id = %(org)s AND (
        e.key IS NOT NULL OR p.key IS NOT NULL OR a.customer_id IS NOT NULL AND
        ({", ".join(f"c.{name}" for name in _ADDRESS.split(", "))}) IS DISTINCT FROM
        ({", ".join(f"a.{name}" for name in _ADDRESS.split(", "))})
    )
"""
_NEW_POINTS = f"""
    SELECT {{new_id}} AS id, n.kind || ' contact points' AS rule, n.kind || ' ' || n.value AS label,
           n.customer_id, n.kind, n.key, n.value
    FROM link_point n
    LEFT JOIN {own("crm_contactpoint")} c ON c.own_customer_id = n.customer_id AND c.kind = n.kind AND c.key = n.key
    WHERE c.id IS NULL
"""


def plan_contacts(plan: Plan) -> None:
    """Plan new customers with everything known of them, and what became known of existing ones."""
    plan.temp("link_seen", _SEEN)
    plan.temp("link_point", _POINTS)
    plan.temp("link_earliest", _EARLIEST)
    plan.temp("link_address", _ADDRESSES)
    plan.insert("crm_customer", _NEW)
    plan.insert("crm_contactpoint", _NEW_POINTS.format(new_id=plan.new_id("crm_contactpoint")))
    plan.update("crm_customer", _CUSTOMERS)
