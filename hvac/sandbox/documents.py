"""What the law asks of the company's people: certificates, accidents, audits."""

from __future__ import annotations

from collections.abc import Iterator

from hvac.sandbox.chance import Chance, Named, Row, day, months_later, weighted
from hvac.sandbox.company import Company, Technician

_NATE = ("NATE Air Conditioning", "NATE Heat Pumps", "NATE Gas Heating", "NATE Air Distribution")
_EPA = {"junior": ("EPA 608 Type II", "EPA 608 Universal"), "senior": ("EPA 608 Universal",), "lead": ("EPA 608 Universal",),
        "specialist": ("EPA 608 Universal",)}  # fmt: skip
_AUDITS = ("OSHA Safety", "EPA 608 Refrigerant", "DOT Fleet", "State License", "Building Permit", "Insurance", "Financial",
           "Internal Quality")  # fmt: skip
_AUDITORS = ("Ashcroft & Lane", "State inspector", "Keystone Assurance", "Meridian Audit")
_SEVERITIES = weighted(
    {"Near Miss": 30, "First Aid": 35, "Medical Treatment": 18, "Restricted/Transfer": 9, "Days Away": 8}
)
RECORDABLE = frozenset({"Medical Treatment", "Restricted/Transfer", "Days Away", "Fatality"})
_INJURIES = (
    ("Laceration", "Cut a finger on sheet metal"), ("Burn", "Touched a hot flue"), ("Electrical Shock", "Capacitor was not discharged"),
    ("Fall", "Slipped from a ladder"), ("Strain/Sprain", "Lifted a condenser alone"), ("Struck By", "Tool fell from the attic"),
    ("Refrigerant Exposure", "Hose burst while charging"), ("Heat Illness", "Felt faint in an attic at noon"),
    ("Vehicle Accident", "Rear-ended at a light"), ("Eye", "Metal dust in the eye"),
)  # fmt: skip


def certificate_rows(company: Company) -> Iterator[Named]:
    """Give the certificates of technicians, and of who may give first aid in the office."""
    chance = company.chance("certificates")
    for one in company.technicians:
        yield from _of_technician(company, chance, one)
    for number in company.staff["Office Manager"] + company.staff["Parts Manager"]:
        yield _certificate(company, chance, number, "CPR/First Aid", "Red Cross", 24)
    for number in company.staff["Parts Manager"]:
        yield _certificate(company, chance, number, "Forklift Operator", "OSHA", 36)


def _of_technician(company: Company, chance: Chance, one: Technician) -> Iterator[Named]:
    yield _certificate(company, chance, one.id, chance.pick(_EPA[one.level]), "EPA-approved organisation", 0)
    yield _certificate(company, chance, one.id, "OSHA 10" if one.level != "lead" else "OSHA 30", "OSHA", 0)
    if chance.happens(0.6) or one.level == "specialist":
        yield _certificate(company, chance, one.id, chance.pick(_NATE), "NATE", 24)
    if one.level in ("lead", "specialist"):
        yield _certificate(company, chance, one.id, "State HVAC Contractor License", "State licensing board", 12)
    if chance.happens(0.7):
        yield _certificate(company, chance, one.id, "CPR/First Aid", "Red Cross", 24)
    if chance.happens(0.5):
        yield _certificate(company, chance, one.id, "A2L Refrigerant Safety", "ESCO Institute", 36)


def _certificate(company: Company, chance: Chance, employee: int, name: str, body: str, months: int) -> Named:
    """Give a certificate that is in force; with no months it does not expire."""
    ends = company.as_of + chance.between(2, max(2, months * 30 - 10)) if months else 0
    issued = months_later(ends, -months) if months else company.as_of - chance.between(200, 3_000)
    return "training_certifications", {
        "certification_id": company.number("training_certifications"), "employee_id": employee, "certification_name": name,
        "certification_body": body, "issue_date": day(issued), "expiry_date": day(ends) if ends else None,
        "renewal_required": bool(ends),
    }  # fmt: skip


def audit_rows(company: Company) -> Iterator[Named]:
    """Give three years of audits of every kind."""
    chance = company.chance("audits")
    for year in (3, 2, 1):
        for at, kind in enumerate(_AUDITS):
            for place in range(len(company.metros) if company.scale > 1 else 1):
                on = company.as_of - year * 365 + 20 + at * 40 + chance.between(0, 20)
                yield "compliance_audits", _audit(company, chance, kind, on, place)


def _audit(company: Company, chance: Chance, kind: str, on: int, place: int) -> Row:
    score = round(chance.near(88, 7, 45, 100), 1)
    found = max(0, int((97 - score) / 4))
    status = "Certified" if score >= 85 else "Conditional" if score >= 70 else "Pending"
    return {
        "audit_id": company.number("compliance_audits"), "audit_type": kind, "audit_date": day(on),
        "auditor": f"{chance.pick(_AUDITORS)}, {company.metros[place].city}", "compliance_score": f"{score:.1f}",
        "violations_found": found,
        "corrective_actions": "Briefed the crew; missing records completed within a month." if found else None,
        "next_audit_date": day(on + 365), "certification_status": status, "location_id": place + 1,
    }  # fmt: skip


def safety_rows(company: Company) -> Iterator[Named]:
    """Give three years of accidents, most of technicians."""
    chance = company.chance("safety")
    for _ in range(company.size(40)):
        one = chance.pick(company.technicians)
        last = one.left or company.as_of
        yield (
            "safety_incidents",
            _accident(company, chance, one, chance.between(max(one.hired, company.as_of - 1_095), last - 1)),
        )


def _accident(company: Company, chance: Chance, one: Technician, on: int) -> Row:
    severity = chance.pick(_SEVERITIES)
    injury, story = chance.pick(_INJURIES)
    closed = company.as_of - on > 60
    number = company.number("safety_incidents")
    return {
        "incident_id": number, "employee_id": one.id, "incident_date": day(on),
        "location": f"{company.metros[one.metro].city}, at a customer's", "injury_type": "Near Miss" if severity == "Near Miss" else injury,
        "severity": severity, "description": f"{story}.", "witnesses": None,
        "corrective_actions": "Procedure reviewed with the crew; equipment replaced." if closed else None,
        "investigation_status": "Closed" if closed else chance.pick(("Open", "In Progress", "Completed")),
        "osha_reportable": severity in RECORDABLE, "location_id": one.metro + 1,
        "days_away": chance.between(1, 40) if severity == "Days Away" else 0,
        "days_restricted": chance.between(2, 30) if severity == "Restricted/Transfer" else 0,
        "case_number": f"{company.year_of(on)}-{number:04d}" if severity in RECORDABLE else None,
    }  # fmt: skip
