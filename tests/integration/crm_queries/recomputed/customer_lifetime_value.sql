WITH address AS (
    SELECT kind, key, any_value(customer_id) AS customer_id FROM crm_contactpoint GROUP BY ALL HAVING count(*) = 1
), theirs AS (
    SELECT opportunity_status AS status, coalesce(
        (SELECT b.customer_id FROM crm_bookedopportunity b WHERE b.quote_number = job.quote_number),
        (SELECT a.customer_id FROM address a WHERE a.kind = 'email' AND a.key = job.email_key),
        (SELECT a.customer_id FROM address a WHERE a.kind = 'phone' AND a.key = job.phone_key)) AS customer_id
    FROM job WHERE opportunity_status IN ('LOST', 'QUOTED') AND job_date IS NOT NULL
), gone AS (
    SELECT customer_id, count_if(status = 'LOST') AS lost, count_if(status = 'QUOTED') AS quoted FROM theirs GROUP BY ALL
)
SELECT customer_id, count(*) AS total_jobs, min(job_date) AS first_job_date, max(job_date) AS last_job_date,
    date_diff('day', min(job_date), max(job_date)) AS customer_lifetime_days, sum(revenue) AS customer_lifetime_value, avg(revenue) AS avg_job_value,
    count(DISTINCT branch_id) AS branches_used, count(DISTINCT year(job_date)) AS years_active,
    count_if(opportunity_status = 'BOOKED') AS booked_jobs, count_if(opportunity_status = 'CLOSED') AS closed_jobs,
    coalesce(any_value(lost), 0) AS lost_jobs, coalesce(any_value(quoted), 0) AS quoted_jobs,
    sum(revenue) / greatest(1, date_diff('day', min(job_date), max(job_date)) / 365.25) AS annual_revenue_rate
FROM won LEFT JOIN gone USING (customer_id)
WHERE customer_id IS NOT NULL AND job_date IS NOT NULL
GROUP BY customer_id HAVING count(*) > 1
