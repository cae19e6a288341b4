WITH won AS (
    SELECT customer_id, lead_source_category, affiliate_name, branch_id, lead_source_id, sales_person_id, job_date, revenue,
        row_number() OVER (PARTITION BY customer_id ORDER BY job_date, id) AS number
    FROM crm_counted_job
    WHERE is_won AND customer_id IS NOT NULL AND job_date IS NOT NULL
), customer AS (
    SELECT customer_id, min(lead_source_category) FILTER (WHERE number = 1) AS category,
        min(affiliate_name) FILTER (WHERE number = 1) AS affiliate_name, count(*) AS jobs, sum(revenue) AS revenue,
        (max(job_date) - min(job_date)) / 365.25 AS years
    FROM won
    GROUP BY customer_id
    HAVING bool_or(number = 1 AND job_date BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
        AND (%(branch)s::bigint IS NULL OR branch_id = %(branch)s::bigint)
        AND (%(source)s::bigint IS NULL OR lead_source_id = %(source)s::bigint)
        AND (%(sales_person)s::bigint IS NULL OR sales_person_id = %(sales_person)s::bigint))
)
