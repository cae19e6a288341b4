/*
title = "Busy and quiet months of the year"
question = "Which calendar months are busy?"
owner = "Operations"
corrected = "Years that were only partly covered bent the shares: whole past months, those in which a job was won, are averaged by calendar month now, so each weighs the same and mistyped years weigh nothing. Revenue is that of won jobs."
[params.period]
type = "date_range"
default = "all"
{{ of_whom }}
[columns.month_number]
title = "Month of year"
unit = "count"
[columns.month_name]
title = "Month name"
unit = "text"
[columns.total_jobs]
title = "Total jobs"
unit = "count"
[columns.booked_jobs]
title = "Booked jobs"
unit = "count"
[columns.closed_jobs]
title = "Closed jobs"
unit = "count"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
[columns.percentage_of_year]
title = "Per cent of year"
unit = "percent"
[columns.overall_monthly_avg]
title = "Average of all months"
unit = "ratio"
[columns.deviation_from_avg]
title = "Jobs above or below it"
unit = "ratio"
[chart]
kind = "bar"
x = "month_name"
y = ["percentage_of_year"]
*/
WITH by_month AS (
    SELECT date_trunc('month', j.job_date::timestamp) AS month, count(*) AS jobs, count(*) FILTER (WHERE j.opportunity_status = 'BOOKED') AS booked,
        count(*) FILTER (WHERE j.opportunity_status = 'CLOSED') AS closed, coalesce(sum(j.revenue), 0) AS revenue
    FROM crm_counted_job j
    WHERE j.job_date < date_trunc('month', %(today)s::date::timestamp)
{{ jobs_asked_for }}
    GROUP BY 1
    HAVING count(*) FILTER (WHERE j.is_won) > 0 AND date_trunc('month', min(j.job_date)::timestamp) >= coalesce(%(period_from)s::date, '-infinity')
        AND date_trunc('month', min(j.job_date)::timestamp) + interval '1 month' <= coalesce(%(period_to)s::date, 'infinity') + 1
), of_year AS (
    SELECT extract(month FROM m.month)::int AS number, sum(m.jobs)::bigint AS jobs, sum(m.booked)::bigint AS booked, sum(m.closed)::bigint AS closed,
        sum(m.revenue) AS revenue, avg(m.jobs) AS average
    FROM by_month m GROUP BY 1
)
SELECT o.number AS month_number, to_char(make_date(2000, o.number, 1), 'FMMonth') AS month_name, o.jobs AS total_jobs, o.booked AS booked_jobs,
    o.closed AS closed_jobs, o.revenue AS total_revenue, round(100 * o.average / nullif(sum(o.average) OVER (), 0), 2) AS percentage_of_year,
    round(avg(o.average) OVER (), 2) AS overall_monthly_avg, round(o.average - avg(o.average) OVER (), 2) AS deviation_from_avg
FROM of_year o
ORDER BY o.number
