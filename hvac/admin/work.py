"""Calls, what belongs to them, and the people who go there."""

from aiop.adminkit.search import text
from aiop.values.phone import phone_key
from hvac.admin.base import Below, page
from hvac.models import (
    Appointment,
    CustomerFeedback,
    IncidentResponse,
    Invoice,
    PartUsage,
    ServiceCall,
    Technician,
    Vehicle,
    WorkOrder,
)
from hvac.seeds.keys import NAME, PHONE, words_key

page(
    Technician,
    "name technician_level certification_level hourly_rate hire_date years_experience phone",
    order="name_key",
    filters="hire_date technician_level",
    search={"prefix:name_key": words_key, "phone_key": phone_key},
    search_words="Name, phone or number",
    keys={**NAME, **PHONE},
    below=[
        Below("Service calls", ServiceCall, "technician", "number service_type service_date duration_hours total_cost"),
        Below("Vehicles", Vehicle, "assigned_technician", "vehicle_number status current_mileage"),
        Below(
            "Incidents", IncidentResponse, "responding_technician", "number incident_type severity_level reported_time"
        ),
    ],
)
page(
    ServiceCall,
    "number service_date service_type customer technician equipment duration_hours total_cost",
    order="-service_date",
    filters="service_date service_type",
    below=[
        Below("Invoices", Invoice, "service_call", "invoice_number status issue_date total_amount"),
        Below("Work order", WorkOrder, "service_call", "work_order_number status priority actual_hours"),
        Below("Appointment", Appointment, "service_call", "number status appointment_date booked_at"),
        Below("Parts used", PartUsage, "service_call", "number quantity_used usage_date"),
        Below("Incident", IncidentResponse, "service_call", "number incident_type severity_level resolution_status"),
        Below(
            "Feedback", CustomerFeedback, "service_call", "number feedback_type overall_satisfaction would_recommend"
        ),
    ],
)
page(PartUsage, "number service_call part quantity_used usage_date", order="-usage_date", filters="usage_date")
page(
    IncidentResponse,
    "number reported_time incident_type severity_level service_call responding_technician response_time_minutes "
    "resolution_status",
    order="-reported_time",
    filters="reported_time severity_level incident_type resolution_status",
)
page(
    Appointment,
    "number appointment_date appointment_type status priority customer technician estimated_duration_hours",
    order="-appointment_date",
    filters="appointment_date status priority appointment_type",
    long_text="special_instructions",
)
page(
    WorkOrder,
    "work_order_number service_call technician status priority estimated_hours actual_hours safety_requirements",
    order="-number",
    filters="status priority",
    search={"work_order_number": text},
    search_words="Work order or number",
    long_text="description instructions completion_notes",
)
page(
    CustomerFeedback,
    "number feedback_date feedback_type customer service_call overall_satisfaction would_recommend follow_up_required",
    order="-feedback_date",
    filters="feedback_date feedback_type",
    long_text="comments",
)
