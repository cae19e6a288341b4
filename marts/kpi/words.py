"""A KPI explained: what is counted, when, where and how, in words made from its definition. Pure."""

from __future__ import annotations

from marts.kpi.terms import Definition, said

_REPORTS = {
    "leads": "Leads, by creation date, per sales unit",
    "sales": "BU Sales (Daily WBR per unit)",
    "job_cost": "FOREMAN Job Cost, by job start date, per production unit",
    "collections": "Collections, by paid-on date",
    "receivables": "A/R transactions summarised by location",
}


def explained(definition: Definition) -> list[tuple[str, str]]:
    """Give what a definition says, as pairs of a heading and words."""
    conditions = "; ".join(item.words for item in definition.filters) or "none"
    value = definition.numerator.words
    if definition.denominator:
        value = f"{value}, over {definition.denominator.words}"
    return [
        ("Record", definition.record.value),
        ("Day", f"{said(definition.date)}, in the organisation's zone"),
        ("Units", f"{definition.role} units, by the {said(definition.unit)} of the record"),
        ("Conditions", conditions),
        ("Value", value),
        ("When nothing is there", definition.null_rule),
        ("Week", definition.weekly),
        ("Region", definition.regional),
        ("Report that it mirrors", _REPORTS.get(definition.report, "none")),
        ("Confidence", definition.confidence),
        ("Read from", ", ".join(said(name) for name in definition.streams)),
        ("Other readings", "; ".join(one.name for one in definition.alternatives) or "none"),
    ]
