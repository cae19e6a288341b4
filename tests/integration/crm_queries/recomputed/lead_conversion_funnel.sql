WITH leads AS (FROM fate WHERE year(received_day) = 2024),
people AS (
    SELECT count(DISTINCT coalesce(email_key, phone_key, natural_key)) AS n
    FROM bad WHERE lead_status_id IS NULL AND year(date_lead_received) = 2024
), stage AS (
    SELECT count(*) + any_value(n) AS total_leads, count_if(quoted) AS total_quoted, count_if(booked) AS total_booked,
        count_if(completed) AS total_closed, count_if(lost AND NOT booked AND NOT completed) AS total_lost,
        count_if(booked AND completed) AS both_of_them
    FROM leads, people
)
SELECT * EXCLUDE both_of_them, 100 * total_quoted / total_leads AS lead_to_quote_rate, 100 * total_booked / total_quoted AS quote_to_booking_rate,
    100 * both_of_them / total_booked AS booking_to_closed_rate, 100 * total_booked / total_leads AS overall_conversion_rate
FROM stage
