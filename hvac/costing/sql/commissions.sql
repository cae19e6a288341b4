-- One row a commission, with its invoice and the completed payments on it.
WITH paid AS (
    SELECT invoice_id, array_agg(payment_date ORDER BY payment_date, id) AS days, array_agg(amount ORDER BY payment_date, id) AS amounts
    FROM hvac_payment WHERE org_id = %(org)s AND status = 'Completed' AND invoice_id IS NOT NULL GROUP BY invoice_id
)
SELECT c.id, c.sales_rep_id, c.commission_type, c.commission_rate, c.commission_amount, c.payment_date, c.status,
    i.id AS invoice_id, i.issue_date, i.subtotal, i.total_amount, i.status AS invoice_status, p.days, p.amounts
FROM hvac_salescommission c
LEFT JOIN hvac_invoice i ON i.id = c.invoice_id AND i.org_id = c.org_id
LEFT JOIN paid p ON p.invoice_id = i.id
WHERE c.org_id = %(org)s
