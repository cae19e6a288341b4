/*
title = "Average and median job value"
question = "What is the average and the median value of a won job: overall, by branch, sales person and job type?"
owner = "Finance"
corrected = "Values of quoted, lost and cancelled jobs were averaged in, and branches and sellers went by raw spelling."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[params.dimension]
type = "choice"
choices = ["all", "overall", "branch", "sales_person", "job_type"]
default = "all"
[columns.dimension]
title = "Dimension"
unit = "text"
[columns.dimension_value]
title = "Of"
unit = "text"
[columns.job_count]
title = "Job count"
unit = "count"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.median_job_value]
title = "Median job value"
unit = "money"
[chart]
kind = "bar"
x = "dimension_value"
y = ["avg_job_value", "median_job_value"]
*/
WITH grouped AS (
    SELECT CASE WHEN grouping(j.branch_id) = 0 THEN 'branch' WHEN grouping(j.sales_person_id) = 0 THEN 'sales_person'
            WHEN grouping(j.job_type) = 0 THEN 'job_type' ELSE 'overall' END AS dimension,
        CASE WHEN grouping(j.branch_id) = 0 THEN coalesce(j.branch_name, 'Unknown')
            WHEN grouping(j.sales_person_id) = 0 THEN coalesce(j.sales_person_name, 'Unknown')
            WHEN grouping(j.job_type) = 0 THEN coalesce(j.job_type, 'Unknown') ELSE 'All jobs' END AS dimension_value,
        count(j.revenue) AS job_count, round(avg(j.revenue), 2) AS avg_job_value,
        round(percentile_cont(0.5) WITHIN GROUP (ORDER BY j.revenue)::numeric, 2) AS median_job_value
    FROM crm_counted_job j
    WHERE j.is_won
{{ jobs_asked_for }}
    GROUP BY GROUPING SETS ((), (j.branch_id, j.branch_name), (j.sales_person_id, j.sales_person_name), (j.job_type))
)
SELECT g.dimension, g.dimension_value, g.job_count, g.avg_job_value, g.median_job_value
FROM grouped g
WHERE %(dimension)s::text IN ('all', g.dimension)
ORDER BY array_position(ARRAY['overall', 'branch', 'sales_person', 'job_type'], g.dimension), g.avg_job_value DESC NULLS LAST, g.dimension_value
