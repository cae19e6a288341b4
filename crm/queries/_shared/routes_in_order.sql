GROUP BY 1, 2, 3, 4
ORDER BY route_count DESC, total_revenue DESC, j.origin_city, j.origin_state, j.destination_city, j.destination_state
LIMIT %(limit)s
