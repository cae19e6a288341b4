"""The web answers without the libraries that sources are read with: only workers and commands load them."""

from __future__ import annotations

import subprocess
import sys

DRIVERS = {"google", "sqlalchemy", "pymssql", "duckdb", "sqlglot", "requests", "pyarrow", "pandas"}
# As a web process starts: the application, every address and every admin page's module.
STARTS = """
import sys
from aiop.wsgi import application
from django.contrib import admin
from django.urls import get_resolver
from marts.etl.declared import all_jobs
from aiop.sources.systems import all_systems
get_resolver().url_patterns
assert admin.site._registry and len(all_jobs()) >= 9 and all_systems()
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_the_web_process_loads_no_driver_of_a_source() -> None:
    told = subprocess.run([sys.executable, "-c", STARTS], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert DRIVERS & set(told.stdout.split()) == set()
