/*
title = "Lifetime value by source category"
question = "Which source category brings the most valuable customers?"
owner = "Marketing"
corrected = "Each customer belongs to one category, that of the first won job, whose day, branch, source and sales person the filters ask about; the original counted a customer with quotes from two categories in both. Value is that of all won jobs."
[params.period]
type = "date_range"
default = "all"
{{ of_whom }}
[columns.category]
title = "Category"
unit = "text"
[columns.customer_count]
title = "Customer count"
unit = "count"
total = "sum"
[columns.total_jobs]
title = "Total jobs"
unit = "count"
total = "sum"
[columns.total_revenue]
title = "Total revenue"
unit = "money"
total = "sum"
[columns.avg_jobs_per_customer]
title = "Average jobs per customer"
unit = "ratio"
[columns.avg_lifetime_value]
title = "Average lifetime value"
unit = "money"
[columns.median_lifetime_value]
title = "Median lifetime value"
unit = "money"
[columns.avg_customer_lifetime_years]
title = "Average customer lifetime years"
unit = "ratio"
[columns.revenue_per_customer]
title = "Revenue per customer"
unit = "money"
[chart]
kind = "bar"
x = "category"
y = ["avg_lifetime_value"]
*/
{{ customers_by_first_job }}
SELECT coalesce(category, 'unknown') AS category,
{{ lifetime_values }}
FROM customer
GROUP BY customer.category
ORDER BY total_revenue DESC NULLS LAST, customer.category
