/*
title = "Cost and efficiency of the company"
question = "What are the overall cost and efficiency ratios?"
owner = "Finance"
corrected = "Ran on tables that do not exist and called revenue for a job its cost. Cost of a job is wages, the only cost that the exports hold; what winning a customer costs is recorded nowhere and stays empty. Hours are head-count times the hours that the job took, where both are known (finished jobs); the original called heads hours. Revenue for an hour is that of the jobs whose hours are known. Leads are quotes, and people among the bad leads without one, received in the period."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.metric_category]
title = "Metric category"
unit = "text"
[columns.total_jobs]
title = "Total jobs"
unit = "count"
[columns.unique_customers]
title = "Unique customers"
unit = "count"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
[columns.cost_per_job]
title = "Wages for a job"
unit = "money"
[columns.cost_per_customer_acquisition]
title = "Cost per customer acquisition"
unit = "money"
[columns.revenue_per_crew_hour]
title = "Revenue per crew hour"
unit = "money"
[columns.revenue_per_truck_hour]
title = "Revenue per truck hour"
unit = "money"
[columns.avg_estimated_cost_per_job]
title = "Mean estimated charge"
unit = "money"
[columns.total_leads]
title = "Total leads"
unit = "count"
[columns.lead_conversion_rate]
title = "Lead conversion rate"
unit = "percent"
[columns.total_customers]
title = "Customers ever"
unit = "count"
[columns.customer_acquisition_from_leads_percent]
title = "Customers that were leads first"
unit = "percent"
[columns.total_wages]
title = "Wages"
unit = "money"
[columns.margin_amount]
title = "Charge less wages"
unit = "money"
[columns.margin_percent]
title = "Margin after wages"
unit = "percent"
*/
WITH t AS (
    SELECT count(*) AS jobs, count(DISTINCT customer_id) AS customers, sum(revenue) AS revenue, avg(wages) AS job_wages, avg(total_estimated_cost) AS estimate,
        sum(wages) AS wages,
        sum(total_actual_cost) FILTER (WHERE wages IS NOT NULL) AS paid, sum(total_actual_cost - wages) AS margin,
        sum(actual_number_crew * actual_hours) AS crew_hours, sum(actual_number_trucks * actual_hours) AS truck_hours,
        sum(revenue) FILTER (WHERE actual_number_crew * actual_hours IS NOT NULL) AS crew_revenue, sum(revenue) FILTER (WHERE actual_number_trucks * actual_hours IS NOT NULL) AS truck_revenue
    FROM crm_counted_job j
    WHERE is_won
{{ jobs_asked_for }}
), lead AS (
    SELECT count(*) AS leads, count(*) FILTER (WHERE won_jobs > 0) AS won FROM crm_lead_outcome l
    WHERE l.received_at IS NOT NULL
{{ leads_asked_for }}
{{ first_bad_leads }}
), person AS (
    SELECT count(*) AS people FROM first_bad_lead
    WHERE (%(source)s::bigint IS NULL OR lead_source_id = %(source)s::bigint)
), customer AS (
    SELECT count(*) AS customers, count(*) FILTER (WHERE first_lead_date <= conversion_date) AS from_leads FROM crm_customer WHERE is_primary_record
)
SELECT 'overall' AS metric_category, t.jobs AS total_jobs, t.customers AS unique_customers, t.revenue AS total_revenue, round(t.job_wages, 2) AS cost_per_job,
    NULL::numeric AS cost_per_customer_acquisition, round(t.crew_revenue / nullif(t.crew_hours, 0), 2) AS revenue_per_crew_hour, round(t.truck_revenue / nullif(t.truck_hours, 0), 2) AS revenue_per_truck_hour,
    round(t.estimate, 2) AS avg_estimated_cost_per_job, l.leads + p.people AS total_leads, round(100.0 * l.won / nullif(l.leads + p.people, 0), 2) AS lead_conversion_rate,
    c.customers AS total_customers, round(100.0 * c.from_leads / nullif(c.customers, 0), 2) AS customer_acquisition_from_leads_percent,
    t.wages AS total_wages, t.margin AS margin_amount, round(100 * t.margin / nullif(t.paid, 0), 2) AS margin_percent
FROM t CROSS JOIN lead l CROSS JOIN person p CROSS JOIN customer c
