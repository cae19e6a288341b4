/*
title = "Recency, frequency and money of each customer"
question = "Which recency-frequency-monetary segment is each customer in?"
owner = "Marketing"
corrected = "Scores go by fifths of the own customers unless the fixed cuts are asked for; frequency counts moves (jobs of one quote are one) by cuts that fit households: 1, 2, 3, 4, 5. Every cell falls into a segment; the original's order left several under other. Recency is measured from the organisation's day."
[params.period]
type = "date_range"
default = "all"
{{ of_whom }}
[params.scoring]
type = "choice"
choices = ["fifths", "fixed"]
default = "fifths"
[params.limit]
type = "integer"
default = 1000
min = 1
max = 100000
[columns.customer_id]
title = "Customer ID"
unit = "id"
[columns.customer_name]
title = "Customer name"
unit = "text"
[columns.email]
title = "Email"
unit = "text"
[columns.phone]
title = "Phone"
unit = "text"
[columns.last_job_date]
title = "Last job date"
unit = "date"
[columns.recency_days]
title = "Recency days"
unit = "days"
[columns.recency_months]
title = "Recency months"
unit = "ratio"
[columns.frequency_jobs]
title = "Frequency jobs"
unit = "count"
total = "sum"
[columns.frequency_months]
title = "Frequency months"
unit = "count"
[columns.monetary_value]
title = "Monetary value"
unit = "money"
total = "sum"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.recency_score]
title = "Recency score"
unit = "count"
[columns.frequency_score]
title = "Frequency score"
unit = "count"
[columns.monetary_score]
title = "Monetary score"
unit = "count"
[columns.rfm_cell]
title = "RFM cell"
unit = "text"
[columns.rfm_segment]
title = "RFM segment"
unit = "text"
*/
WITH customer AS (
    SELECT customer_id, count(*) AS jobs, count(DISTINCT coalesce(quote_number, job_id)) AS moves, count(DISTINCT date_trunc('month', job_date)) AS months,
        max(job_date) AS last_day, greatest(0, %(today)s::date - max(job_date)) AS days, sum(revenue) AS revenue, avg(revenue) AS job_value
    FROM crm_counted_job j
    WHERE is_won AND customer_id IS NOT NULL
{{ jobs_asked_for }}
    GROUP BY customer_id
), scored AS (
    SELECT *,
        CASE WHEN %(scoring)s::text = 'fixed' THEN CASE WHEN days <= 30 THEN 5 WHEN days <= 90 THEN 4 WHEN days <= 180 THEN 3 WHEN days <= 365 THEN 2 ELSE 1 END
            ELSE least(5, 1 + floor(5 * percent_rank() OVER (ORDER BY days DESC)))::int END AS r,
        CASE WHEN %(scoring)s::text = 'fixed' THEN CASE WHEN jobs >= 10 THEN 5 WHEN jobs >= 5 THEN 4 WHEN jobs >= 3 THEN 3 WHEN jobs >= 2 THEN 2 ELSE 1 END
            ELSE least(5, moves)::int END AS f,
        CASE WHEN %(scoring)s::text = 'fixed' THEN CASE WHEN revenue >= 5000 THEN 5 WHEN revenue >= 2000 THEN 4 WHEN revenue >= 1000 THEN 3 WHEN revenue >= 500 THEN 2 ELSE 1 END
            ELSE least(5, 1 + floor(5 * percent_rank() OVER (ORDER BY revenue NULLS FIRST)))::int END AS m
    FROM customer
)
SELECT s.customer_id, c.name AS customer_name, c.email, c.phone, s.last_day AS last_job_date, s.days AS recency_days,
    round(s.days / 30.4375, 1) AS recency_months, s.jobs AS frequency_jobs, s.months AS frequency_months, s.revenue AS monetary_value,
    round(s.job_value, 2) AS avg_job_value, s.r AS recency_score, s.f AS frequency_score, s.m AS monetary_score,
    concat(s.r, s.f, s.m) AS rfm_cell,
    CASE WHEN s.r >= 4 AND s.f >= 4 AND s.m >= 4 THEN 'champions' WHEN s.r >= 3 AND s.f >= 3 AND s.m >= 4 THEN 'loyal_customers'
        WHEN s.r >= 4 AND s.f <= 2 AND s.m >= 3 THEN 'potential_loyalists' WHEN s.r >= 4 AND s.f = 1 THEN 'new_customers'
        WHEN s.r >= 4 OR (s.r = 3 AND s.f >= 3) THEN 'promising' WHEN s.r = 3 THEN 'about_to_sleep'
        WHEN s.f >= 3 AND s.m >= 3 THEN 'needs_attention' WHEN s.f >= 2 AND s.m >= 2 THEN 'about_to_sleep'
        WHEN s.m >= 3 THEN 'at_risk' ELSE 'lost' END AS rfm_segment
FROM scored s JOIN crm_customer c ON c.id = s.customer_id
ORDER BY s.r + s.f + s.m DESC, s.revenue DESC NULLS LAST, s.customer_id
LIMIT %(limit)s::int
