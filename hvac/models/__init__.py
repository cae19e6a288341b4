"""The company's tables."""

from hvac.models.assets import EquipmentType, InstalledDevice, Vehicle
from hvac.models.billing import Invoice, Payment
from hvac.models.customers import Customer, Subscription
from hvac.models.field_service import (
    Appointment,
    CustomerFeedback,
    IncidentResponse,
    PartUsage,
    ServiceCall,
    WorkOrder,
)
from hvac.models.marketing import MailingContact
from hvac.models.people import Technician
from hvac.models.sales import Lead, Quote
from hvac.models.stock import Part, StockItem

__all__ = [
    "Appointment",
    "Customer",
    "CustomerFeedback",
    "EquipmentType",
    "IncidentResponse",
    "InstalledDevice",
    "Invoice",
    "Lead",
    "MailingContact",
    "Part",
    "PartUsage",
    "Payment",
    "Quote",
    "ServiceCall",
    "StockItem",
    "Subscription",
    "Technician",
    "Vehicle",
    "WorkOrder",
]
