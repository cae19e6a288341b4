/*
title = "How customers were merged"
question = "Which merge methods were used, how often and with what confidence?"
owner = "Data"
corrected = "Reads the decisions that stand today and counts each merged customer once, under the latest decision about it; the original counted a customer under every method and failed on some histories. Confidence is the probability that the pairs had when they were decided."
[params.period]
type = "date_range"
default = "all"
[columns.merge_method]
title = "Merge method"
unit = "text"
[columns.customers_merged]
title = "Customers merged"
unit = "count"
total = "sum"
[columns.total_merges]
title = "Total merges"
unit = "count"
[columns.avg_confidence]
title = "Average confidence"
unit = "ratio"
[columns.median_confidence]
title = "Median confidence"
unit = "ratio"
[columns.first_merge]
title = "First merge"
unit = "moment"
[columns.last_merge]
title = "Last merge"
unit = "moment"
[columns.percentage_of_merges]
title = "Percentage of merges"
unit = "percent"
[chart]
kind = "bar"
x = "merge_method"
y = ["customers_merged"]
*/
{{ merged_customers }}
)
SELECT merge_method, count(*) AS customers_merged, count(DISTINCT decision) AS total_merges, round(avg(confidence), 4) AS avg_confidence,
    round(percentile_cont(0.5) WITHIN GROUP (ORDER BY confidence)::numeric, 4) AS median_confidence, min(at) AS first_merge, max(at) AS last_merge,
    round(100.0 * count(*) / sum(count(*)) OVER (), 2) AS percentage_of_merges
FROM merged
WHERE at >= coalesce(%(period_from)s::date, '-infinity')::timestamp AT TIME ZONE %(zone)s::text
  AND at < coalesce(%(period_to)s::date + 1, 'infinity')::timestamp AT TIME ZONE %(zone)s::text
GROUP BY merge_method
ORDER BY customers_merged DESC, merge_method
