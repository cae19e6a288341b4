/*
title = "Margin of each job"
question = "What did each job leave after wages, and how far did it end from its estimate?"
owner = "Finance"
corrected = "The margin is charge less wages; the original called the charge a cost and the difference to the estimate a margin, which stands beside it now. As many jobs as asked for, the latest first."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[params.limit]
type = "integer"
default = 1000
min = 1
max = 100000
[columns.id]
title = "ID"
unit = "id"
[columns.job_id]
title = "Job ID"
unit = "text"
[columns.job_number]
title = "Job number"
unit = "text"
[columns.job_date]
title = "Job date"
unit = "date"
[columns.branch_name]
title = "Branch name"
unit = "text"
[columns.job_type]
title = "Job type"
unit = "text"
[columns.opportunity_status]
title = "Opportunity status"
unit = "text"
[columns.total_estimated_cost]
title = "Estimated charge"
unit = "money"
total = "sum"
[columns.total_actual_cost]
title = "Actual charge"
unit = "money"
total = "sum"
[columns.revenue]
title = "Revenue"
unit = "money"
total = "sum"
[columns.margin_amount]
title = "Charge less wages"
unit = "money"
total = "sum"
[columns.margin_percent]
title = "Margin after wages"
unit = "percent"
[columns.estimate_accuracy]
title = "Estimate accuracy"
unit = "text"
[columns.wages]
title = "Wages"
unit = "money"
total = "sum"
[columns.variance_amount]
title = "Charge above estimate"
unit = "money"
total = "sum"
[columns.variance_percent]
title = "Charge above estimate, %"
unit = "percent"
*/
SELECT id, job_id, job_number, job_date, branch_name, job_type, opportunity_status, total_estimated_cost, total_actual_cost, revenue,
    total_actual_cost - wages AS margin_amount, round(100 * (total_actual_cost - wages) / nullif(total_actual_cost, 0), 2) AS margin_percent,
    CASE WHEN total_actual_cost > total_estimated_cost THEN 'over_estimate' WHEN total_actual_cost < total_estimated_cost THEN 'under_estimate'
        WHEN total_actual_cost = total_estimated_cost THEN 'on_target' ELSE 'unknown' END AS estimate_accuracy,
    wages, total_actual_cost - total_estimated_cost AS variance_amount,
    round(100 * (total_actual_cost / nullif(total_estimated_cost, 0) - 1), 2) AS variance_percent
FROM crm_counted_job j
WHERE is_won AND total_estimated_cost IS NOT NULL
{{ jobs_asked_for }}
ORDER BY job_date DESC, id DESC
LIMIT %(limit)s::int
