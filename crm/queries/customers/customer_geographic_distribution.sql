/*
title = "Where customers move from and to"
question = "How are customers spread over cities of origin and destination?"
owner = "Marketing"
corrected = "Customers from an origin and to a destination were the same number by construction; each is now counted over all pairs, and the pair apart."
[params.limit]
type = "integer"
default = 1000
min = 1
max = 100000
[columns.origin_city]
title = "Origin city"
unit = "text"
[columns.origin_state]
title = "Origin state"
unit = "text"
[columns.customers_from_origin]
title = "Customers from origin"
unit = "count"
[columns.destination_city]
title = "Destination city"
unit = "text"
[columns.destination_state]
title = "Destination state"
unit = "text"
[columns.customers_to_destination]
title = "Customers to destination"
unit = "count"
[columns.customers_with_both_locations]
title = "Customers from here to there"
unit = "count"
total = "sum"
[chart]
kind = "map"
x = "origin_state"
y = ["customers_with_both_locations"]
*/
WITH pair AS (
    SELECT c.origin_city, c.origin_state, c.destination_city, c.destination_state, count(*) AS customers
    FROM crm_customer c WHERE c.is_primary_record AND (c.origin_city IS NOT NULL OR c.destination_city IS NOT NULL)
    GROUP BY 1, 2, 3, 4
)
SELECT p.origin_city, p.origin_state,
    CASE WHEN p.origin_city IS NOT NULL
        THEN sum(p.customers) OVER (PARTITION BY p.origin_city, p.origin_state)::bigint END AS customers_from_origin,
    p.destination_city, p.destination_state,
    CASE WHEN p.destination_city IS NOT NULL
        THEN sum(p.customers) OVER (PARTITION BY p.destination_city, p.destination_state)::bigint END AS customers_to_destination,
    CASE WHEN p.origin_city IS NOT NULL AND p.destination_city IS NOT NULL THEN p.customers END AS customers_with_both_locations
FROM pair p
ORDER BY p.customers DESC, p.origin_city, p.origin_state, p.destination_city, p.destination_state
LIMIT %(limit)s
