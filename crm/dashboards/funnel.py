"""The funnel: every quote once, every person without a quote once, and how far each came."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from aiop.adminkit import format as fmt
from aiop.dashboards.change import change
from aiop.dashboards.charts import Part, Stage, funnel
from aiop.dashboards.page import Tile
from aiop.dashboards.tables import Cell, Head, Table
from crm.dashboards.asked import Asked
from crm.dashboards.figures import Leads, Read

DEFINITION = (
    "A lead is a quote of the Lead Status report, counted in the period in which it was received, or a bad lead that is "
    "linked to no quote, counted once for each person in the period (same e-mail, else same phone). A quote counts once at "
    "each stage, however many jobs it has: booked when a booking has its number, completed when one of its jobs is closed. "
    "Lost counts quotes among the lost leads that neither booked nor were completed; a quote that was lost and booked "
    "later is booked. Judged bad counts quotes with a linked bad lead, and people without a quote, that came no further. "
    "Revenue is the actual charge, or where that is unknown the estimated one, of booked and closed jobs on their job date. "
    "Test rows, test branches and duplicate jobs are left out."
)


def tile(asked: Asked, leads: Read, people: Read) -> Tile:
    """Show the stages and, beside them, what went another way."""
    stages = _stages(asked, leads.now, leads.before, people.now, people.before)
    return Tile(
        "funnel",
        "From lead to completed move",
        f"Leads received: {asked.period.days}",
        funnel(stages, name="Stages of the leads") if stages[0].value else funnel([], name=""),
        _table(stages, leads, people),
        none="No lead was received in this period.",
        note=_note(leads.now, people.now),
        width=7,
    )


def _stages(asked: Asked, now: Leads, before: Leads, people: int | None, people_before: int | None) -> list[Stage]:
    entered = now.leads + (people or 0)
    parts = [Part(f"{fmt.number(now.leads)} with a quote", asked.link("leads"))]
    bad_parts = [Part(f"{fmt.number(now.bad)} with a quote", asked.link("bad"))]
    if people is not None:
        without = Part(
            f"{fmt.number(people)} {'person' if people == 1 else 'people'} without one", asked.link("people")
        )
        parts.append(without)
        bad_parts.append(without)
    rest = [
        ("Booked", now.booked, before.booked, "booked", False),
        ("Completed", now.completed, before.completed, "completed", False),
        ("Lost", now.lost, before.lost, "lost", True),
        ("Still open", now.open, before.open, "open", True),
    ]
    side = _stage("Judged bad", now.bad + (people or 0), before.bad + (people_before or 0), entered, parts=bad_parts)
    first = _stage("Leads", entered, before.leads + (people_before or 0), 0, parts=parts)
    shown = [
        _stage(label, value, earlier, entered, link=asked.link(key), is_side=is_side)
        for label, value, earlier, key, is_side in rest
    ]
    return [first, *shown[:3], side, *shown[3:]]


def _stage(
    label: str,
    value: int,
    before: int,
    entered: int,
    *,
    link: str = "",
    parts: Sequence[Part] = (),
    is_side: bool | None = None,
) -> Stage:
    share = fmt.percent(round(Decimal(100 * value) / entered, 1)) if entered else ""
    is_side = label == "Judged bad" if is_side is None else is_side
    return Stage(label, value, fmt.number(value), share, link, parts, change(value, before), is_side)


def _note(now: Leads, people: int | None) -> str:
    notes = []
    if people is None:
        notes.append("Bad leads without a quote carry no branch and no sales person, so they are left out here.")
    if now.completed_unbooked:
        quotes = "quote was" if now.completed_unbooked == 1 else "quotes were"
        notes.append(f"{fmt.number(now.completed_unbooked)} {quotes} completed without a booking in the pool.")
    return " ".join(notes)


def _table(stages: Sequence[Stage], leads: Read, people: Read) -> Table:
    heads = [Head("Stage", is_number=False), Head("Leads"), Head("Of all leads"), Head("With a quote"), Head("Without")]
    now: Leads = leads.now
    quotes = [now.leads, now.booked, now.completed, now.lost, now.bad, now.open]
    rows = []
    for stage, with_quote in zip(stages, quotes, strict=True):
        without = (stage.value or 0) - with_quote if people.now is not None else None
        links = [part.link for part in stage.parts] or [stage.link]
        rows.append(
            [
                Cell(stage.label, stage.label),
                Cell(stage.text, stage.value, stage.link),
                Cell(stage.share or fmt.UNKNOWN, stage.share.removesuffix(" %") or None),
                Cell(fmt.number(with_quote), with_quote, links[0]),
                Cell(fmt.number(without), without, links[1] if len(links) > 1 else ""),
            ]
        )
    return Table("Leads by stage", heads, rows)
