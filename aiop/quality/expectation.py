"""How many rows a stretch of days should have brought, by weekday and season, and how far off is too far; as SQL.

A day is expected to bring the median of the same weekday in the eight weeks before it, times what the season did a year ago: rows a
week in the four weeks around the same day last year, over rows a week in the eight weeks before those (between a half and two; one
where last year has too few rows to tell). What days scatter by is the larger of 1.4826 x MAD of the same eight weekdays, times the
season, and the square root of what is expected. A stretch adds its days up: expectations as they are, scatter by squares.

Sources: ratio to moving average, in Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 3.4; the 1.4826 of
the median absolute deviation, in Rousseeuw and Croux, JASA 88 (1993) 1273; counts scatter by their square root (Poisson).
"""

from __future__ import annotations

# A stretch is wrong when it lies so many times the scatter below or above what is expected.
TOO_FEW, TOO_MANY = 4, 6
# Where so many are expected, none at all is wrong however much days scatter: it would happen once in three thousand times.
NEVER_NONE = 8
WEEKS = 8
# Rows of last year's eight weeks that are needed to tell a season.
_TELLS_SEASON = 40
# A weekday is expected by so many earlier ones at least.
_LEAST_WEEKS = 4
_YEAR = 364  # days: whole weeks, so that weekdays meet weekdays
_BACK = _YEAR + 7 * WEEKS + 28


# What is usual for each asked day's weekday, and what the season makes of it.
_WEIGHED = f"""
        usual AS (
            SELECT a.day, percentile_cont(0.5) WITHIN GROUP (ORDER BY f.rows) AS middle, array_agg(f.rows) AS seen
            FROM asked a JOIN filled f ON f.day < a.day AND f.day >= a.day - {7 * WEEKS} AND (a.day - f.day) %% 7 = 0
            GROUP BY a.day HAVING count(*) >= {_LEAST_WEEKS}
        ), season AS (
            SELECT a.day,
                sum(f.rows) FILTER (WHERE f.day BETWEEN a.day - {_YEAR + 14} AND a.day - {_YEAR - 13}) / 4.0 AS around,
                sum(f.rows) FILTER (WHERE f.day BETWEEN a.day - {_YEAR + 14 + 7 * WEEKS} AND a.day - {_YEAR + 15}) AS before
            FROM asked a JOIN filled f ON f.day BETWEEN a.day - {_YEAR + 14 + 7 * WEEKS} AND a.day - {_YEAR - 13}
            GROUP BY a.day
        ), weighed AS (
            SELECT u.day, u.middle, u.seen, CASE WHEN s.before >= {_TELLS_SEASON}
                THEN greatest(0.5, least(2.0, s.around / (s.before / {WEEKS}.0))) ELSE 1.0 END AS factor
            FROM usual u LEFT JOIN season s USING (day)
        )
"""


def by_day(table: str, day: str, *, where: str = "true", days: int, until: str = "NULL::date") -> str:
    """Give SQL of `day, rows, expected, scatter` for the last `days` days that have come in, up to yesterday.

    `table`, `day` and `until` (expressions that give dates) are ours; %(today)s is bound. The last day that has come in is the
    last with rows, or `until` where that is later: that a whole export is late is the freshness check's news and not this one's.
    """
    return f"""
        WITH counted AS MATERIALIZED (
            SELECT {day} AS day, count(*) AS rows FROM {table} WHERE {where} AND {day} < %(today)s::date
              AND {day} >= %(today)s::date - {_BACK + 2 * days + 60} GROUP BY 1
        ), reach AS (
            SELECT least(greatest(max(day), {until}), %(today)s::date - 1) AS last, min(day) AS first FROM counted
        ),
        filled AS MATERIALIZED (
            SELECT each::date AS day, coalesce(counted.rows, 0) AS rows FROM reach
            CROSS JOIN generate_series(reach.first, reach.last, interval '1 day') AS each
            LEFT JOIN counted ON counted.day = each::date
        ), asked AS (SELECT filled.* FROM filled, reach WHERE filled.day > reach.last - {days}),
        {_WEIGHED}
        SELECT a.day, a.rows, w.middle * w.factor AS expected, greatest(
            1.4826 * w.factor * (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(n - w.middle)) FROM unnest(w.seen) AS n),
            sqrt(w.middle * w.factor), 1.0) AS scatter
        FROM asked a LEFT JOIN weighed w USING (day) ORDER BY a.day
    """


def of_stretch(table: str, day: str, *, where: str = "true", days: int, until: str = "NULL::date") -> str:
    """Give SQL of one row `id, value, good, detail`: rows of the stretch in percent of what is expected; none where nothing tells."""
    return f"""
        SELECT NULL::bigint AS id, round((100 * rows / expected)::numeric, 2) AS value, rows BETWEEN low AND high AS good,
            trim(to_char(rows, '999,999,990')) || ' rows from ' || first || ' to ' || last || ', about '
            || trim(to_char(expected, '999,999,990')) || ' expected; between '
            || trim(to_char(ceil(low), '999,999,990')) || ' and ' || trim(to_char(floor(high), '999,999,990')) || ' would pass.' AS detail
        FROM (
            SELECT sum(rows) AS rows, sum(expected) AS expected, sqrt(sum(scatter * scatter)) AS scatter,
                min(day) AS first, max(day) AS last, bool_and(expected IS NOT NULL) AS is_known
            FROM ({by_day(table, day, where=where, days=days, until=until)}) AS days
        ) AS stretch CROSS JOIN LATERAL (
            SELECT greatest(expected - {TOO_FEW} * scatter, CASE WHEN expected >= {NEVER_NONE} THEN 1 ELSE 0 END) AS low,
                expected + {TOO_MANY} * scatter AS high
        ) AS line WHERE is_known AND expected > 0
    """


def passes(expected: float, scatter: float) -> tuple[float, float]:
    """Give the fewest and the most rows that pass in a stretch, as `of_stretch` draws the lines."""
    return max(1.0 if expected >= NEVER_NONE else 0.0, expected - TOO_FEW * scatter), expected + TOO_MANY * scatter
