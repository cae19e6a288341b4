    count(*) AS job_count, count(*) FILTER (WHERE j.opportunity_status = 'BOOKED') AS booked_jobs,
    count(*) FILTER (WHERE j.opportunity_status = 'CLOSED') AS closed_jobs, coalesce(sum(j.revenue), 0) AS total_revenue,
    round(avg(j.revenue), 2) AS avg_job_value, count(DISTINCT j.customer_id) AS unique_customers, count(DISTINCT j.branch_id) AS branches_serving
