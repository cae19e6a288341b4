/*
title = "Completeness of job fields"
question = "How complete are the fields of jobs?"
owner = "Data"
corrected = "Blank texts counted as filled. Only won jobs can have a customer and only closed ones an actual charge, so those two shares are of won and of closed jobs."
[params.branch]
type = "branch"
[columns.total_jobs]
title = "Total jobs"
unit = "count"
[columns.jobs_with_customer_id]
title = "Jobs with customer id"
unit = "count"
[columns.jobs_with_job_date]
title = "Jobs with job date"
unit = "count"
[columns.jobs_with_branch_name]
title = "Jobs with branch name"
unit = "count"
[columns.jobs_with_sales_person]
title = "Jobs with sales person"
unit = "count"
[columns.jobs_with_job_type]
title = "Jobs with job type"
unit = "count"
[columns.jobs_with_status]
title = "Jobs with status"
unit = "count"
[columns.jobs_with_estimated_cost]
title = "Jobs with estimated cost"
unit = "count"
[columns.jobs_with_actual_cost]
title = "Jobs with actual cost"
unit = "count"
[columns.jobs_with_origin_city]
title = "Jobs with origin city"
unit = "count"
[columns.jobs_with_destination_city]
title = "Jobs with destination city"
unit = "count"
[columns.jobs_with_referral_source]
title = "Jobs with referral source"
unit = "count"
[columns.customer_id_completeness_percent]
title = "Customer id completeness per cent"
unit = "percent"
[columns.job_date_completeness_percent]
title = "Job date completeness per cent"
unit = "percent"
[columns.branch_name_completeness_percent]
title = "Branch name completeness per cent"
unit = "percent"
[columns.sales_person_completeness_percent]
title = "Sales person completeness per cent"
unit = "percent"
[columns.estimated_cost_completeness_percent]
title = "Estimated cost completeness per cent"
unit = "percent"
[columns.actual_cost_completeness_percent]
title = "Actual cost completeness per cent"
unit = "percent"
*/
SELECT count(*) AS total_jobs,
    count(*) FILTER (WHERE j.customer_id IS NOT NULL) AS jobs_with_customer_id,
    count(*) FILTER (WHERE j.job_date IS NOT NULL) AS jobs_with_job_date,
    count(*) FILTER (WHERE j.branch_name ~ '\S') AS jobs_with_branch_name,
    count(*) FILTER (WHERE j.sales_person_name ~ '\S') AS jobs_with_sales_person,
    count(*) FILTER (WHERE j.job_type ~ '\S') AS jobs_with_job_type,
    count(*) FILTER (WHERE j.opportunity_status IS NOT NULL) AS jobs_with_status,
    count(*) FILTER (WHERE j.total_estimated_cost IS NOT NULL) AS jobs_with_estimated_cost,
    count(*) FILTER (WHERE j.total_actual_cost IS NOT NULL) AS jobs_with_actual_cost,
    count(*) FILTER (WHERE j.origin_city ~ '\S') AS jobs_with_origin_city,
    count(*) FILTER (WHERE j.destination_city ~ '\S') AS jobs_with_destination_city,
    count(*) FILTER (WHERE j.referral_source ~ '\S') AS jobs_with_referral_source,
    round(100.0 * count(j.customer_id) / nullif(count(*) FILTER (WHERE j.opportunity_status IN ('BOOKED', 'CLOSED')), 0), 2)
        AS customer_id_completeness_percent,
    round(100.0 * count(j.job_date) / nullif(count(*), 0), 2) AS job_date_completeness_percent,
    round(100.0 * count(*) FILTER (WHERE j.branch_name ~ '\S') / nullif(count(*), 0), 2) AS branch_name_completeness_percent,
    round(100.0 * count(*) FILTER (WHERE j.sales_person_name ~ '\S') / nullif(count(*), 0), 2) AS sales_person_completeness_percent,
    round(100.0 * count(j.total_estimated_cost) / nullif(count(*), 0), 2) AS estimated_cost_completeness_percent,
    round(100.0 * count(j.total_actual_cost) FILTER (WHERE j.opportunity_status = 'CLOSED')
        / nullif(count(*) FILTER (WHERE j.opportunity_status = 'CLOSED'), 0), 2) AS actual_cost_completeness_percent
FROM crm_job j
WHERE NOT j.is_test AND NOT j.is_duplicate AND (%(branch)s::bigint IS NULL OR j.branch_id = %(branch)s::bigint)
