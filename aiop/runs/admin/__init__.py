"""Pages of runs and of the timetable."""

from aiop.runs.admin import runs as runs
