"""For how long no row at all may come, by how many came before; as SQL.

Rows that come by chance, n of them in T days, leave t further days without any with a probability of (T / (T + t)) ^ n: what a
Poisson process whose rate is known from these n rows alone predicts. A stretch of days without rows is wrong when that is less than
one in twenty thousand; a stream of one row a day has some 250 such stretches a year, so that it is cried wolf over once in eighty
years. T are the eight weeks before the stretch, or as much of them as there is. A day of the stretch counts as much as its weekday
and season make of it: weekdays by their share of all rows that are read, the season as rows a day in the stretch a year ago (two weeks
more on either side) over rows a day in the eight weeks before that (between a half and two; one where these had too few rows to tell).

Source: the predictive distribution of a Poisson count, in Gelman et al., Bayesian Data Analysis, 3rd ed., 2.6, at no rows and no prior.
"""

from __future__ import annotations

# What is less likely than one in so many is no chance.
ODDS = 20_000
# A holiday or a weekend is no silence, however many rows a usual day brings.
SHORTEST = 3
# Stretches that ended so many days ago are told no more: either somebody has looked, or nobody will.
LOOKS_BACK = 35
_BEFORE, _LEAST_BEFORE = 56, 28
_YEAR, _AROUND = 364, 14
_TELLS_SEASON = 40
# All that is read: a stretch as long as half a year, what came before it, and both a year earlier.
_BACK = LOOKS_BACK + 183 + _BEFORE + _YEAR + _BEFORE

_STRETCHES = f"""
        gaps AS (
            SELECT day AS last_seen, coalesce(lead(day) OVER (ORDER BY day), last + 1) AS next_seen, first, last FROM counted, reach
        ), silent AS (
            SELECT last_seen, next_seen, least({_BEFORE}, last_seen - first + 1) AS spell FROM gaps
            WHERE next_seen - last_seen - 1 >= {SHORTEST} AND next_seen > last - {LOOKS_BACK}
              AND last_seen - first + 1 >= {_LEAST_BEFORE}
        ), weekdays AS (
            SELECT n AS weekday, 7.0 * (1 + coalesce(sum(rows), 0)) / sum(1 + coalesce(sum(rows), 0)) OVER () AS weight
            FROM generate_series(1, 7) AS n LEFT JOIN counted ON extract(isodow FROM day) = n GROUP BY n
        )
"""
_WEIGHED = f"""
        weighed AS (
            SELECT s.*, next_seen - last_seen - 1 AS days,
                (SELECT sum(rows) FROM counted WHERE day > last_seen - spell AND day <= last_seen) AS before,
                (SELECT sum(weight) FROM generate_series(last_seen + 1, next_seen - 1, interval '1 day') AS each
                    JOIN weekdays ON weekday = extract(isodow FROM each)) AS usual_days,
                (SELECT sum(rows) FROM counted WHERE day > last_seen - {_YEAR + _AROUND} AND day < next_seen - {_YEAR - _AROUND})
                    / (next_seen - last_seen - 1 + 2.0 * {_AROUND}) AS then_around,
                (SELECT sum(rows) FROM counted WHERE day > last_seen - {_YEAR + _BEFORE} AND day <= last_seen - {_YEAR}) AS then_before
            FROM silent s
        ), judged AS (
            SELECT w.*, spell * (exp(ln({ODDS}) / before) - 1) AS bearable,
                usual_days * CASE WHEN then_before >= {_TELLS_SEASON}
                    THEN greatest(0.5, least(2.0, coalesce(then_around, 0) / (then_before / {_BEFORE}.0))) ELSE 1 END AS felt
            FROM weighed w
        )
"""


def longest(table: str, day: str, *, where: str = "true", until: str = "NULL::date") -> str:
    """Give SQL of one row `id, value, good, detail`: the gravest stretch of days without rows, in percent of what passes.

    `table`, `day` and `until` (expressions that give dates) are ours; %(today)s is bound. The last stretch ends on `until`, the day
    up to which rows must have come in, or yesterday where that is earlier; without it, nothing is said of days after the last row.
    """
    return f"""
        WITH counted AS MATERIALIZED (
            SELECT {day} AS day, count(*) AS rows FROM {table}
            WHERE {where} AND {day} < %(today)s::date AND {day} >= %(today)s::date - {_BACK} GROUP BY 1
        ), reach AS (
            SELECT least(greatest(max(day), {until}), %(today)s::date - 1) AS last, min(day) AS first FROM counted
        ), {_STRETCHES}, {_WEIGHED}
        SELECT NULL::bigint AS id, coalesce(round((100 * felt / bearable)::numeric, 2), 0) AS value,
            coalesce(felt <= bearable, true) AS good, coalesce(
                'None from ' || last_seen + 1 || ' to ' || next_seen - 1 || ', ' || days || ' days; after the '
                || trim(to_char(before, '999,999,990')) || ' rows of the ' || spell || ' days before, up to '
                || floor(days * bearable / felt) || ' would pass.',
                'No {SHORTEST} days without rows, as far as can be told.') AS detail
        FROM reach LEFT JOIN (SELECT * FROM judged ORDER BY felt / bearable DESC LIMIT 1) AS worst ON true WHERE last IS NOT NULL
    """
