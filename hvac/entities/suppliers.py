"""Suppliers: one firm under many spellings of parts and vendors."""

from __future__ import annotations

from aiop.identity.entity import Aliases, Entity, Figures, Kept, Source, Spelled
from hvac.links.run import follow_firms
from hvac.models import Firm, FirmAlias, Part, Vendor
from hvac.seeds.keys import supplier_key

SUPPLIERS = Entity(
    name="suppliers",
    title="Supplier",
    plural="Suppliers",
    model=Firm,
    matcher="source",
    sources=(Source(0, Firm, "supplier", {"name": "r.name"}),),
    file_id="r.name",
    spelled=(
        Spelled(Part, "firm_id", "supplier", "parts", figures=Figures(money="t.unit_cost")),
        Spelled(Vendor, "firm_id", "name", "vendors"),
    ),
    aliases=Aliases(FirmAlias, supplier_key),
    kept=(Kept(("name",), "fullest", "Name"),),
    worth="""
        SELECT p.firm_id, sum(s.total_value) FROM hvac_part p JOIN hvac_stockitem s ON s.part_id = p.id
        WHERE p.org_id = %(org)s AND p.firm_id IS NOT NULL GROUP BY 1
    """,
    restate=follow_firms,
)
