WITH won AS (
    SELECT branch_id, branch_name, job_type, date_trunc('month', job_date)::date AS month, job_date, revenue, actual_number_crew AS crew,
        actual_number_trucks AS trucks, actual_number_crew * actual_hours AS crew_hours, actual_number_trucks * actual_hours AS truck_hours
    FROM crm_counted_job
    WHERE is_won
      AND job_date BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
      AND (%(branch)s::bigint IS NULL OR branch_id = %(branch)s::bigint)
      AND (%(source)s::bigint IS NULL OR lead_source_id = %(source)s::bigint)
      AND (%(sales_person)s::bigint IS NULL OR sales_person_id = %(sales_person)s::bigint)
), day AS (
    SELECT branch_id, date_trunc('month', job_date)::date AS month, job_date, sum(crew) AS crew, sum(trucks) AS trucks FROM won GROUP BY 1, 2, 3
), size AS (
    -- No export says how many people and trucks a branch has: what it sent out on its busiest day is taken for it.
    SELECT branch_id, max(crew) AS crew, max(trucks) AS trucks FROM day GROUP BY branch_id
), days AS (
    SELECT branch_id, month, count(*) AS days FROM day GROUP BY branch_id, month
