/*
title = "Where duplicate jobs come from"
question = "Where, when and for whom are duplicate jobs made?"
owner = "Data"
corrected = "Jobs marked as duplicates, by the month in which their quote was made. Rows by customer name the customer, also where the duplicate itself was not won, so that somebody can act on them; the original left every label of those rows empty. As many of each kind as asked for."
[params.period]
type = "date_range"
default = "all"
{{ of_whom }}
[params.limit]
type = "integer"
default = 1000
min = 1
max = 100000
[columns.analysis_type]
title = "Analysis type"
unit = "text"
[columns.month]
title = "Month"
unit = "date"
[columns.branch_name]
title = "Branch name"
unit = "text"
[columns.sales_person_name]
title = "Sales person name"
unit = "text"
[columns.opportunity_status]
title = "Opportunity status"
unit = "text"
[columns.duplicate_count]
title = "Duplicate count"
unit = "count"
[columns.duplicate_value]
title = "Duplicate value"
unit = "money"
[columns.customer_id]
title = "Customer ID"
unit = "id"
[columns.customer_name]
title = "Customer name"
unit = "text"
[columns.job_numbers]
title = "Job numbers"
unit = "text"
*/
WITH duplicate AS (
    SELECT j.id, date_trunc('month', j.quote_created_date)::date AS month, j.opportunity_status, j.job_number, j.branch_id, b.name AS branch_name,
        j.sales_person_id, p.name AS sales_person_name, coalesce(j.total_actual_cost, j.total_estimated_cost) AS value
    FROM crm_job j LEFT JOIN crm_branch b ON b.id = j.branch_id LEFT JOIN crm_salesperson p ON p.id = j.sales_person_id
    WHERE j.is_duplicate AND NOT j.is_test AND b.is_test IS NOT TRUE
      AND j.quote_created_date BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
{{ jobs_of_whom }}
), told AS (
    SELECT 1 AS place, 'monthly_patterns' AS analysis_type, month, branch_name, sales_person_name, opportunity_status, count(*) AS duplicates,
        sum(value) AS value, NULL::bigint AS customer_id, NULL::text AS customer_name, NULL::text AS job_numbers, branch_id, sales_person_id
    FROM duplicate
    GROUP BY month, branch_id, branch_name, sales_person_id, sales_person_name, opportunity_status
    UNION ALL
    SELECT 2, 'customer_patterns', NULL, NULL, NULL, NULL, count(*), sum(d.value), w.customer_id, c.name,
        string_agg(d.job_number, ', ' ORDER BY d.job_number), NULL, NULL
    FROM duplicate d JOIN crm_job_customer w ON w.job_id = d.id JOIN crm_customer c ON c.id = w.customer_id
    GROUP BY w.customer_id, c.name
)
SELECT analysis_type, month, branch_name, sales_person_name, opportunity_status, duplicates AS duplicate_count, value AS duplicate_value,
    customer_id, customer_name, job_numbers
FROM (SELECT *, row_number() OVER (PARTITION BY place ORDER BY duplicates DESC, month DESC, branch_id, sales_person_id, opportunity_status, customer_id) AS nth
      FROM told) AS ranked
WHERE nth <= %(limit)s::int
ORDER BY place, nth
