-- One row a budget line, with what rows of other tables say of the same quarter where they can.
WITH lines AS (
    SELECT *, make_date(budget_year, quarter * 3 - 2, 1) AS quarter_start FROM hvac_budgetline WHERE org_id = %(org)s
), billed AS (
    SELECT date_trunc('quarter', issue_date)::date AS quarter_start, sum(subtotal) AS amount FROM hvac_invoice
    WHERE org_id = %(org)s AND status <> 'Cancelled' GROUP BY 1
), earning AS (
    SELECT quarter_start, count(*) AS departments FROM lines WHERE category = 'Revenue' GROUP BY 1
), spent AS (
    SELECT e.department, date_trunc('quarter', x.expense_date)::date AS quarter_start,
        CASE WHEN x.category IN ('Fuel', 'Mileage', 'Vehicle Maintenance') THEN 'Vehicles & Fuel' ELSE x.category END AS category,
        sum(x.amount) AS amount
    FROM hvac_expensereport x JOIN hvac_employee e ON e.id = x.employee_id AND e.org_id = x.org_id
    WHERE x.org_id = %(org)s AND x.approval_status IN ('Approved', 'Reimbursed')
        AND x.category IN ('Fuel', 'Mileage', 'Vehicle Maintenance', 'Training') GROUP BY 1, 2, 3
), campaigns AS (
    SELECT date_trunc('quarter', start_date)::date AS quarter_start, sum(actual_spend) AS amount FROM hvac_marketingcampaign
    WHERE org_id = %(org)s GROUP BY 1
)
SELECT l.id, l.department, l.category, l.quarter_start, l.budgeted_amount, l.actual_amount,
    CASE
        WHEN l.category = 'Revenue' THEN CASE WHEN e.departments = 1 THEN b.amount END
        WHEN l.category = 'Marketing' AND l.department = 'Marketing' THEN c.amount
        WHEN l.category IN ('Training', 'Vehicles & Fuel') THEN s.amount
    END AS from_rows,
    CASE
        WHEN l.category = 'Revenue' AND e.departments > 1 THEN 'Invoices do not say which department earned them.'
        WHEN l.category = 'Payroll' THEN 'Time entries cover less than the quarter.'
        WHEN l.category NOT IN ('Revenue', 'Training', 'Vehicles & Fuel') AND NOT (l.category = 'Marketing' AND l.department = 'Marketing')
            THEN 'No file has its rows by department.'
        ELSE 'No row of the quarter.'
    END AS why_not
FROM lines l
LEFT JOIN billed b USING (quarter_start)
LEFT JOIN earning e USING (quarter_start)
LEFT JOIN campaigns c USING (quarter_start)
LEFT JOIN spent s ON s.department = l.department AND s.quarter_start = l.quarter_start AND s.category = l.category
