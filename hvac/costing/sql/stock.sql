-- One row a stock item, with what was issued of its part by the day in the last year, or since the first issue of all.
WITH days AS (
    SELECT part_id, usage_date, sum(quantity_used) AS used FROM hvac_partusage
    WHERE org_id = %(org)s AND part_id IS NOT NULL AND usage_date > %(today)s - 365 AND usage_date <= %(today)s GROUP BY 1, 2
), span AS (
    SELECT least(365, %(today)s - min(usage_date) + 1) AS days FROM days
), usage AS (
    SELECT part_id, sum(used) AS used, sum(used * used) AS squares FROM days GROUP BY part_id
), preferred AS (
    SELECT DISTINCT ON (part_id) part_id, lead_time_days FROM hvac_vendorpart
    WHERE org_id = %(org)s AND is_preferred AND valid_from <= %(today)s AND (valid_to IS NULL OR valid_to >= %(today)s)
    ORDER BY part_id, valid_from DESC, id
)
SELECT s.id, s.part_id, s.current_stock, s.max_stock_level, s.reorder_point, s.abc_classification,
    coalesce(v.lead_time_days, s.supplier_lead_time_days) AS lead_days, coalesce(u.used, 0) AS used,
    coalesce(u.used, 0) * s.unit_cost AS usage_value,
    round(u.used::numeric / span.days, 4) AS daily_mean,
    round(sqrt(greatest(u.squares::numeric / span.days - (u.used::numeric / span.days) ^ 2, 0)), 4) AS daily_deviation
FROM hvac_stockitem s CROSS JOIN span
LEFT JOIN usage u ON u.part_id = s.part_id
LEFT JOIN preferred v ON v.part_id = s.part_id
WHERE s.org_id = %(org)s
