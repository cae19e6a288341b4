/*
title = "What each customer usually chooses"
question = "Which job type, cities, branch, month, weekday, sales person and source does each customer usually come with?"
owner = "Sales"
corrected = "A preference needs more than one job: customers with at least the number of won jobs asked for, two unless said otherwise. Sales persons, branches and sources are told by who they are, not by spelling. Ties go to the first by name."
[params.period]
type = "date_range"
default = "all"
{{ of_whom }}
[params.min_jobs]
type = "integer"
default = 2
min = 1
max = 50
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
[columns.total_jobs]
title = "Total jobs"
unit = "count"
total = "sum"
[columns.preferred_job_type]
title = "Preferred job type"
unit = "text"
[columns.job_types_used]
title = "Job types used"
unit = "count"
[columns.preferred_origin_city]
title = "Preferred origin city"
unit = "text"
[columns.preferred_destination_city]
title = "Preferred destination city"
unit = "text"
[columns.preferred_branch]
title = "Preferred branch"
unit = "text"
[columns.branches_used]
title = "Branches used"
unit = "count"
[columns.preferred_month]
title = "Preferred month"
unit = "count"
[columns.preferred_day_of_week_name]
title = "Preferred day of week name"
unit = "text"
[columns.preferred_sales_person]
title = "Preferred sales person"
unit = "text"
[columns.sales_people_used]
title = "Sales people used"
unit = "count"
[columns.preferred_referral_source]
title = "Preferred referral source"
unit = "text"
[columns.referral_sources_used]
title = "Referral sources used"
unit = "count"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.first_job_date]
title = "First job date"
unit = "date"
[columns.last_job_date]
title = "Last job date"
unit = "date"
[columns.job_type_preference_category]
title = "Job type preference category"
unit = "text"
[columns.branch_preference_category]
title = "Branch preference category"
unit = "text"
*/
WITH won AS (
    SELECT * FROM crm_counted_job j
    WHERE is_won AND customer_id IS NOT NULL
{{ jobs_asked_for }}
), chosen AS (
    SELECT customer_id FROM won
    GROUP BY customer_id
    HAVING count(*) >= %(min_jobs)s::int
    ORDER BY count(*) DESC, sum(revenue) DESC NULLS LAST, customer_id
    LIMIT %(limit)s::int
), customer AS (
    SELECT customer_id, count(*) AS jobs, mode() WITHIN GROUP (ORDER BY job_type) AS job_type, count(DISTINCT job_type) AS job_types,
        mode() WITHIN GROUP (ORDER BY origin_city) AS origin, mode() WITHIN GROUP (ORDER BY destination_city) AS destination,
        mode() WITHIN GROUP (ORDER BY branch_name) AS branch, count(DISTINCT branch_id) AS branches,
        mode() WITHIN GROUP (ORDER BY extract(month FROM job_date)::int) AS month, mode() WITHIN GROUP (ORDER BY extract(isodow FROM job_date)::int) AS weekday,
        mode() WITHIN GROUP (ORDER BY sales_person_name) AS seller, count(DISTINCT sales_person_id) AS sellers,
        mode() WITHIN GROUP (ORDER BY lead_source_name) AS source, count(DISTINCT lead_source_id) AS sources,
        sum(revenue) AS revenue, avg(revenue) AS job_value, min(job_date) AS first_day, max(job_date) AS last_day
    FROM won
    WHERE customer_id IN (SELECT customer_id FROM chosen)
    GROUP BY customer_id
)
SELECT p.customer_id, c.name AS customer_name, p.jobs AS total_jobs, p.job_type AS preferred_job_type, p.job_types AS job_types_used,
    p.origin AS preferred_origin_city, p.destination AS preferred_destination_city, p.branch AS preferred_branch, p.branches AS branches_used,
    p.month AS preferred_month,
    (ARRAY['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'])[p.weekday] AS preferred_day_of_week_name,
    p.seller AS preferred_sales_person, p.sellers AS sales_people_used, p.source AS preferred_referral_source, p.sources AS referral_sources_used,
    p.revenue AS total_revenue, round(p.job_value, 2) AS avg_job_value, p.first_day AS first_job_date, p.last_day AS last_job_date,
    CASE WHEN p.job_types = 1 THEN 'single_type' WHEN p.job_types <= 3 THEN 'few_types' ELSE 'varied_types' END AS job_type_preference_category,
    CASE WHEN p.branches = 1 THEN 'single_branch' WHEN p.branches <= 3 THEN 'few_branches' ELSE 'multiple_branches' END AS branch_preference_category
FROM customer p JOIN crm_customer c ON c.id = p.customer_id
ORDER BY p.jobs DESC, p.revenue DESC NULLS LAST, p.customer_id
