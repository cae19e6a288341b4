WITH affiliate AS (
    SELECT quote_number, min(affiliate_name) AS affiliate_name FROM job
    WHERE lower(affiliate_name) NOT IN ('n/a', 'none listed') AND trim(affiliate_name) <> '' GROUP BY ALL
), income AS (
    SELECT quote_number, sum(coalesce(total_actual_cost, total_estimated_cost)) AS revenue FROM crm_job
    WHERE opportunity_status IN ('BOOKED', 'CLOSED') AND NOT is_test AND NOT is_duplicate GROUP BY ALL
), entry AS (
    SELECT lead_source_id, affiliate_name, quoted, booked, completed AS closed,
        lost AND NOT booked AND NOT completed AS lost, revenue
    FROM fate LEFT JOIN affiliate USING (quote_number) LEFT JOIN income USING (quote_number)
    WHERE year(received_day) = 2024
    UNION ALL BY NAME
    SELECT arg_min(lead_source_id, (date_lead_received, id)) AS lead_source_id
    FROM bad WHERE lead_status_id IS NULL AND year(date_lead_received) = 2024
    GROUP BY coalesce(email_key, phone_key, natural_key)
)
SELECT coalesce(s.name, 'Unknown') AS referral_source, affiliate_name, count(*) AS total_leads, coalesce(count_if(quoted), 0) AS quoted,
    coalesce(count_if(booked), 0) AS booked, coalesce(count_if(closed), 0) AS closed, coalesce(count_if(lost), 0) AS lost, sum(revenue) AS total_revenue,
    100 * coalesce(count_if(booked), 0) / count(*) AS booking_rate_percent,
    CASE WHEN count_if(booked) > 0 THEN 100 * count_if(closed AND booked) / count_if(booked) END AS completion_rate_percent, avg(revenue) AS avg_booking_value
FROM entry LEFT JOIN crm_leadsource s ON s.id = lead_source_id
GROUP BY ALL
