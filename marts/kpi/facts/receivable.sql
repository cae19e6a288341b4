-- What each location owes each unit: balances of invoices up to the day, of completed jobs or of no job, less money that its
-- customer paid and nobody has applied. Such money names no location: it goes to the customer's location that owes the
-- payment's unit most, else to the customer's first location.
WITH open AS (
    SELECT coalesce(s.location_source_id, 0) AS location_id, coalesce(s.business_unit_source_id, 0) AS unit_id,
           s.customer_source_id AS customer_id, sum(s.balance) AS balance,
           sum(s.balance) FILTER (WHERE %(day)s::date - s.invoice_date <= 30) AS current,
           sum(s.balance) FILTER (WHERE %(day)s::date - s.invoice_date BETWEEN 31 AND 60) AS older,
           sum(s.balance) FILTER (WHERE %(day)s::date - s.invoice_date > 60) AS oldest
    FROM servicetitan_invoice s
    LEFT JOIN servicetitan_job j ON j.org_id = s.org_id AND j.source_id = s.job_source_id
    WHERE s.org_id = %(org)s AND s.active IS NOT FALSE AND s.deleted_at IS NULL AND s.invoice_date <= %(day)s::date
      AND s.balance <> 0 AND (s.job_source_id IS NULL
           OR (j.job_status = 'Completed' AND j.active IS NOT FALSE AND j.deleted_at IS NULL))
    GROUP BY 1, 2, 3
), unapplied AS (
    SELECT p.customer_source_id AS customer_id, coalesce(p.business_unit_source_id, 0) AS unit_id,
           sum(p.unapplied_amount) AS amount
    FROM servicetitan_payment p
    WHERE p.org_id = %(org)s AND p.active IS NOT FALSE AND p.deleted_at IS NULL AND p.date <= %(day)s::date
      AND p.unapplied_amount <> 0
    GROUP BY 1, 2
), taken_off AS (
    SELECT DISTINCT ON (u.customer_id, u.unit_id) coalesce(open.location_id, l.source_id, 0) AS location_id, u.unit_id, u.amount
    FROM unapplied u
    LEFT JOIN servicetitan_location l
      ON l.org_id = %(org)s AND l.customer_source_id = u.customer_id AND l.deleted_at IS NULL
    LEFT JOIN open ON open.customer_id = u.customer_id AND open.unit_id = u.unit_id
    ORDER BY u.customer_id, u.unit_id, open.balance DESC NULLS LAST, l.source_id
), less AS (
    SELECT location_id, unit_id, sum(amount) AS amount FROM taken_off GROUP BY 1, 2
), owed AS (
    SELECT location_id, unit_id, sum(balance) AS balance, sum(current) AS current, sum(older) AS older, sum(oldest) AS oldest
    FROM open GROUP BY 1, 2
)
SELECT %(day)s::date AS day, location_id, unit_id, NULL::bigint AS type_id,
       coalesce(owed.balance, 0)::numeric(18, 4) AS balance, coalesce(less.amount, 0)::numeric(18, 4) AS unapplied,
       (coalesce(owed.balance, 0) - coalesce(less.amount, 0))::numeric(18, 4) AS net,
       coalesce(owed.current, 0)::numeric(18, 4) AS current, coalesce(owed.older, 0)::numeric(18, 4) AS older,
       coalesce(owed.oldest, 0)::numeric(18, 4) AS oldest
FROM owed FULL JOIN less USING (location_id, unit_id)
