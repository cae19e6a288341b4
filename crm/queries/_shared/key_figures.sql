    count(*) FILTER (WHERE j.opportunity_status = 'QUOTED') AS quoted_jobs, count(*) FILTER (WHERE j.opportunity_status = 'BOOKED') AS booked_jobs,
    count(*) FILTER (WHERE j.opportunity_status = 'CLOSED') AS closed_jobs, count(*) FILTER (WHERE j.opportunity_status = 'LOST') AS lost_jobs,
    count(*) FILTER (WHERE j.opportunity_status = 'CANCELLED') AS cancelled_jobs, coalesce(sum(j.revenue), 0) AS total_revenue, round(avg(j.revenue), 2) AS avg_job_value,
    count(DISTINCT j.customer_id) AS unique_customers, count(DISTINCT j.branch_id) AS active_branches,
    count(DISTINCT j.sales_person_id) AS active_sales_people,
    round(100.0 * count(*) FILTER (WHERE j.is_won) / nullif(count(*), 0), 2) AS booking_rate_percent
