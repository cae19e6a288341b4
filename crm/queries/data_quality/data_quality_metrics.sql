/*
title = "Completeness of jobs and customers"
question = "How complete are jobs and customers?"
owner = "Data"
corrected = "The row of customers held the completeness of e-mails and phones in columns named after customer and date; what does not apply to customers is empty now, and their date is the first conversion. Only won jobs can have a customer, so the share of jobs with one is of those."
[columns.table_name]
title = "Table name"
unit = "text"
[columns.total_records]
title = "Total records"
unit = "count"
[columns.records_with_customer_id]
title = "Records with customer id"
unit = "count"
[columns.records_with_job_date]
title = "Records with job date"
unit = "count"
[columns.records_with_branch_name]
title = "Records with branch name"
unit = "count"
[columns.records_with_sales_person]
title = "Records with sales person"
unit = "count"
[columns.records_with_estimated_cost]
title = "With estimated charge"
unit = "count"
[columns.records_with_actual_cost]
title = "With actual charge"
unit = "count"
[columns.customer_id_completeness]
title = "Customer id completeness"
unit = "percent"
[columns.job_date_completeness]
title = "Job date completeness"
unit = "percent"
*/
SELECT 'jobs' AS table_name, count(*) AS total_records, count(j.customer_id) AS records_with_customer_id, count(j.job_date) AS records_with_job_date,
    count(j.branch_id) AS records_with_branch_name, count(j.sales_person_id) AS records_with_sales_person,
    count(j.total_estimated_cost) AS records_with_estimated_cost, count(j.total_actual_cost) AS records_with_actual_cost,
    round(100.0 * count(j.customer_id) / nullif(count(*) FILTER (WHERE j.is_won), 0), 2) AS customer_id_completeness,
    round(100.0 * count(j.job_date) / nullif(count(*), 0), 2) AS job_date_completeness
FROM crm_counted_job j
UNION ALL
SELECT 'customers', count(*), count(*), count(c.conversion_date), NULL, NULL, NULL, NULL, round(100.0 * count(*) / nullif(count(*), 0), 2),
    round(100.0 * count(c.conversion_date) / nullif(count(*), 0), 2)
FROM crm_customer c WHERE c.is_primary_record
ORDER BY table_name DESC
