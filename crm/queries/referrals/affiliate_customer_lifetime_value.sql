/*
title = "Lifetime value by affiliate"
question = "What is a customer of each affiliate worth?"
owner = "Marketing"
corrected = "Each customer belongs to the affiliate of the first won job; jobs without a known customer are left out instead of forming one giant customer, and words such as N/A are no affiliate. Value is that of all won jobs."
[params.period]
type = "date_range"
default = "all"
{{ of_whom }}
[columns.affiliate_name]
title = "Affiliate name"
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
x = "affiliate_name"
y = ["avg_lifetime_value"]
*/
{{ customers_by_first_job }}
SELECT affiliate_name,
{{ lifetime_values }}
FROM customer
WHERE affiliate_name IS NOT NULL
GROUP BY customer.affiliate_name
ORDER BY total_revenue DESC NULLS LAST, customer.affiliate_name
