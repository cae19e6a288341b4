"""How many of the links that data may prove are there: reported, not held against anybody."""

from __future__ import annotations

from decimal import Decimal

from aiop.quality.checks import Check, Kind, Severity
from hvac.links.evidence import LINKS, Link


def _known(link: Link) -> Check:
    return Check(
        name=f"hvac_{link.name.replace(' ', '_')}",
        title=link.name.capitalize(),
        question=f"How many {link.name} are proved by what the files state? The rest are {link.wanting}.",
        model=link.model._meta.label,
        kind=Kind.RATE,
        severity=Severity.INFO,
        sql=f'SELECT t.id, t."{link.column}" IS NOT NULL AS good FROM "{link.model._meta.db_table}" t WHERE {link.due}',
        threshold=Decimal("0.01"),
        guidance="What data cannot prove stays empty. Set the link on the row's page, or complete what proves it.",
    )


OPEN_LINKS = tuple(map(_known, LINKS))
