/*
title = "From quote to closed job: rates and deal sizes"
question = "Of the quotes made in a period, how many were booked, closed and lost, and how do deal sizes change on the way?"
owner = "Sales"
corrected = "Follows one cohort: quotes by the day they were made, each counted once at every stage that it reached, so no rate exceeds 100 %. The original divided current stocks. Money rates compare estimates with estimates."
[params.period]
type = "date_range"
default = "last_12_months"
{{ of_whom }}
[columns.total_quoted]
title = "Quotes"
unit = "count"
[columns.total_booked]
title = "Ever booked"
unit = "count"
[columns.total_closed]
title = "Closed"
unit = "count"
[columns.total_lost]
title = "Lost"
unit = "count"
[columns.total_won]
title = "Won"
unit = "count"
[columns.quoted_revenue]
title = "Estimate of all quotes"
unit = "money"
[columns.booked_revenue]
title = "Estimate of those booked"
unit = "money"
[columns.closed_revenue]
title = "Closed revenue"
unit = "money"
[columns.lost_revenue]
title = "Estimate of those lost"
unit = "money"
[columns.won_revenue]
title = "Won revenue"
unit = "money"
[columns.avg_quoted_value]
title = "Average quoted value"
unit = "money"
[columns.avg_booked_value]
title = "Average booked value"
unit = "money"
[columns.avg_closed_value]
title = "Average closed value"
unit = "money"
[columns.overall_win_rate_percent]
title = "Overall win rate %"
unit = "percent"
[columns.quote_to_book_rate_percent]
title = "Quote to book rate %"
unit = "percent"
[columns.book_to_close_rate_percent]
title = "Book to close rate %"
unit = "percent"
[columns.quote_to_close_rate_percent]
title = "Quote to close rate %"
unit = "percent"
[columns.loss_rate_percent]
title = "Loss rate %"
unit = "percent"
[columns.revenue_conversion_rate_percent]
title = "Revenue conversion rate %"
unit = "percent"
[columns.revenue_book_rate_percent]
title = "Revenue book rate %"
unit = "percent"
[columns.revenue_close_rate_percent]
title = "Revenue close rate %"
unit = "percent"
[columns.booked_vs_quoted_percent]
title = "Booked vs quoted %"
unit = "percent"
[columns.closed_vs_booked_percent]
title = "Closed vs booked %"
unit = "percent"
*/
WITH quote AS (
    SELECT coalesce(quote_number, job_id) AS quote,
        bool_or(is_won OR booked_date IS NOT NULL) AS booked, bool_or(opportunity_status = 'CLOSED') AS closed, bool_or(is_won) AS won,
        bool_or(opportunity_status = 'LOST') AS lost, bool_or(opportunity_status = 'CANCELLED') AS cancelled,
        sum(total_estimated_cost) AS estimate, sum(revenue) AS revenue, sum(revenue) FILTER (WHERE opportunity_status = 'CLOSED') AS closed_revenue
    FROM crm_counted_job j
    WHERE quote_created_date BETWEEN coalesce(%(period_from)s::date, '-infinity') AND coalesce(%(period_to)s::date, 'infinity')
{{ jobs_of_whom }}
    GROUP BY 1
), stage AS (
    SELECT count(*) AS quoted, count(*) FILTER (WHERE booked) AS booked, count(*) FILTER (WHERE closed) AS closed, count(*) FILTER (WHERE won) AS won,
        count(*) FILTER (WHERE lost AND NOT won) AS lost, count(*) FILTER (WHERE won OR lost OR cancelled) AS decided,
        sum(estimate) AS quoted_value, sum(estimate) FILTER (WHERE booked) AS booked_value, sum(estimate) FILTER (WHERE closed) AS closed_value,
        sum(estimate) FILTER (WHERE won) AS won_value, sum(estimate) FILTER (WHERE lost AND NOT won) AS lost_value,
        sum(revenue) AS revenue, sum(closed_revenue) AS closed_revenue
    FROM quote
)
SELECT quoted AS total_quoted, booked AS total_booked, closed AS total_closed, lost AS total_lost, won AS total_won,
    quoted_value AS quoted_revenue, booked_value AS booked_revenue, closed_revenue, lost_value AS lost_revenue, revenue AS won_revenue,
    round(quoted_value / nullif(quoted, 0), 2) AS avg_quoted_value, round(booked_value / nullif(booked, 0), 2) AS avg_booked_value,
    round(closed_revenue / nullif(closed, 0), 2) AS avg_closed_value,
    round(100.0 * won / nullif(decided, 0), 2) AS overall_win_rate_percent,
    round(100.0 * booked / nullif(quoted, 0), 2) AS quote_to_book_rate_percent,
    round(100.0 * closed / nullif(booked, 0), 2) AS book_to_close_rate_percent,
    round(100.0 * closed / nullif(quoted, 0), 2) AS quote_to_close_rate_percent,
    round(100.0 * lost / nullif(decided, 0), 2) AS loss_rate_percent,
    round(100 * won_value / nullif(quoted_value, 0), 2) AS revenue_conversion_rate_percent,
    round(100 * booked_value / nullif(quoted_value, 0), 2) AS revenue_book_rate_percent,
    round(100 * closed_value / nullif(booked_value, 0), 2) AS revenue_close_rate_percent,
    round(100 * ((booked_value / nullif(booked, 0)) / nullif(quoted_value / nullif(quoted, 0), 0) - 1), 2) AS booked_vs_quoted_percent,
    round(100 * ((closed_value / nullif(closed, 0)) / nullif(booked_value / nullif(booked, 0), 0) - 1), 2) AS closed_vs_booked_percent
FROM stage
