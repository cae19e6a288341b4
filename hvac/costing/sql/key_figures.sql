-- One row a key figure that is defined, what it is of, and period: numerator and denominator, times a factor for its unit.
WITH technicians AS (
    SELECT month, technician_id, sum(calls) AS calls, sum(revenue) AS revenue, sum(invoiced_calls) AS invoiced,
        sum(billable_hours) AS billable, sum(paid_hours) AS paid, sum(fixable_calls) AS fixable, sum(callbacks) AS callbacks,
        sum(score_sum) AS score, sum(answers) AS answers
    FROM hvac_technicianmonth WHERE org_id = %(org)s GROUP BY GROUPING SETS ((month), (month, technician_id))
), branches AS (
    SELECT month, location_id, sum(calls) AS calls, sum(revenue) AS revenue, sum(invoiced_calls) AS invoiced,
        sum(billed) AS billed, sum(open_balance) AS open
    FROM hvac_branchmonth WHERE org_id = %(org)s AND location_id IS NOT NULL GROUP BY 1, 2
), company AS (
    SELECT month, sum(calls) AS calls, sum(revenue) AS revenue, sum(invoiced_calls) AS invoiced, sum(billed) AS billed,
        sum(open_balance) AS open
    FROM hvac_branchmonth WHERE org_id = %(org)s GROUP BY 1
), answers AS (
    SELECT date_trunc('month', c.service_date)::date AS month, count(*) AS answers,
        count(*) FILTER (WHERE f.overall_satisfaction >= 9) - count(*) FILTER (WHERE f.overall_satisfaction <= 6) AS net
    FROM hvac_customerfeedback f JOIN hvac_servicecall c ON c.id = f.service_call_id AND c.org_id = f.org_id
    WHERE f.org_id = %(org)s GROUP BY 1
), met AS (
    SELECT date_trunc('month', c.service_date)::date AS month, sum(i.response_time_minutes) AS minutes, count(*) AS incidents
    FROM hvac_incidentresponse i JOIN hvac_servicecall c ON c.id = i.service_call_id AND c.org_id = i.org_id
    WHERE i.org_id = %(org)s GROUP BY 1
), quotes AS (
    SELECT date_trunc('month', quote_date)::date AS month, count(*) FILTER (WHERE status = 'Accepted') AS won, count(*) AS decided
    FROM hvac_quote WHERE org_id = %(org)s AND status IN ('Accepted', 'Declined', 'Expired') GROUP BY 1
), leads AS (
    SELECT date_trunc('month', created_date)::date AS month, count(*) FILTER (WHERE status = 'Converted') AS won, count(*) AS leads
    FROM hvac_lead WHERE org_id = %(org)s GROUP BY 1
), claims AS (
    SELECT date_trunc('month', claim_date)::date AS month, sum(recovered) AS recovered, sum(claimed) AS claimed
    FROM hvac_warrantyrecovery WHERE org_id = %(org)s AND recovered IS NOT NULL GROUP BY 1
), promises AS (
    SELECT date_trunc('month', service_date)::date AS month, count(*) FILTER (WHERE NOT is_breach) AS kept, count(is_breach) AS known
    FROM hvac_promisedcall WHERE org_id = %(org)s GROUP BY 1
), budgets AS (
    SELECT quarter_start, sum(variance) AS variance, sum(budgeted) AS budgeted
    FROM hvac_budgetcheck WHERE org_id = %(org)s AND category <> 'Revenue' AND quarter_start + interval '3 months' <= %(today)s GROUP BY 1
), stock AS (
    SELECT count(*) FILTER (WHERE stock = 0) AS out, count(*) AS items, sum(usage_value) AS used FROM hvac_stockneed WHERE org_id = %(org)s
), valued AS (
    SELECT sum(total_value) AS stock_value FROM hvac_stockitem WHERE org_id = %(org)s
), certified AS (
    SELECT count(*) AS technicians, count(*) FILTER (WHERE EXISTS (SELECT FROM hvac_certificationstate s WHERE s.org_id = n.org_id
        AND s.employee_id = n.employee_id AND s.is_mandatory AND s.counts AND s.state <> 'Expired')) AS holding
    FROM hvac_technician n JOIN hvac_employee e ON e.id = n.employee_id
    WHERE n.org_id = %(org)s AND e.employment_status NOT IN ('Terminated', 'Retired')
), today AS (
    SELECT date_trunc('month', %(today)s::date)::date AS month
), told (kpi_code, entity_type, entity_id, period_grain, period_start, numerator, denominator, factor) AS (
    SELECT v.code, CASE WHEN technician_id IS NULL THEN 'company' ELSE 'technician' END, technician_id, 'month', month, v.part, v.whole, v.times
    FROM technicians CROSS JOIN LATERAL (VALUES
        ('utilisation', billable, paid, 100), ('first_time_fix', fixable - callbacks, fixable::numeric, 100), ('csat', score::numeric, answers::numeric, 1)
    ) AS v (code, part, whole, times)
    UNION ALL SELECT v.code, 'technician', technician_id, 'month', month, v.part, v.whole, 1
    FROM technicians CROSS JOIN LATERAL (VALUES ('revenue', revenue, NULL), ('avg_ticket', revenue, invoiced), ('calls', calls, NULL))
        AS v (code, part, whole) WHERE technician_id IS NOT NULL
    UNION ALL SELECT v.code, 'location', location_id, 'month', month, v.part, v.whole, v.times
    FROM branches CROSS JOIN LATERAL (VALUES
        ('revenue', revenue, NULL, 1), ('avg_ticket', revenue, invoiced, 1), ('calls', calls, NULL, 1), ('dso', open, billed, 30)
    ) AS v (code, part, whole, times)
    UNION ALL SELECT v.code, 'company', NULL, 'month', month, v.part, v.whole, v.times
    FROM company CROSS JOIN LATERAL (VALUES
        ('revenue', revenue, NULL, 1), ('avg_ticket', revenue, invoiced, 1), ('calls', calls, NULL, 1), ('dso', open, billed, 30),
        ('collected', billed - open, billed, 100)
    ) AS v (code, part, whole, times)
    UNION ALL SELECT 'nps', 'company', NULL, 'month', month, net, answers, 100 FROM answers
    UNION ALL SELECT 'response', 'company', NULL, 'month', month, minutes, incidents, 1 FROM met
    UNION ALL SELECT 'quote_wins', 'company', NULL, 'month', month, won, decided, 100 FROM quotes
    UNION ALL SELECT 'lead_conversion', 'company', NULL, 'month', month, won, leads, 100 FROM leads
    UNION ALL SELECT 'lead_conversion', 'campaign', k.id, 'month', date_trunc('month', k.start_date)::date, r.converted, r.leads, 100
    FROM hvac_campaignreturn r JOIN hvac_marketingcampaign k ON k.id = r.campaign_id WHERE r.org_id = %(org)s
    UNION ALL SELECT 'warranty_recovery', 'company', NULL, 'month', month, recovered, claimed, 100 FROM claims
    UNION ALL SELECT 'sla', 'company', NULL, 'month', month, kept, known, 100 FROM promises
    UNION ALL SELECT 'budget_variance', 'company', NULL, 'quarter', quarter_start, variance, budgeted, 100 FROM budgets
    UNION ALL SELECT 'on_time_vendors', 'vendor', vendor_id, 'quarter', quarter_start, on_time_lines, promised_lines, 100
    FROM hvac_vendorquarter WHERE org_id = %(org)s
    UNION ALL SELECT 'trir', 'company', NULL, 'year', make_date(year, 1, 1), recordable, hours_worked, 200000
    FROM hvac_safetyyear WHERE org_id = %(org)s AND trir IS NOT NULL
    UNION ALL SELECT 'stock_outs', 'company', NULL, 'month', today.month, out, items, 100 FROM stock, today WHERE items > 0
    UNION ALL SELECT 'turns', 'company', NULL, 'month', today.month, used, stock_value, 1 FROM stock, valued, today WHERE items > 0
    UNION ALL SELECT 'certified', 'company', NULL, 'month', today.month, holding, technicians, 100 FROM certified, today WHERE technicians > 0
), valued_figures AS (
    SELECT t.*, d.direction, d.warn_threshold, d.critical_threshold,
        round(CASE WHEN t.denominator IS NULL AND t.kpi_code IN ('revenue', 'calls') THEN t.numerator
            ELSE t.factor * t.numerator / nullif(t.denominator, 0) END, 4) AS value
    FROM told t JOIN hvac_kpidefinition d ON d.org_id = %(org)s AND d.kpi_code = t.kpi_code
)
SELECT f.kpi_code, f.entity_type, f.entity_id, f.period_grain, f.period_start, f.numerator, f.denominator, f.value,
    coalesce(l.name, n.name, w.name, k.campaign_name, '') AS entity_name,
    CASE WHEN coalesce(f.warn_threshold, f.critical_threshold) IS NULL OR f.value IS NULL THEN NULL
        WHEN CASE f.direction WHEN 'up' THEN f.value <= f.critical_threshold ELSE f.value >= f.critical_threshold END THEN 'critical'
        WHEN CASE f.direction WHEN 'up' THEN f.value <= f.warn_threshold ELSE f.value >= f.warn_threshold END THEN 'warn'
        ELSE 'good' END AS state
FROM valued_figures f
LEFT JOIN hvac_location l ON f.entity_type = 'location' AND l.id = f.entity_id
LEFT JOIN hvac_technician n ON f.entity_type = 'technician' AND n.id = f.entity_id
LEFT JOIN hvac_vendor w ON f.entity_type = 'vendor' AND w.id = f.entity_id
LEFT JOIN hvac_marketingcampaign k ON f.entity_type = 'campaign' AND k.id = f.entity_id
