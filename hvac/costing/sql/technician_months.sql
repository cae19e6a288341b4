-- One row a technician and month in which there was a call, a time entry or an accident.
WITH jobs AS (
    SELECT technician_id AS id, date_trunc('month', service_date)::date AS month, count(*) AS calls, sum(labour_hours) AS hours,
        count(revenue) AS invoiced, sum(revenue) AS revenue, sum(gross_margin) AS margin, count(gross_margin) AS margins,
        count(*) FILTER (WHERE service_type IN ('Repair', 'Emergency')) AS fixable
    FROM hvac_jobcost WHERE org_id = %(org)s AND technician_id IS NOT NULL GROUP BY 1, 2
), times AS (
    SELECT n.id, date_trunc('month', p.work_date)::date AS month, sum(p.regular_hours + p.overtime_hours) AS paid,
        coalesce(sum(p.regular_hours + p.overtime_hours) FILTER (WHERE p.service_call_id IS NOT NULL), 0) AS billable
    FROM hvac_paidtime p JOIN hvac_technician n ON n.org_id = p.org_id AND n.employee_id = p.employee_id
    WHERE p.org_id = %(org)s GROUP BY 1, 2
), answers AS (
    SELECT c.technician_id AS id, date_trunc('month', c.service_date)::date AS month, count(*) AS answers,
        sum(f.overall_satisfaction) AS score, count(*) FILTER (WHERE f.would_recommend) AS recommending
    FROM hvac_customerfeedback f JOIN hvac_servicecall c ON c.id = f.service_call_id AND c.org_id = f.org_id
    WHERE f.org_id = %(org)s AND c.technician_id IS NOT NULL GROUP BY 1, 2
), again AS (
    -- The customer's next call for the same model, 30 days later at most: a stand-in for "not fixed the first time".
    SELECT technician_id AS id, date_trunc('month', service_date)::date AS month, count(*) AS callbacks
    FROM (SELECT technician_id, service_date, service_type, lead(service_date) OVER (
              PARTITION BY customer_id, equipment_id ORDER BY service_date, id) AS next_date
          FROM hvac_servicecall
          WHERE org_id = %(org)s AND customer_id IS NOT NULL AND equipment_id IS NOT NULL AND technician_id IS NOT NULL) c
    WHERE service_type IN ('Repair', 'Emergency') AND next_date - service_date <= 30 GROUP BY 1, 2
), parts AS (
    SELECT c.technician_id AS id, date_trunc('month', c.service_date)::date AS month, sum(u.quantity_used) AS parts
    FROM hvac_partusage u JOIN hvac_servicecall c ON c.id = u.service_call_id AND c.org_id = u.org_id
    WHERE u.org_id = %(org)s AND c.technician_id IS NOT NULL GROUP BY 1, 2
), accidents AS (
    SELECT n.id, date_trunc('month', s.incident_date)::date AS month, count(*) AS incidents
    FROM hvac_safetyincident s JOIN hvac_technician n ON n.org_id = s.org_id AND n.employee_id = s.employee_id
    WHERE s.org_id = %(org)s GROUP BY 1, 2
), places AS (
    SELECT id, month FROM jobs UNION SELECT id, month FROM times UNION SELECT id, month FROM accidents
)
SELECT id AS technician_id, month, coalesce(calls, 0) AS calls, coalesce(hours, 0) AS call_hours, paid AS paid_hours,
    CASE WHEN paid IS NOT NULL THEN billable END AS billable_hours, round(100 * billable / nullif(paid, 0), 2) AS utilisation,
    coalesce(invoiced, 0) AS invoiced_calls, revenue, round(revenue / nullif(invoiced, 0), 2) AS average_ticket,
    margin AS gross_margin, coalesce(margins, 0) AS margin_calls, coalesce(answers, 0) AS answers, coalesce(score, 0) AS score_sum,
    CASE WHEN answers >= 10 THEN round(score::numeric / answers, 2) END AS satisfaction,
    coalesce(recommending, 0) AS recommending, coalesce(fixable, 0) AS fixable_calls, coalesce(callbacks, 0) AS callbacks,
    coalesce(parts, 0) AS parts_issued, coalesce(incidents, 0) AS incidents,
    concat_ws(' ',
        CASE WHEN paid IS NULL THEN 'No time entries, so no utilisation.' END,
        CASE WHEN coalesce(answers, 0) < 10 THEN 'Fewer than ten answers: their mean would be chance.' END,
        CASE WHEN coalesce(invoiced, 0) = 0 THEN 'No call is invoiced.' END
    ) AS reason
FROM places LEFT JOIN jobs USING (id, month) LEFT JOIN times USING (id, month) LEFT JOIN answers USING (id, month)
LEFT JOIN again USING (id, month) LEFT JOIN parts USING (id, month) LEFT JOIN accidents USING (id, month)
