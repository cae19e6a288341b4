WITH seen AS (
    SELECT bad.id AS bad_lead_id, bad.customer_id, date_lead_received AS day,
        (SELECT count(*) FROM won WHERE won.customer_id = bad.customer_id) AS total_customer_jobs,
        (SELECT sum(revenue) FROM won WHERE won.customer_id = bad.customer_id) AS total_customer_revenue,
        (SELECT min(job_date) FROM won WHERE won.customer_id = bad.customer_id) AS first_customer_job_date,
        (SELECT count(*) FROM booking WHERE booking.customer_id = bad.customer_id) AS booked_opportunity_count
    FROM bad WHERE customer_id IS NOT NULL AND date_lead_received IS NOT NULL
)
SELECT * EXCLUDE day,
    CASE WHEN first_customer_job_date < day THEN 'Was Already a Customer' WHEN first_customer_job_date IS NOT NULL THEN 'Converted to Customer'
        WHEN booked_opportunity_count > 0 THEN 'Booked (Not Yet Customer)' ELSE 'Still a Bad Lead' END AS conversion_status,
    CASE WHEN first_customer_job_date >= day THEN date_diff('day', day, first_customer_job_date) END AS days_to_conversion
FROM seen
