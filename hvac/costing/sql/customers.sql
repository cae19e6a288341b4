-- One row a customer.
WITH jobs AS (
    SELECT customer_id, count(*) AS calls, min(service_date) AS first_call, max(service_date) AS latest_call, sum(revenue) AS revenue,
        sum(gross_margin) AS margin, sum(gross_margin) FILTER (WHERE service_date > %(today)s - 365) AS yearly
    FROM hvac_jobcost WHERE org_id = %(org)s AND customer_id IS NOT NULL AND service_date <= %(today)s GROUP BY 1
), answers AS (
    SELECT customer_id, round(avg(overall_satisfaction), 2) AS satisfaction FROM hvac_customerfeedback
    WHERE org_id = %(org)s AND customer_id IS NOT NULL GROUP BY 1
), plans AS (
    SELECT customer_id FROM hvac_subscription
    WHERE org_id = %(org)s AND status = 'Active' AND %(today)s BETWEEN start_date AND end_date
    UNION SELECT customer_id FROM hvac_customercontract
    WHERE org_id = %(org)s AND coalesce(status, 'Active') IN ('Active', 'Renewed') AND %(today)s BETWEEN start_date AND end_date
), settled AS (
    SELECT i.customer_id, i.due_date, max(p.payment_date) AS paid_on FROM hvac_invoice i
    JOIN hvac_payment p ON p.invoice_id = i.id AND p.org_id = i.org_id AND p.status = 'Completed'
    WHERE i.org_id = %(org)s AND i.status <> 'Cancelled' AND i.customer_id IS NOT NULL
    GROUP BY i.id, i.customer_id, i.due_date, i.total_amount HAVING sum(p.amount) >= i.total_amount
), payers AS (
    SELECT customer_id, avg((paid_on > due_date)::int) >= 0.5 AS is_late FROM settled GROUP BY 1
)
SELECT c.id, coalesce(j.calls, 0) AS calls, j.first_call, j.latest_call, j.revenue, j.margin, j.yearly, a.satisfaction,
    s.customer_id IS NOT NULL AS has_live_plan, p.is_late
FROM hvac_customer c
LEFT JOIN jobs j ON j.customer_id = c.id
LEFT JOIN answers a ON a.customer_id = c.id
LEFT JOIN plans s ON s.customer_id = c.id
LEFT JOIN payers p ON p.customer_id = c.id
WHERE c.org_id = %(org)s
