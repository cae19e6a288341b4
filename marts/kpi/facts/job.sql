-- One row per job of the source that is still there: its days, whether it is an opportunity, what it earned and cost.
-- Values that many rows add up to are summed before they are joined, so that nothing is counted twice.
WITH RECURSIVE merges AS (
    SELECT c.source_id AS merged, c.merged_to_source_id AS into_id, 1 AS step
    FROM servicetitan_customer c WHERE c.org_id = %(org)s AND c.merged_to_source_id IS NOT NULL
    UNION ALL
    SELECT m.merged, c.merged_to_source_id, m.step + 1
    FROM merges m JOIN servicetitan_customer c ON c.org_id = %(org)s AND c.source_id = m.into_id
    WHERE c.merged_to_source_id IS NOT NULL AND m.step < 20
), survivors AS (
    SELECT DISTINCT ON (merged) merged, into_id AS id FROM merges ORDER BY merged, step DESC
), visits AS (
    SELECT s.job_source_id AS job_id,
           coalesce(min(s.start) FILTER (WHERE s.status IS DISTINCT FROM 'Canceled' AND s.active IS NOT FALSE
                                           AND s.unused IS NOT TRUE AND s.deleted_at IS NULL), min(s.start)) AS start_at
    FROM servicetitan_appointment s WHERE s.org_id = %(org)s AND s.start IS NOT NULL {of_job} GROUP BY 1
), offers AS (
    SELECT s.job_source_id AS job_id, count(*) AS estimate_count,
           count(*) FILTER (WHERE s.status_name = 'Sold' AND s.sold_on IS NOT NULL) AS sold_count,
           sum(s.subtotal) FILTER (WHERE s.status_name = 'Sold' AND s.sold_on IS NOT NULL) AS sold_amount,
           min(s.sold_on) FILTER (WHERE s.status_name = 'Sold') AS first_sold_at
    FROM servicetitan_estimate s
    WHERE s.org_id = %(org)s AND s.active IS NOT FALSE AND s.deleted_at IS NULL {of_job} GROUP BY 1
), bills AS (
    SELECT s.job_source_id AS job_id, sum(s.sub_total) AS revenue, sum(s.total - s.sub_total) AS tax,
           sum(s.sub_total) FILTER (WHERE s.adjustment_to_source_id IS NOT NULL) AS adjustments
    FROM servicetitan_invoice s
    WHERE s.org_id = %(org)s AND s.active IS NOT FALSE AND s.deleted_at IS NULL {of_job} GROUP BY 1
), material AS (
    SELECT s.job_source_id AS job_id, sum(coalesce(i.total_cost, i.cost * i.quantity)) AS amount
    FROM servicetitan_invoice s
    JOIN servicetitan_invoiceitem i ON i.org_id = s.org_id AND i.invoice_source_id = s.source_id
    WHERE s.org_id = %(org)s AND s.active IS NOT FALSE AND s.deleted_at IS NULL AND i.deleted_at IS NULL
      AND i.type IN ('Material', 'Equipment') {of_job} GROUP BY 1
), pay AS (
    SELECT s.job_source_id AS job_id, sum(s.amount) AS amount FROM servicetitan_grosspayitem s
    WHERE s.org_id = %(org)s AND s.active IS NOT FALSE AND s.deleted_at IS NULL AND s.job_source_id > 0 {of_job} GROUP BY 1
), ordered AS (
    SELECT s.job_source_id AS job_id, sum(s.total) AS amount FROM servicetitan_purchaseorder s
    WHERE s.org_id = %(org)s AND s.status IS DISTINCT FROM 'Canceled' AND s.active IS NOT FALSE AND s.deleted_at IS NULL {of_job}
    GROUP BY 1
), sent_back AS (
    SELECT s.job_source_id AS job_id, sum(s.return_amount) AS amount FROM servicetitan_return s
    WHERE s.org_id = %(org)s AND s.status IN ('Returned', 'CreditReceived') AND s.active IS NOT FALSE
      AND s.deleted_at IS NULL {of_job}
    GROUP BY 1
), known AS (
    SELECT s.*, coalesce(survivor.id, s.customer_source_id) AS customer_key,
           coalesce(c.test_override, c.name_says_test, false) AS is_test,
           coalesce(s.no_charge, false) OR coalesce(t.no_charge, false) AS is_no_charge,
           t.sold_threshold
    FROM servicetitan_job s
    LEFT JOIN servicetitan_customer c ON c.org_id = s.org_id AND c.source_id = s.customer_source_id
    LEFT JOIN survivors survivor ON survivor.merged = s.customer_source_id
    LEFT JOIN servicetitan_jobtype t ON t.org_id = s.org_id AND t.source_id = s.job_type_source_id
    WHERE s.org_id = %(org)s AND s.active IS NOT FALSE AND s.deleted_at IS NULL {of_source}
)
SELECT k.source_id AS job_id, coalesce(k.job_number, k.source_id::text) AS number, k.business_unit_source_id AS unit_id,
       k.job_type_source_id AS type_id, k.customer_key, coalesce(k.job_status, '') AS status, k.is_test, k.is_no_charge,
       (NOT k.is_no_charge OR coalesce(offers.sold_amount >= k.sold_threshold, false)
           OR coalesce(bills.revenue >= k.sold_threshold, false)) AS is_opportunity,
       coalesce(bills.revenue, 0) <> 0 AS has_revenue,
       k.created_on AS created_at, (k.created_on AT TIME ZONE %(zone)s)::date AS created_day,
       k.completed_on AS completed_at, (k.completed_on AT TIME ZONE %(zone)s)::date AS completed_day,
       coalesce(visits.start_at, k.completed_on, k.created_on) AS start_at,
       (coalesce(visits.start_at, k.completed_on, k.created_on) AT TIME ZONE %(zone)s)::date AS start_day,
       CASE WHEN visits.start_at IS NOT NULL THEN 'appointment' WHEN k.completed_on IS NOT NULL THEN 'completion'
            WHEN k.created_on IS NOT NULL THEN 'creation' ELSE '' END AS start_basis,
       offers.first_sold_at,
       (coalesce(offers.first_sold_at, CASE WHEN k.job_status = 'Completed' THEN k.completed_on END)
           AT TIME ZONE %(zone)s)::date AS opportunity_day,
       coalesce(offers.estimate_count, 0)::int AS estimate_count, coalesce(offers.sold_count, 0)::int AS sold_count,
       coalesce(offers.sold_amount, 0)::numeric(18, 4) AS sold_amount,
       coalesce(bills.revenue, 0)::numeric(18, 4) AS revenue,
       coalesce(bills.adjustments, 0)::numeric(18, 4) AS adjustments,
       coalesce(bills.tax, 0)::numeric(18, 4) AS tax,
       coalesce(pay.amount, 0)::numeric(18, 4) AS labour,
       coalesce(ordered.amount, 0)::numeric(18, 4) AS orders,
       coalesce(material.amount, 0)::numeric(18, 4) AS material_lines,
       coalesce(sent_back.amount, 0)::numeric(18, 4) AS returned
FROM known k
LEFT JOIN visits ON visits.job_id = k.source_id
LEFT JOIN offers ON offers.job_id = k.source_id
LEFT JOIN bills ON bills.job_id = k.source_id
LEFT JOIN material ON material.job_id = k.source_id
LEFT JOIN pay ON pay.job_id = k.source_id
LEFT JOIN ordered ON ordered.job_id = k.source_id
LEFT JOIN sent_back ON sent_back.job_id = k.source_id
