"""Entries for tests: a SELECT under the shortest head that fits it."""

from __future__ import annotations

from aiop.catalogue.entries import Entry, parse

HEAD = 'title = "Asked"\nquestion = "What is it?"\nowner = "Tests"\n'


def text_of(sql: str, *columns: str, head: str = "") -> str:
    """Write an entry; a column may add its unit and total, as `jobs:count:sum`."""
    tables = []
    for column in columns:
        name, unit, total = (*column.split(":"), "text", "none")[:3] if ":" in column else (column, "text", "none")
        tables.append(f'[columns.{name}]\ntitle = "{name.title()}"\nunit = "{unit}"\ntotal = "{total}"\n')
    return f"/*\n{HEAD}{head}{''.join(tables)}*/\n{sql}\n"


def asking(sql: str, *columns: str, head: str = "") -> Entry:
    """Give an entry."""
    return parse(text_of(sql, *columns, head=head), name="asked", category="own", file="asked.sql", app="catalogue")


JOBS_BY_BRANCH = """/*
title = "Jobs by branch"
question = "How many jobs has each branch won?"
owner = "Operations"
corrected = ""
[params.period]
type = "date_range"
default = "last_12_months"
[columns.branch_name]
title = "Branch"
unit = "text"
[columns.jobs]
title = "Jobs"
unit = "count"
total = "sum"
[chart]
kind = "bar"
x = "branch_name"
y = ["jobs"]
*/
SELECT branch_name, count(*) AS jobs
FROM crm_counted_job
WHERE is_won
  AND (%(period_from)s::date IS NULL OR job_date >= %(period_from)s)
  AND (%(period_to)s::date IS NULL OR job_date <= %(period_to)s)
GROUP BY branch_name
ORDER BY jobs DESC, branch_name
"""
