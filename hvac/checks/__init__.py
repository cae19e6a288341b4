"""The rules of the quality list and of the planned tables, as checks of the integrity monitor. Importing this registers them."""

from aiop.quality.checks import register
from hvac.checks.arithmetic import ARITHMETIC
from hvac.checks.days import DAYS
from hvac.checks.keys import KEYS
from hvac.checks.links import OPEN_LINKS
from hvac.checks.planned import PLANNED_RULES
from hvac.checks.states import STATES

register(*KEYS, *ARITHMETIC, *DAYS, *STATES, *PLANNED_RULES, *OPEN_LINKS)
