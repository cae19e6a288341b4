-- One row a ZIP code, or its first three digits; of areas that list the same one the first by number has it.
WITH listed AS (
    SELECT code AS prefix, (array_agg(t.id ORDER BY t.number))[1] AS territory_id, count(DISTINCT t.id) AS claims
    FROM hvac_serviceterritory t CROSS JOIN LATERAL unnest(string_to_array(t.zip_codes, ';')) AS code
    WHERE t.org_id = %(org)s GROUP BY code
), people AS (
    SELECT prefix, count(*) AS customers
    FROM hvac_customer c CROSS JOIN LATERAL (VALUES (c.zip5), (left(c.zip5, 3))) AS of_customer (prefix)
    WHERE c.org_id = %(org)s AND c.zip5 IS NOT NULL GROUP BY prefix
)
SELECT l.prefix, l.territory_id, l.claims, coalesce(p.customers, 0) AS customers
FROM listed l LEFT JOIN people p USING (prefix)
