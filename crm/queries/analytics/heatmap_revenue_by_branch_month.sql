/*
title = "Revenue by branch and month"
question = "How does won revenue, or the number of won jobs, spread over branches and months?"
owner = "Finance"
corrected = "Duplicate and test jobs are left out, the promised choice between revenue and jobs exists, and the period decides how much is shown instead of a limit that cut a month in two."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[params.measure]
type = "choice"
choices = ["revenue", "jobs"]
default = "revenue"
[columns.branch_name]
title = "Branch name"
unit = "text"
[columns.month]
title = "Month"
unit = "text"
[columns.value]
title = "Value"
unit = "ratio"
total = "sum"
[chart]
kind = "heat_map"
x = "month"
y = ["value"]
series = "branch_name"
*/
SELECT coalesce(branch_name, 'Unknown') AS branch_name, to_char(job_date, 'YYYY-MM') AS month,
    CASE %(measure)s::text WHEN 'jobs' THEN count(*)::numeric ELSE sum(revenue) END AS value
FROM crm_counted_job j
WHERE is_won
{{ jobs_asked_for }}
GROUP BY branch_id, branch_name, to_char(job_date, 'YYYY-MM')
ORDER BY month DESC, branch_name, branch_id
