"""The columns of the case table that may be read, and no others: no person, no client company, no free text. Pure."""

from __future__ import annotations

TABLE = "Case_Data_Summary_NOPHI"
CREATED, CLOSED, STATUS, KIND = "Case Create Date", "Date Closed", "Workflow Status", "Case Type"
PROBLEM, SOLUTION, TAT = "Primary Presenting Problem", "Solution", "TAT - Client Contact to First Session"
ALLOWED = frozenset({CREATED, CLOSED, STATUS, KIND, PROBLEM, SOLUTION, TAT})
CATEGORIES = (PROBLEM, SOLUTION)
