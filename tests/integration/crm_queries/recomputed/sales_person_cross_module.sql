WITH j AS (FROM job WHERE year(job_date) = 2024), b AS (FROM booking WHERE year(booked_date) = 2024)
SELECT p.name AS sales_person_name,
    (SELECT count(*) FROM j WHERE sales_person_id = p.id) AS total_customer_jobs,
    (SELECT sum(revenue) FROM won WHERE sales_person_id = p.id AND year(job_date) = 2024) AS total_job_revenue,
    (SELECT count(*) FROM b WHERE sales_person_id = p.id) AS total_booked_opportunities,
    (SELECT sum(amount) FROM b WHERE sales_person_id = p.id AND is_won) AS total_opportunity_revenue,
    (SELECT count(*) FROM lead WHERE sales_person_id = p.id AND year(received_day) = 2024) AS total_leads_from_lead_status,
    (SELECT count(DISTINCT customer_id) FROM (
        SELECT customer_id FROM j WHERE sales_person_id = p.id UNION SELECT customer_id FROM b WHERE sales_person_id = p.id)) AS total_unique_customers,
    (SELECT sum(x) FROM (
        SELECT revenue AS x FROM won WHERE sales_person_id = p.id AND year(job_date) = 2024
        UNION ALL SELECT amount FROM b WHERE sales_person_id = p.id AND is_won AND quote_number NOT IN (SELECT quote_number FROM won WHERE quote_number IS NOT NULL)
    )) AS total_revenue_all_modules
FROM crm_salesperson p WHERE p.is_primary_record
