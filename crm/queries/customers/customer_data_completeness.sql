/*
title = "Completeness of customers"
question = "How complete are the contact and address fields of customers?"
owner = "Data"
corrected = "Blank texts counted as filled, and merged records counted twice."
[columns.total_customers]
title = "Total customers"
unit = "count"
[columns.customers_with_email]
title = "Customers with email"
unit = "count"
[columns.customers_with_phone]
title = "Customers with phone"
unit = "count"
[columns.customers_with_origin_city]
title = "Customers with origin city"
unit = "count"
[columns.customers_with_origin_state]
title = "Customers with origin state"
unit = "count"
[columns.customers_with_origin_address]
title = "Customers with origin address"
unit = "count"
[columns.customers_with_destination_city]
title = "Customers with destination city"
unit = "count"
[columns.customers_with_destination_state]
title = "Customers with destination state"
unit = "count"
[columns.customers_with_destination_address]
title = "Customers with destination address"
unit = "count"
[columns.customers_with_both_email_phone]
title = "Customers with both email phone"
unit = "count"
[columns.customers_with_both_locations]
title = "Customers with both locations"
unit = "count"
[columns.email_completeness_percent]
title = "Email completeness per cent"
unit = "percent"
[columns.phone_completeness_percent]
title = "Phone completeness per cent"
unit = "percent"
[columns.origin_city_completeness_percent]
title = "Origin city completeness per cent"
unit = "percent"
[columns.destination_city_completeness_percent]
title = "Destination city completeness per cent"
unit = "percent"
*/
WITH filled AS (
    SELECT c.email ~ '\S' AS email, c.phone ~ '\S' AS phone, c.origin_city ~ '\S' AS origin_city, c.origin_state ~ '\S' AS origin_state,
        c.origin_address ~ '\S' AS origin_address, c.destination_city ~ '\S' AS destination_city,
        c.destination_state ~ '\S' AS destination_state, c.destination_address ~ '\S' AS destination_address
    FROM crm_customer c WHERE c.is_primary_record
)
SELECT count(*) AS total_customers,
    count(*) FILTER (WHERE f.email) AS customers_with_email,
    count(*) FILTER (WHERE f.phone) AS customers_with_phone,
    count(*) FILTER (WHERE f.origin_city) AS customers_with_origin_city,
    count(*) FILTER (WHERE f.origin_state) AS customers_with_origin_state,
    count(*) FILTER (WHERE f.origin_address) AS customers_with_origin_address,
    count(*) FILTER (WHERE f.destination_city) AS customers_with_destination_city,
    count(*) FILTER (WHERE f.destination_state) AS customers_with_destination_state,
    count(*) FILTER (WHERE f.destination_address) AS customers_with_destination_address,
    count(*) FILTER (WHERE f.email AND f.phone) AS customers_with_both_email_phone,
    count(*) FILTER (WHERE f.origin_city AND f.destination_city) AS customers_with_both_locations,
    round(100.0 * count(*) FILTER (WHERE f.email) / nullif(count(*), 0), 2) AS email_completeness_percent,
    round(100.0 * count(*) FILTER (WHERE f.phone) / nullif(count(*), 0), 2) AS phone_completeness_percent,
    round(100.0 * count(*) FILTER (WHERE f.origin_city) / nullif(count(*), 0), 2) AS origin_city_completeness_percent,
    round(100.0 * count(*) FILTER (WHERE f.destination_city) / nullif(count(*), 0), 2) AS destination_city_completeness_percent
FROM filled f
