-- One row an area and month with calls; customers of no area stand under none.
WITH people AS (
    SELECT territory_id AS id, count(*) AS customers FROM hvac_customer WHERE org_id = %(org)s GROUP BY 1
), work AS (
    SELECT u.territory_id AS id, date_trunc('month', j.service_date)::date AS month, count(*) AS calls,
        sum(j.labour_hours) AS hours, count(DISTINCT j.technician_id) AS technicians
    FROM hvac_jobcost j JOIN hvac_customer u ON u.id = j.customer_id AND u.org_id = j.org_id
    WHERE j.org_id = %(org)s GROUP BY 1, 2
), loads AS (
    SELECT w.*, p.customers, round(w.calls * t.travel_time * 2 / 60.0, 2) AS travel,
        w.hours + coalesce(w.calls * t.travel_time * 2 / 60.0, 0) AS load, t.id IS NOT NULL AS is_area
    FROM work w
    LEFT JOIN people p ON p.id IS NOT DISTINCT FROM w.id
    LEFT JOIN hvac_serviceterritory t ON t.id = w.id AND t.org_id = %(org)s
)
SELECT id AS territory_id, month, coalesce(customers, 0) AS customers, calls, hours AS call_hours, technicians, travel AS travel_hours,
    CASE WHEN is_area THEN round(100 * load / nullif(avg(load) FILTER (WHERE is_area) OVER (PARTITION BY month), 0), 2) END AS load_index,
    CASE WHEN NOT is_area THEN 'Their ZIP codes lie in no area, so nobody knows the way.' ELSE '' END AS reason
FROM loads
