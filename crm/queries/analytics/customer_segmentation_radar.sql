/*
title = "The average customer on four axes"
question = "How does the average customer stand on lifetime value, number of moves, value per job and time as a customer?"
owner = "Marketing"
corrected = "Duplicate and test jobs are left out. The full mark is the value that 1 % of the customers exceed instead of the single largest one, and the score puts all four axes on one scale of 0 to 100. Jobs of one quote are one move."
[params.period]
type = "date_range"
default = "all"
{{ of_whom }}
[columns.subject]
title = "Subject"
unit = "text"
[columns.value]
title = "Value"
unit = "ratio"
[columns.full_mark]
title = "Full mark"
unit = "ratio"
[columns.score]
title = "Score"
unit = "percent"
[columns.measured_in]
title = "Measured in"
unit = "text"
[columns.customers]
title = "Customers"
unit = "count"
[chart]
kind = "bar"
x = "subject"
y = ["score"]
*/
WITH customer AS (
    SELECT customer_id, sum(revenue) AS revenue, count(DISTINCT coalesce(quote_number, job_id)) AS moves, avg(revenue) AS job_value,
        max(job_date) - min(job_date) AS days
    FROM crm_counted_job j
    WHERE is_won AND customer_id IS NOT NULL
{{ jobs_asked_for }}
    GROUP BY customer_id
), axis AS (
    SELECT a.place, a.subject, a.measured_in, avg(a.value) AS value, count(a.value) AS customers,
        percentile_cont(0.99) WITHIN GROUP (ORDER BY a.value)::numeric AS full_mark
    FROM customer c CROSS JOIN LATERAL (VALUES
        (1, 'Lifetime Value', 'dollars', c.revenue),
        (2, 'Job Frequency', 'moves', c.moves::numeric),
        (3, 'Avg Job Value', 'dollars a job', c.job_value),
        (4, 'Customer Lifespan', 'days between first and last job, of those who came back', nullif(c.days, 0)::numeric)
    ) AS a (place, subject, measured_in, value)
    GROUP BY a.place, a.subject, a.measured_in
)
SELECT subject, round(value, 2) AS value, round(full_mark, 2) AS full_mark,
    round(least(100, 100 * value / nullif(full_mark, 0)), 2) AS score, measured_in, customers
FROM axis
ORDER BY place
