/*
title = "Most common routes"
question = "Which routes, within a city or between two, are most common?"
owner = "Operations"
corrected = "Estimates of lost jobs were revenue, and the booking rate fell when jobs were completed."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[params.limit]
type = "integer"
default = 100
min = 1
max = 100000
[columns.origin_city]
title = "Origin city"
unit = "text"
[columns.origin_state]
title = "Origin state"
unit = "text"
[columns.destination_city]
title = "Destination city"
unit = "text"
[columns.destination_state]
title = "Destination state"
unit = "text"
[columns.route_count]
title = "Jobs"
unit = "count"
[columns.booked_count]
title = "Booked count"
unit = "count"
[columns.closed_count]
title = "Closed count"
unit = "count"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
[columns.avg_job_value]
title = "Average job value"
unit = "money"
[columns.booking_rate_percent]
title = "Booking rate per cent"
unit = "percent"
*/
{{ routes }}
{{ routes_in_order }}
