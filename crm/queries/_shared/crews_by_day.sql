WITH won AS (
    SELECT branch_id, branch_name, job_type, date_trunc('month', job_date)::date AS month, job_date, revenue, actual_number_crew AS crew,
        actual_number_trucks AS trucks, actual_number_crew * actual_hours AS crew_hours, actual_number_trucks * actual_hours AS truck_hours
    FROM crm_counted_job j
    WHERE is_won
{{ jobs_asked_for }}
), day AS (
    SELECT branch_id, date_trunc('month', job_date)::date AS month, job_date, sum(crew) AS crew, sum(trucks) AS trucks FROM won GROUP BY 1, 2, 3
), size AS (
    -- No export says how many people and trucks a branch has: what it sent out on its busiest day is taken for it.
    SELECT branch_id, max(crew) AS crew, max(trucks) AS trucks FROM day GROUP BY branch_id
), days AS (
    SELECT branch_id, month, count(*) AS days FROM day GROUP BY branch_id, month
