/*
title = "Estimate against invoice, job by job"
question = "Which jobs deviate most from their estimate, in money and rate?"
owner = "Finance"
corrected = "Both amounts are charges to the customer, so this is the accuracy of the estimate, not a budget; only closed jobs have an invoice. The list had no end."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[params.limit]
type = "integer"
default = 500
min = 1
max = 100000
[columns.id]
title = "Id"
unit = "id"
[columns.job_id]
title = "Job id"
unit = "text"
[columns.job_number]
title = "Job number"
unit = "text"
[columns.customer_id]
title = "Customer id"
unit = "id"
[columns.opportunity_status]
title = "Opportunity status"
unit = "text"
[columns.job_date]
title = "Job date"
unit = "date"
[columns.total_estimated_cost]
title = "Estimated charge"
unit = "money"
[columns.total_actual_cost]
title = "Actual charge"
unit = "money"
[columns.cost_variance]
title = "Deviation"
unit = "money"
[columns.variance_percent]
title = "Deviation in per cent"
unit = "percent"
[columns.hourly_rate_quoted]
title = "Hourly rate quoted"
unit = "money"
[columns.hourly_rate_billed]
title = "Hourly rate billed"
unit = "money"
[columns.rate_variance]
title = "Rate variance"
unit = "money"
[columns.budget_status]
title = "Against the estimate"
unit = "text"
*/
WITH compared AS (
    SELECT j.id, j.job_id, j.job_number, j.customer_id, j.opportunity_status, j.job_date, j.total_estimated_cost, j.total_actual_cost,
        j.total_actual_cost - j.total_estimated_cost AS variance,
        100 * (j.total_actual_cost - j.total_estimated_cost) / nullif(j.total_estimated_cost, 0) AS share, j.hourly_rate_quoted, j.hourly_rate_billed
    FROM crm_counted_job j
    WHERE j.is_won AND j.total_estimated_cost IS NOT NULL AND j.total_actual_cost IS NOT NULL
{{ jobs_asked_for }}
)
SELECT c.id, c.job_id, c.job_number, c.customer_id, c.opportunity_status, c.job_date, c.total_estimated_cost, c.total_actual_cost,
    c.variance AS cost_variance, round(c.share, 2) AS variance_percent, c.hourly_rate_quoted, c.hourly_rate_billed,
    c.hourly_rate_billed - c.hourly_rate_quoted AS rate_variance,
    CASE WHEN c.share > 10 THEN 'Over Budget (>10%%)' WHEN c.share < -10 THEN 'Under Budget (>10%%)' WHEN c.share IS NOT NULL THEN 'Within Budget' END
        AS budget_status
FROM compared c
ORDER BY abs(c.variance) DESC, c.id
LIMIT %(limit)s
