"""What of the company may be doubled. Importing this package registers it."""

from aiop.identity.entity import register
from hvac.entities.suppliers import SUPPLIERS

register(SUPPLIERS)
