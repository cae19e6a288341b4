/*
title = "Duplicate jobs"
question = "What share of jobs is marked as a duplicate?"
owner = "Data"
corrected = "It was only as good as the marking; duplicates are now found by matching and decided by people, and tests do not count."
[params.branch]
type = "branch"
[params.source]
type = "source"
[columns.duplicate_jobs]
title = "Duplicate jobs"
unit = "count"
[columns.non_duplicate_jobs]
title = "Non duplicate jobs"
unit = "count"
[columns.total_jobs]
title = "Total jobs"
unit = "count"
[columns.duplicate_rate_percent]
title = "Duplicate rate per cent"
unit = "percent"
[columns.non_duplicate_rate_percent]
title = "Non duplicate rate per cent"
unit = "percent"
*/
SELECT count(*) FILTER (WHERE j.is_duplicate) AS duplicate_jobs, count(*) FILTER (WHERE NOT j.is_duplicate) AS non_duplicate_jobs,
    count(*) AS total_jobs, round(100.0 * count(*) FILTER (WHERE j.is_duplicate) / nullif(count(*), 0), 2) AS duplicate_rate_percent,
    round(100.0 * count(*) FILTER (WHERE NOT j.is_duplicate) / nullif(count(*), 0), 2) AS non_duplicate_rate_percent
FROM crm_job j
WHERE NOT j.is_test
    AND (%(branch)s::bigint IS NULL OR j.branch_id = %(branch)s::bigint)
    AND (%(source)s::bigint IS NULL OR j.lead_source_id = %(source)s::bigint)
