), span AS (
    -- A slip in the year of one job shall not make a thousand months.
    SELECT greatest(min(month), (date_trunc('month', %(today)s::date) - interval '20 years')::date) AS first_month,
        date_trunc('month', %(today)s::date)::date AS origin FROM won
), season AS (
    -- How far each calendar month lies from the mean of all groups together: of the last three years, and of the three that
    -- ended a year ago for what would have been said during the last twelve months.
    SELECT extract(month FROM w.month) AS month_number,
        12 * sum(w.jobs) FILTER (WHERE w.month >= s.origin - interval '36 months')
            / nullif(sum(sum(w.jobs) FILTER (WHERE w.month >= s.origin - interval '36 months')) OVER (), 0) AS now,
        12 * sum(w.jobs) FILTER (WHERE w.month >= s.origin - interval '48 months' AND w.month < s.origin - interval '12 months')
            / nullif(sum(sum(w.jobs) FILTER (WHERE w.month >= s.origin - interval '48 months' AND w.month < s.origin - interval '12 months')) OVER (), 0) AS then
    FROM won w CROSS JOIN span s
    GROUP BY 1
