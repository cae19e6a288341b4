WITH move AS (
    SELECT customer_id, quote_number, min(job_date) AS day FROM won
    WHERE customer_id IS NOT NULL AND job_date <= DATE '2025-11-18' GROUP BY ALL
), first AS (
    SELECT customer_id, min(day) AS day, arg_min(quote_number, (day, quote_number)) AS quote_number FROM move GROUP BY ALL
), cohort AS (
    SELECT date_trunc('quarter', day)::DATE AS acquisition_quarter, count(*) AS cohort_size FROM first GROUP BY ALL
), grid AS (
    SELECT *, unnest(range(least(40, date_diff('quarter', acquisition_quarter, DATE '2025-11-18')) + 1)) AS quarters_since_acquisition FROM cohort
), returned AS (
    SELECT *, (SELECT count(DISTINCT m.customer_id) FROM move m JOIN first f USING (customer_id)
        WHERE m.quote_number <> f.quote_number AND date_trunc('quarter', f.day) = acquisition_quarter
            AND date_diff('quarter', f.day, m.day) = quarters_since_acquisition) AS active_customers
    FROM grid
)
SELECT acquisition_quarter, quarters_since_acquisition, cohort_size, active_customers, 100 * active_customers / cohort_size AS retention_rate
FROM returned
