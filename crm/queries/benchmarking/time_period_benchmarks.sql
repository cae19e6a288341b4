/*
title = "The latest months against the average month"
question = "How does each of the latest finished months compare with the average of all finished months before them?"
owner = "Finance"
corrected = "Only finished months are compared, and months that lie ahead are left out; the original held the running month against full ones. The baseline is what came before the months shown. Revenue is that of booked and closed jobs; rates are of decided jobs, and months without one count as 0."
[params.months]
type = "integer"
default = 12
min = 1
max = 60
{{ of_whom }}
[columns.period]
title = "Month"
unit = "date"
[columns.year]
title = "Year"
unit = "text"
[columns.month]
title = "Month of the year"
unit = "text"
[columns.total_jobs]
title = "Decided jobs"
unit = "count"
[columns.unique_customers]
title = "Unique customers"
unit = "count"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.booked_jobs]
title = "Booked jobs"
unit = "count"
[columns.closed_jobs]
title = "Closed jobs"
unit = "count"
[columns.lost_jobs]
title = "Lost jobs"
unit = "count"
[columns.booking_rate_percent]
title = "Booking rate %"
unit = "percent"
[columns.closing_rate_percent]
title = "Closing rate %"
unit = "percent"
[columns.loss_rate_percent]
title = "Loss rate %"
unit = "percent"
[columns.historical_avg_jobs]
title = "Historical average jobs"
unit = "count"
[columns.historical_avg_revenue]
title = "Historical average revenue"
unit = "money"
[columns.historical_avg_job_value]
title = "Historical average job value"
unit = "money"
[columns.historical_avg_booking_rate]
title = "Historical average booking rate"
unit = "percent"
[columns.historical_avg_closing_rate]
title = "Historical average closing rate"
unit = "percent"
[columns.jobs_vs_historical_percent]
title = "Jobs vs historical %"
unit = "percent"
[columns.revenue_vs_historical_percent]
title = "Revenue vs historical %"
unit = "percent"
[columns.job_value_vs_historical_percent]
title = "Job value vs historical %"
unit = "percent"
[columns.booking_rate_vs_historical]
title = "Booking rate vs historical"
unit = "percent"
[columns.closing_rate_vs_historical]
title = "Closing rate vs historical"
unit = "percent"
[columns.trend_category]
title = "Trend category"
unit = "text"
[chart]
kind = "bar"
x = "period"
y = ["revenue_vs_historical_percent"]
*/
WITH month AS (
    SELECT date_trunc('month', job_date)::date AS period, count(*) AS jobs, count(DISTINCT customer_id) AS customers,
        coalesce(sum(revenue), 0) AS revenue, avg(revenue) AS job_value, count(*) FILTER (WHERE is_won) AS won,
        count(*) FILTER (WHERE opportunity_status = 'BOOKED') AS booked, count(*) FILTER (WHERE opportunity_status = 'CLOSED') AS closed,
        count(*) FILTER (WHERE opportunity_status = 'LOST') AS lost
    FROM crm_counted_job j
    WHERE opportunity_status IN ('BOOKED', 'CLOSED', 'LOST', 'CANCELLED') AND job_date < date_trunc('month', %(today)s::date)
{{ jobs_of_whom }}
    GROUP BY 1
), border AS (
    -- Move days with a slip in the year lie decades off: the company's time begins with its first won job.
    SELECT first_shown, first_month,
        (extract(year FROM age(first_shown, first_month)) * 12 + extract(month FROM age(first_shown, first_month)))::int AS months_before
    FROM (SELECT (date_trunc('month', %(today)s::date) - make_interval(months => %(months)s::int))::date AS first_shown,
              min(period) FILTER (WHERE won > 0) AS first_month FROM month) AS found
), before AS (
    -- Months without a job count as 0 in the mean of a month.
    SELECT sum(jobs) / nullif(months_before, 0) AS jobs, sum(revenue) / nullif(months_before, 0) AS revenue, sum(revenue) / nullif(sum(won), 0) AS job_value,
        100.0 * sum(won) / nullif(sum(jobs), 0) AS booking_rate, 100.0 * sum(closed) / nullif(sum(won), 0) AS closing_rate
    FROM month, border WHERE period < first_shown AND period >= first_month
    GROUP BY months_before
), shown AS (
    SELECT g.month::date AS period, coalesce(m.jobs, 0) AS jobs, coalesce(m.customers, 0) AS customers, coalesce(m.revenue, 0) AS revenue, m.job_value,
        coalesce(m.won, 0) AS won, coalesce(m.booked, 0) AS booked, coalesce(m.closed, 0) AS closed, coalesce(m.lost, 0) AS lost
    FROM border r
    CROSS JOIN LATERAL generate_series(greatest(r.first_shown, r.first_month), date_trunc('month', %(today)s::date) - interval '1 month', interval '1 month') AS g (month)
    LEFT JOIN month m ON m.period = g.month
    WHERE r.first_month IS NOT NULL
)
SELECT m.period, extract(year FROM m.period)::int AS year, extract(month FROM m.period)::int AS month, m.jobs AS total_jobs,
    m.customers AS unique_customers, m.revenue AS total_revenue, round(m.job_value, 2) AS avg_job_value,
    m.booked AS booked_jobs, m.closed AS closed_jobs, m.lost AS lost_jobs,
    round(100.0 * m.won / nullif(m.jobs, 0), 2) AS booking_rate_percent, round(100.0 * m.closed / nullif(m.won, 0), 2) AS closing_rate_percent,
    round(100.0 * m.lost / nullif(m.jobs, 0), 2) AS loss_rate_percent,
    round(b.jobs, 2) AS historical_avg_jobs, round(b.revenue, 2) AS historical_avg_revenue, round(b.job_value, 2) AS historical_avg_job_value,
    round(b.booking_rate, 2) AS historical_avg_booking_rate, round(b.closing_rate, 2) AS historical_avg_closing_rate,
    round(100 * (m.jobs / nullif(b.jobs, 0) - 1), 2) AS jobs_vs_historical_percent,
    round(100 * (m.revenue / nullif(b.revenue, 0) - 1), 2) AS revenue_vs_historical_percent,
    round(100 * (m.job_value / nullif(b.job_value, 0) - 1), 2) AS job_value_vs_historical_percent,
    round(100.0 * m.won / nullif(m.jobs, 0) - b.booking_rate, 2) AS booking_rate_vs_historical,
    round(100.0 * m.closed / nullif(m.won, 0) - b.closing_rate, 2) AS closing_rate_vs_historical,
    CASE WHEN b.revenue IS NULL THEN 'unknown' WHEN m.revenue > 1.1 * b.revenue THEN 'above_trend'
        WHEN m.revenue < 0.9 * b.revenue THEN 'below_trend' ELSE 'on_trend' END AS trend_category
FROM shown m LEFT JOIN before b ON true
ORDER BY m.period
