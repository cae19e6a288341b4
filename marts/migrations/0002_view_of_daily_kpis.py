"""The view `daily_kpis`: a row a day and business unit, as the business has always read them."""

from django.db import migrations

CREATE = """
CREATE VIEW daily_kpis WITH (security_invoker = true) AS
SELECT c.day AS event_date,
       coalesce(u.label, 'Unmapped') AS business_unit,
       (max(c.numerator) FILTER (WHERE c.kpi = 'leads'))::bigint AS lead_count,
       (max(c.numerator) FILTER (WHERE c.kpi = 'total_booked'))::numeric(18, 2) AS total_booked,
       (max(c.numerator) FILTER (WHERE c.kpi = 'dollars_produced'))::numeric(18, 2) AS dollars_produced,
       max(100 * c.numerator / nullif(c.denominator, 0)) FILTER (WHERE c.kpi = 'gpm_percent') AS gpm_percent,
       (max(c.numerator) FILTER (WHERE c.kpi = 'dollars_collected'))::numeric(18, 2) AS dollars_collected,
       (max(c.numerator) FILTER (WHERE c.kpi = 'num_estimates'))::bigint AS num_estimates,
       max(100 * c.numerator / nullif(c.denominator, 0)) FILTER (WHERE c.kpi = 'close_rate_percent') AS close_rate_percent,
       (max(c.numerator) FILTER (WHERE c.kpi = 'future_bookings'))::numeric(18, 2) AS future_bookings,
       max(100 * c.numerator / nullif(c.denominator, 0)) FILTER (WHERE c.kpi = 'warranty_percent') AS warranty_percent,
       (max(c.numerator) FILTER (WHERE c.kpi = 'outstanding_ar'))::numeric(18, 2) AS outstanding_ar
FROM marts_dailycell c
LEFT JOIN servicetitan_reportingunit u ON u.org_id = c.org_id AND u.id = c.unit_id
GROUP BY c.org_id, c.day, c.unit_id, u.label
"""


class Migration(migrations.Migration):
    dependencies = [("marts", "0001_tables"), ("servicetitan", "0001_tables")]

    operations = [migrations.RunSQL(CREATE, "DROP VIEW daily_kpis")]
