-- One row a service call. Burden and how much parts may cost come from the rules.
WITH calls AS (
    -- Where it was done: the call's own place, else the technician's on that day.
    SELECT DISTINCT ON (c.id) c.id, c.service_date, c.service_type, c.technician_id, c.customer_id, c.duration_hours,
        c.labor_cost, c.parts_cost, n.hourly_rate, coalesce(c.location_id, a.location_id) AS location_id
    FROM hvac_servicecall c
    LEFT JOIN hvac_technician n ON n.id = c.technician_id AND n.org_id = c.org_id
    LEFT JOIN hvac_employeeassignment a ON a.org_id = c.org_id AND a.employee_id = n.employee_id AND a.is_primary
        AND a.from_date <= c.service_date AND (a.to_date IS NULL OR a.to_date >= c.service_date)
    WHERE c.org_id = %(org)s
    ORDER BY c.id, a.from_date DESC NULLS LAST, a.id
), issued AS (
    -- What a part cost on the day: at its preferred vendor, else as the part states it.
    SELECT DISTINCT ON (u.id) u.service_call_id, u.quantity_used * coalesce(v.unit_cost, p.unit_cost) AS cost
    FROM hvac_partusage u
    JOIN hvac_part p ON p.id = u.part_id AND p.org_id = u.org_id
    LEFT JOIN hvac_vendorpart v ON v.org_id = u.org_id AND v.part_id = p.id AND v.is_preferred
        AND v.valid_from <= u.usage_date AND (v.valid_to IS NULL OR v.valid_to >= u.usage_date)
    WHERE u.org_id = %(org)s AND u.service_call_id IS NOT NULL
    ORDER BY u.id, v.valid_from DESC NULLS LAST, v.id
), used AS (
    SELECT service_call_id, sum(cost) AS cost FROM issued GROUP BY service_call_id
), credible AS (
    SELECT coalesce((SELECT sum(cost) FROM used), 0)
        <= %(most_parts)s * coalesce((SELECT sum(c.parts_cost) FROM calls c JOIN used ON used.service_call_id = c.id), 0)
        AS is_usage
), invoiced AS (
    SELECT service_call_id, sum(subtotal) FILTER (WHERE status <> 'Cancelled') AS revenue
    FROM hvac_invoice WHERE org_id = %(org)s AND service_call_id IS NOT NULL GROUP BY service_call_id
), timed AS (
    SELECT service_call_id, sum(regular_hours + overtime_hours) AS hours, sum(overtime_hours) AS overtime, sum(pay) AS pay,
        bool_and(pay IS NOT NULL) AS is_known
    FROM hvac_paidtime WHERE org_id = %(org)s AND service_call_id IS NOT NULL GROUP BY service_call_id
), spent AS (
    SELECT service_call_id, sum(amount) AS amount FROM hvac_expensereport
    WHERE org_id = %(org)s AND service_call_id IS NOT NULL AND approval_status IN ('Approved', 'Reimbursed') GROUP BY 1
), credited AS (
    SELECT service_call_id, sum(paid_amount) AS amount FROM hvac_warrantyclaim
    WHERE org_id = %(org)s AND service_call_id IS NOT NULL GROUP BY service_call_id
), hours AS (
    SELECT c.*, w.actual_hours, t.hours AS timed_hours, t.overtime, t.pay, coalesce(t.is_known, false) AS is_timed,
        CASE WHEN t.is_known THEN t.hours ELSE coalesce(w.actual_hours, c.duration_hours) END AS labour_hours,
        CASE WHEN t.is_known THEN t.pay ELSE round(c.hourly_rate * coalesce(w.actual_hours, c.duration_hours), 2) END AS paid
    FROM calls c
    LEFT JOIN timed t ON t.service_call_id = c.id
    LEFT JOIN hvac_workorder w ON w.service_call_id = c.id AND w.org_id = %(org)s
), stated_rates AS (
    -- Overhead as the company states it for a month: of the place, else of the company; of the service department first.
    SELECT DISTINCT ON (m.location_id, m.month) m.location_id, m.month, o.rate
    FROM (SELECT DISTINCT location_id, date_trunc('month', service_date)::date AS month FROM calls) m
    JOIN hvac_overheadrate o ON o.org_id = %(org)s AND o.period = m.month AND o.rate IS NOT NULL
        AND (o.location_id = m.location_id OR o.location_id IS NULL AND o.location_ref IS NULL)
        AND (o.department IS NULL OR o.department = 'Service')
    ORDER BY m.location_id, m.month, o.location_id NULLS LAST, o.department NULLS LAST, o.id
), budget AS (
    -- Else of the closed quarter: all that was spent but pay of the service department and parts, by the hours of its calls.
    SELECT make_date(budget_year, quarter * 3 - 2, 1) AS quarter_start, sum(actual_amount) AS spent
    FROM hvac_budgetline
    WHERE org_id = %(org)s AND category <> 'Revenue' AND category <> 'Parts & Materials'
        AND NOT (category = 'Payroll' AND department = 'Service')
        AND make_date(budget_year, quarter * 3 - 2, 1) + interval '3 months' <= %(today)s
    GROUP BY 1
), quarters AS (
    SELECT b.quarter_start, round(b.spent / nullif(sum(h.labour_hours), 0), 2) AS rate
    FROM budget b JOIN hours h ON date_trunc('quarter', h.service_date)::date = b.quarter_start
    WHERE b.spent > 0 GROUP BY b.quarter_start, b.spent
), costed AS (
    SELECT h.*, i.service_call_id IS NOT NULL AS has_invoice, i.revenue, u.cost AS used_cost, k.is_usage AND u.cost IS NOT NULL AS by_usage,
        coalesce(round(s.rate, 2), q.rate) AS rate, coalesce(x.amount, 0) AS direct, coalesce(w.amount, 0) AS credit
    FROM hours h CROSS JOIN credible k
    LEFT JOIN invoiced i ON i.service_call_id = h.id
    LEFT JOIN used u ON u.service_call_id = h.id
    LEFT JOIN spent x ON x.service_call_id = h.id
    LEFT JOIN credited w ON w.service_call_id = h.id
    LEFT JOIN stated_rates s ON s.month = date_trunc('month', h.service_date)::date AND s.location_id IS NOT DISTINCT FROM h.location_id
    LEFT JOIN quarters q ON q.quarter_start = date_trunc('quarter', h.service_date)::date
)
SELECT id AS service_call_id, service_date, service_type, technician_id, customer_id, location_id, revenue, labour_hours,
    CASE WHEN is_timed THEN overtime END AS overtime_hours,
    CASE WHEN is_timed THEN 'time entries' WHEN actual_hours IS NOT NULL THEN 'work order' ELSE 'call' END AS hours_from,
    round(paid * (1 + %(burden)s), 2) AS labour_cost,
    labor_cost AS charged_labour,
    CASE WHEN by_usage THEN used_cost ELSE parts_cost END AS parts_cost,
    CASE WHEN by_usage THEN 'usage' ELSE 'call' END AS parts_basis,
    coalesce(used_cost, 0) AS parts_used,
    parts_cost AS parts_stated,
    direct AS direct_expenses,
    credit AS warranty_credit,
    rate AS overhead_rate,
    round(labour_hours * rate, 2) AS overhead,
    concat_ws(' ',
        CASE WHEN NOT has_invoice THEN 'It is not invoiced.' WHEN revenue IS NULL THEN 'Its invoice was cancelled.' END,
        CASE WHEN paid IS NULL THEN 'Nobody knows what its technician earns.' END,
        CASE WHEN rate IS NULL THEN 'Its month has no overhead rate, and its quarter no closed budget.' END
    ) AS reason
FROM costed
