"""What files say of a visit: the call, its appointment and work order, emergencies, what the customer said."""

from __future__ import annotations

from collections.abc import Iterator

from hvac.sandbox.chance import Chance, Named, Row, day, hours, moment, usd, weighted
from hvac.sandbox.company import Call, Company, Technician

_INCIDENTS = (
    "No Heat/AC",
    "No Heat/AC",
    "No Heat/AC",
    "System Failure",
    "Electrical Issue",
    "Water Damage",
    "Gas Leak",
    "Carbon Monoxide Alert",
)
_GRAVE = frozenset({"Gas Leak", "Carbon Monoxide Alert"})
_PRIORITIES = {"Maintenance": ("Low", "Low", "Medium"), "Repair": ("Medium", "Medium", "High"), "Inspection": ("Low",),
               "Installation": ("Medium",)}  # fmt: skip
_TASKS = {
    "Maintenance": "Seasonal tune-up: clean coils, check charge, replace filters, test safeties.",
    "Repair": "Customer reports uneven temperatures and short cycling; find the cause and put it right.",
    "Installation": "Remove what is there, set and connect the new unit, commission it and register the warranty.",
    "Emergency": "System down. Make safe first, restore heating or cooling, report what remains to be done.",
    "Inspection": "Yearly inspection with readings of pressures, temperatures and combustion.",
}
_STEPS = ("Call ahead. Park on the street.", "Ask for the caretaker at the back door.", "Wear shoe covers.",
          "Photograph the nameplate before you begin.", "Gate code is with dispatch.")  # fmt: skip
_SAFETY = weighted({"Standard PPE": 60, "Electrical Safety": 25, "Height Work": 12, "Confined Space": 3})
_DONE = ("Done as ordered; readings are within limits.", "Done. The customer was shown the new settings.",
         "Done. Recommend a new unit within two years.", "Done; the condensate line should be cleared again in spring.")  # fmt: skip
_WISHES = (
    "Please call before arrival.",
    "Dog in the yard.",
    "Use the side entrance.",
    "Tenant lets you in.",
    "Ring twice.",
)
_SOURCES = ("Email Survey", "Email Survey", "Phone Call", "Online Review", "In Person")
_PRAISE = ("Arrived on time and explained everything.", "Very clean work, would call again.", "The house is comfortable at last.",
           "Friendly, quick,\nand fair in price.")  # fmt: skip
_BLAME = ("Had to wait for half a day.", "The fault came back within a week.", "Too expensive for what was done.",
          "Left the basement dirty,\nand nobody called back.")  # fmt: skip


def rows_of_visit(company: Company, chance: Chance, call: Call) -> Iterator[Named]:
    """Give all rows that a visit leaves beside its invoice."""
    yield "service_calls", _call(call)
    yield "work_orders", _work_order(company, chance, call)
    yield "appointments", _appointment(company, chance, call)
    score = _score(chance, call)
    if call.kind == "Emergency":
        yield "incident_response", _incident(company, chance, call, score)
    if chance.happens(0.4):
        said = call.day + chance.between(1, 14)
        if said < company.as_of:
            yield "customer_feedback", _feedback(company, chance, call, score, said)


def _call(call: Call) -> Row:
    return {
        "service_call_id": call.id, "customer_id": call.customer.id, "technician_id": call.technician.id,
        "equipment_id": call.device.equipment.id, "service_date": day(call.day), "service_type": call.kind,
        "duration_hours": hours(call.minutes), "labor_cost": usd(call.labor), "parts_cost": usd(call.parts_cost),
        "total_cost": usd(call.total),
    }  # fmt: skip


def priority_of(chance: Chance, kind: str) -> str:
    """Give the priority of a visit; emergencies have one of their own."""
    return "Emergency" if kind == "Emergency" else chance.pick(_PRIORITIES[kind])


def _work_order(company: Company, chance: Chance, call: Call) -> Row:
    planned = max(60, round(call.minutes * chance.near(1, 0.18, 0.6, 1.5) / 30) * 30)
    return {
        "work_order_id": call.id, "service_call_id": call.id, "technician_id": call.technician.id,
        "work_order_number": f"WO-{company.year_of(call.day)}-{call.id:04d}",
        "description": f"{_TASKS[call.kind]}\nUnit: {call.device.equipment.brand} {call.device.equipment.model}",
        "instructions": chance.pick(_STEPS), "safety_requirements": chance.pick(_SAFETY), "estimated_hours": hours(planned),
        "actual_hours": hours(call.minutes), "status": "Completed", "priority": priority_of(chance, call.kind),
        "completion_notes": chance.pick(_DONE), "customer_signature_required": call.customer.commercial,
    }  # fmt: skip


def _appointment(company: Company, chance: Chance, call: Call) -> Row:
    starts = call.day * 1440 + call.start
    return {
        "appointment_id": company.number("appointments"), "customer_id": call.customer.id,
        "technician_id": call.technician.id, "service_call_id": call.id, "appointment_date": day(call.day),
        "scheduled_time": moment(0, starts), "appointment_type": call.kind,
        "estimated_duration_hours": hours(max(60, call.minutes // 30 * 30)), "status": "Completed",
        "priority": priority_of(chance, call.kind),
        "special_instructions": chance.pick(_WISHES) if chance.happens(0.5) else None,
        "created_date": moment(0, call.asked),
        "confirmed_date": moment(0, chance.between(call.asked, starts)) if chance.happens(0.6) else None,
    }  # fmt: skip


def planned_appointment(
    company: Company, chance: Chance, customer: int, technician: Technician, on: int, kind: str
) -> Row:
    """Give an appointment that is still to come."""
    asked = (company.as_of - chance.between(1, 20)) * 1440 + chance.between(480, 1_080)
    confirmed = chance.happens(0.5)
    return {
        "appointment_id": company.number("appointments"), "customer_id": customer, "technician_id": technician.id,
        "service_call_id": None, "appointment_date": day(on), "scheduled_time": moment(on, 480 + 30 * chance.between(0, 18)),
        "appointment_type": kind, "estimated_duration_hours": chance.pick(("1.0", "1.5", "2.0", "3.0")),
        "status": "Confirmed" if confirmed else "Scheduled",
        "priority": "Low" if kind == "Consultation" else priority_of(chance, kind),
        "special_instructions": chance.pick(_WISHES) if chance.happens(0.3) else None, "created_date": moment(0, asked),
        "confirmed_date": moment(0, chance.between(asked, company.as_of * 1440 - 1)) if confirmed else None,
    }  # fmt: skip


def _score(chance: Chance, call: Call) -> int:
    """Give how content the customer is: the technician counts, and whether they had to come again."""
    skill = call.technician.skills["customer_service"]
    middle = 5.6 + 0.35 * skill - (2.5 if call.again else 0) - (0.8 if call.kind == "Emergency" else 0)
    return round(chance.near(middle, 2.0, 1, 10))


def _incident(company: Company, chance: Chance, call: Call, score: int) -> Row:
    kind = chance.pick(_INCIDENTS)
    waited = call.day * 1440 + call.start - call.asked
    severity = "Critical" if kind in _GRAVE else "High" if waited < 90 else chance.pick(("Medium", "Medium", "Low"))
    crew = company.crews[call.customer.metro]
    backup = chance.pick(crew)
    open_ = company.as_of - call.day < 4 and chance.happens(0.3)
    status = (
        "Pending" if open_ else chance.pick(("Resolved", "Resolved", "Resolved", "Escalated", "Requires Follow-up"))
    )
    return {
        "incident_id": company.number("incident_response"), "service_call_id": call.id, "incident_type": kind,
        "severity_level": severity, "reported_time": moment(0, call.asked), "response_time_minutes": waited,
        "resolution_time_minutes": waited + call.minutes, "responding_technician_id": call.technician.id,
        "backup_technician_id": backup.id if backup is not call.technician and chance.happens(0.6) else None,
        "resolution_status": status, "customer_satisfaction": score, "follow_up_required": status != "Resolved",
    }  # fmt: skip


def _feedback(company: Company, chance: Chance, call: Call, score: int, said: int) -> Row:
    ratings = {
        f"{what}_rating": min(10, max(1, score + chance.between(-1, 1)))
        for what in ("technician", "timeliness", "quality", "value")
    }
    kind = chance.pick(("Survey", "Survey", "Review"))
    if score >= 8 and chance.happens(0.25):
        kind = "Compliment"
    elif score <= 4 and chance.happens(0.6):
        kind = "Complaint"
    elif chance.happens(0.08):
        kind = "Suggestion"
    return {
        "feedback_id": company.number("customer_feedback"), "service_call_id": call.id, "customer_id": call.customer.id,
        "feedback_date": day(said), "feedback_type": kind, "overall_satisfaction": score, **ratings,
        "comments": chance.pick(_PRAISE if score >= 6 else _BLAME), "would_recommend": score >= 7,
        "follow_up_required": score <= 4, "source": chance.pick(_SOURCES),
    }  # fmt: skip
