/*
title = "Do merged customers look plausible"
question = "Do customers merged by a given method look plausible in jobs, revenue and bookings?"
owner = "Data"
corrected = "Jobs and bookings are counted for each surviving customer before they are joined; the original multiplied revenue by bookings and merge events."
[params.period]
type = "date_range"
default = "all"
[columns.merge_method]
title = "Merge method"
unit = "text"
[columns.customers_merged]
title = "Customers merged"
unit = "count"
total = "sum"
[columns.avg_confidence]
title = "Average confidence"
unit = "ratio"
[columns.median_confidence]
title = "Median confidence"
unit = "ratio"
[columns.total_jobs]
title = "Total jobs"
unit = "count"
total = "sum"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.total_booked_opportunities]
title = "Total booked opportunities"
unit = "count"
total = "sum"
[columns.avg_jobs_per_customer]
title = "Average jobs per customer"
unit = "ratio"
[columns.avg_revenue_per_customer]
title = "Average revenue per customer"
unit = "money"
[columns.revenue_per_job]
title = "Revenue per job"
unit = "money"
[columns.surviving_customers]
title = "Surviving customers"
unit = "count"
total = "sum"
*/
{{ merged_customers }}
), method AS (
    SELECT merge_method, count(*) AS merged, avg(confidence) AS confidence,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY confidence)::numeric AS median
    FROM merged
    WHERE at >= coalesce(%(period_from)s::date, '-infinity')::timestamp AT TIME ZONE %(zone)s::text
      AND at < coalesce(%(period_to)s::date + 1, 'infinity')::timestamp AT TIME ZONE %(zone)s::text
    GROUP BY merge_method
), survivor AS (
    SELECT DISTINCT ON (merged_into_id) merged_into_id AS id, merge_method FROM merged
    WHERE at >= coalesce(%(period_from)s::date, '-infinity')::timestamp AT TIME ZONE %(zone)s::text
      AND at < coalesce(%(period_to)s::date + 1, 'infinity')::timestamp AT TIME ZONE %(zone)s::text
    ORDER BY merged_into_id, decision DESC
), job AS (
    SELECT customer_id, count(*) AS jobs, sum(revenue) AS revenue FROM crm_counted_job
    WHERE is_won AND customer_id IN (SELECT id FROM survivor)
    GROUP BY customer_id
), booking AS (
    SELECT customer_id, count(*) AS bookings FROM crm_counted_booking WHERE customer_id IN (SELECT id FROM survivor) GROUP BY customer_id
), kept AS (
    SELECT s.merge_method, count(*) AS survivors, coalesce(sum(j.jobs), 0) AS jobs, coalesce(sum(j.revenue), 0) AS revenue,
        coalesce(sum(b.bookings), 0) AS bookings
    FROM survivor s LEFT JOIN job j ON j.customer_id = s.id LEFT JOIN booking b ON b.customer_id = s.id
    GROUP BY s.merge_method
)
SELECT m.merge_method, m.merged AS customers_merged, round(m.confidence, 4) AS avg_confidence, round(m.median, 4) AS median_confidence,
    coalesce(k.jobs, 0) AS total_jobs, coalesce(k.revenue, 0) AS total_revenue, coalesce(k.bookings, 0) AS total_booked_opportunities,
    round(k.jobs / k.survivors, 2) AS avg_jobs_per_customer, round(k.revenue / k.survivors, 2) AS avg_revenue_per_customer,
    round(k.revenue / nullif(k.jobs, 0), 2) AS revenue_per_job, coalesce(k.survivors, 0) AS surviving_customers
FROM method m LEFT JOIN kept k ON k.merge_method = m.merge_method
ORDER BY m.merged DESC, m.merge_method
