"""The company's tables as CSV files, in and out. Importing this registers them."""

from aiop.loading.kind import register
from hvac.seeds.missing import MISSING
from hvac.seeds.planned import PLANNED
from hvac.seeds.tables import TABLES

register(*TABLES, *PLANNED, *MISSING)
