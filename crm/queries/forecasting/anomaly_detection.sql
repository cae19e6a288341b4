/*
title = "Months out of line"
question = "Which finished months are out of line in jobs or revenue, season and growth taken out?"
owner = "Finance"
corrected = "A month is held against the same month of the year before times the growth of the last twelve months over the twelve before, so a busy summer is no anomaly; out of line is a deviation of more than two standard deviations, or beyond one and a half interquartile ranges. The running month and the first two years, which have nothing to be held against, are left out."
[params.history]
type = "integer"
default = 60
min = 1
max = 240
{{ of_whom }}
[columns.month]
title = "Month"
unit = "date"
[columns.job_count]
title = "Job count"
unit = "count"
[columns.revenue]
title = "Revenue"
unit = "money"
[columns.unique_customers]
title = "Unique customers"
unit = "count"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.mean_jobs]
title = "Expected jobs"
unit = "ratio"
[columns.stddev_jobs]
title = "Usual deviation of jobs"
unit = "ratio"
[columns.mean_revenue]
title = "Expected revenue"
unit = "money"
[columns.stddev_revenue]
title = "Usual deviation of revenue"
unit = "money"
[columns.z_score_jobs]
title = "Deviations, jobs"
unit = "ratio"
[columns.z_score_revenue]
title = "Deviations, revenue"
unit = "ratio"
[columns.iqr_jobs]
title = "Middle half of deviations, jobs"
unit = "ratio"
[columns.iqr_revenue]
title = "Middle half of deviations, revenue"
unit = "money"
[columns.is_job_anomaly]
title = "Is job anomaly"
unit = "flag"
[columns.is_revenue_anomaly]
title = "Is revenue anomaly"
unit = "flag"
[columns.anomaly_status]
title = "Anomaly status"
unit = "text"
[columns.anomaly_type]
title = "Anomaly type"
unit = "text"
[chart]
kind = "line"
x = "month"
y = ["revenue", "mean_revenue"]
*/
{{ finished_months }}
), expected AS (
    SELECT *, CASE WHEN t > 24 THEN lag(jobs, 12) OVER w * sum(jobs) OVER (w ROWS BETWEEN 12 PRECEDING AND 1 PRECEDING)
            / nullif(sum(jobs) OVER (w ROWS BETWEEN 24 PRECEDING AND 13 PRECEDING), 0) END AS jobs_expected,
        CASE WHEN t > 24 THEN lag(revenue, 12) OVER w * sum(revenue) OVER (w ROWS BETWEEN 12 PRECEDING AND 1 PRECEDING)
            / nullif(sum(revenue) OVER (w ROWS BETWEEN 24 PRECEDING AND 13 PRECEDING), 0) END AS revenue_expected
    FROM series
    WINDOW w AS (ORDER BY t)
), spread AS (
    SELECT avg(jobs - jobs_expected) AS jobs_mean, stddev(jobs - jobs_expected) AS jobs_deviation,
        percentile_cont(ARRAY[0.25, 0.75]) WITHIN GROUP (ORDER BY (jobs - jobs_expected)::float8) AS jobs_quartile,
        avg(revenue - revenue_expected) AS revenue_mean, stddev(revenue - revenue_expected) AS revenue_deviation,
        percentile_cont(ARRAY[0.25, 0.75]) WITHIN GROUP (ORDER BY (revenue - revenue_expected)::float8) AS revenue_quartile
    FROM expected
    WHERE jobs_expected IS NOT NULL
), judged AS (
    SELECT e.*, s.jobs_deviation, s.revenue_deviation, s.jobs_quartile[2] - s.jobs_quartile[1] AS jobs_range,
        s.revenue_quartile[2] - s.revenue_quartile[1] AS revenue_range,
        (e.jobs - e.jobs_expected - s.jobs_mean) / nullif(s.jobs_deviation, 0) AS z_jobs,
        (e.revenue - e.revenue_expected - s.revenue_mean) / nullif(s.revenue_deviation, 0) AS z_revenue,
        e.jobs - e.jobs_expected NOT BETWEEN s.jobs_quartile[1] - 1.5 * (s.jobs_quartile[2] - s.jobs_quartile[1])
            AND s.jobs_quartile[2] + 1.5 * (s.jobs_quartile[2] - s.jobs_quartile[1]) AS jobs_beyond,
        e.revenue - e.revenue_expected NOT BETWEEN s.revenue_quartile[1] - 1.5 * (s.revenue_quartile[2] - s.revenue_quartile[1])
            AND s.revenue_quartile[2] + 1.5 * (s.revenue_quartile[2] - s.revenue_quartile[1]) AS revenue_beyond
    FROM expected e CROSS JOIN spread s
    WHERE e.jobs_expected IS NOT NULL
), told AS (
    SELECT *, coalesce(abs(z_jobs) > 2, false) OR jobs_beyond AS jobs_out, coalesce(abs(z_revenue) > 2, false) OR revenue_beyond AS revenue_out FROM judged
)
SELECT m.month, m.jobs AS job_count, m.revenue, m.customers AS unique_customers, round(m.revenue / nullif(m.jobs, 0), 2) AS avg_job_value,
    round(m.jobs_expected, 2) AS mean_jobs, round(m.jobs_deviation, 2) AS stddev_jobs, round(m.revenue_expected, 2) AS mean_revenue,
    round(m.revenue_deviation, 2) AS stddev_revenue, round(m.z_jobs, 2) AS z_score_jobs, round(m.z_revenue, 2) AS z_score_revenue,
    round(m.jobs_range::numeric, 2) AS iqr_jobs, round(m.revenue_range::numeric, 2) AS iqr_revenue, m.jobs_out AS is_job_anomaly,
    m.revenue_out AS is_revenue_anomaly, CASE WHEN m.jobs_out OR m.revenue_out THEN 'anomaly_detected' ELSE 'normal' END AS anomaly_status,
    CASE WHEN m.jobs_out AND m.jobs > m.jobs_expected THEN 'high_job_volume' WHEN m.jobs_out THEN 'low_job_volume'
        WHEN m.revenue_out AND m.revenue > m.revenue_expected THEN 'high_revenue' WHEN m.revenue_out THEN 'low_revenue' END AS anomaly_type
FROM told m
WHERE m.month >= m.origin - make_interval(months => %(history)s::int)
ORDER BY m.month
