-- One row a place of the company and month; calls whose technician belonged to no place stand under none.
WITH jobs AS (
    SELECT location_id AS id, date_trunc('month', service_date)::date AS month, count(*) AS calls,
        count(DISTINCT technician_id) AS technicians, sum(labour_hours) AS call_hours, count(revenue) AS invoiced_calls,
        sum(revenue) AS revenue, sum(labour_cost) AS labour_cost, sum(parts_cost) AS parts_cost, sum(overhead) AS overhead,
        sum(gross_margin) AS gross_margin, count(gross_margin) AS margin_calls
    FROM hvac_jobcost WHERE org_id = %(org)s GROUP BY 1, 2
), answers AS (
    SELECT j.location_id AS id, date_trunc('month', j.service_date)::date AS month, count(*) AS answers,
        sum(f.overall_satisfaction) AS score_sum
    FROM hvac_customerfeedback f JOIN hvac_jobcost j ON j.service_call_id = f.service_call_id AND j.org_id = f.org_id
    WHERE f.org_id = %(org)s GROUP BY 1, 2
), paid AS (
    SELECT invoice_id, sum(amount) AS amount FROM hvac_payment
    WHERE org_id = %(org)s AND status = 'Completed' AND invoice_id IS NOT NULL GROUP BY invoice_id
), bills AS (
    SELECT j.location_id AS id, date_trunc('month', j.service_date)::date AS month, sum(i.total_amount) AS billed,
        sum(greatest(i.total_amount - coalesce(p.amount, 0), 0)) AS open_balance,
        sum(greatest(i.total_amount - coalesce(p.amount, 0), 0)) FILTER (WHERE i.due_date < %(today)s) AS overdue_balance
    FROM hvac_invoice i JOIN hvac_jobcost j ON j.service_call_id = i.service_call_id AND j.org_id = i.org_id
    LEFT JOIN paid p ON p.invoice_id = i.id
    WHERE i.org_id = %(org)s AND i.status <> 'Cancelled' GROUP BY 1, 2
)
SELECT j.id AS location_id, j.month, calls, technicians, call_hours, invoiced_calls, revenue, labour_cost, parts_cost, overhead,
    gross_margin, margin_calls, coalesce(a.answers, 0) AS answers, coalesce(a.score_sum, 0) AS score_sum,
    b.billed, b.open_balance, CASE WHEN b.billed IS NOT NULL THEN coalesce(b.overdue_balance, 0) END AS overdue_balance
FROM jobs j
LEFT JOIN answers a ON a.id IS NOT DISTINCT FROM j.id AND a.month = j.month
LEFT JOIN bills b ON b.id IS NOT DISTINCT FROM j.id AND b.month = j.month
