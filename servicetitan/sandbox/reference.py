"""The tenant's business units, job types and campaigns as they are named, with the retired and the oddly spelt ones."""

from __future__ import annotations

from typing import NamedTuple


class UnitName(NamedTuple):
    """A business unit: its name through time, the region it works for, and whether it sells or produces."""

    key: str
    region: str
    role: str  # sales, production, or other for units that no list names
    names: tuple[str, ...]  # the first at the start; each later one from the next moment of the tenant's renamings


REGIONS = ("PHX", "TUC", "NEV", "ANDYS", "GUAR_TX", "COMM_AZ")
# How often each region is asked for work; what is left over goes to the units that no list names.
SHARES = {
    "PHX": 0.36,
    "TUC": 0.14,
    "NEV": 0.12,
    "ANDYS": 0.11,
    "GUAR_TX": 0.10,
    "COMM_AZ": 0.08,
    "WEST": 0.07,
    "TUC_COMM": 0.02,
}

UNITS = (
    UnitName("PHX-sales", "PHX", "sales", ("Phoenix-Sales",)),
    UnitName("PHX-production", "PHX", "production", ("Phoenix-Production",)),
    UnitName("TUC-sales", "TUC", "sales", ("Tucson-Sales",)),
    UnitName("TUC-production", "TUC", "production", ("Tucson-Production",)),
    UnitName("NEV-sales", "NEV", "sales", ("Nevada-Sales",)),
    UnitName("NEV-production", "NEV", "production", ("Nevada-Production",)),
    UnitName("ANDYS-sales", "ANDYS", "sales", ("Andy's Painting-Sales",)),
    UnitName("ANDYS-production", "ANDYS", "production", ("Andy's Painting-Production",)),
    UnitName("GUAR_TX-sales", "GUAR_TX", "sales", ("Guaranteed Painting-Sales",)),
    UnitName("GUAR_TX-production", "GUAR_TX", "production", ("Guaranteed Painting-Production",)),
    UnitName("COMM_AZ-sales", "COMM_AZ", "sales", ("Commercial-AZ-Sales",)),
    UnitName("COMM_AZ-production", "COMM_AZ", "production", ("Commercial-AZ-Production",)),
    UnitName("TUC_COMM-sales", "TUC_COMM", "sales", ("NewCommercialTucson-AZ-Sales",)),
    UnitName("TUC_COMM-production", "TUC_COMM", "production", ("NewCommercialTucson-AZ-Production",)),
    UnitName("EAST-production", "EAST", "production", ("East Phoenix-Production",)),
    # The retired west of Phoenix: each renaming brought another spelling.
    UnitName("WEST-sales", "WEST", "sales", ("West - Sales", "Z-DO NOT USE - West - Sales", "Z_DO NOT USE - West - Sales")),
    UnitName(
        "WEST-production", "WEST", "production",
        ("West - Production", "Z-DO NOT USE - West- Production", "Z-DO NOT USE - West-Production"),
    ),
    UnitName("WEST-old", "WEST", "other", ("West", "Z-DO NOT USE - West", "Z-DO NOT USE - West")),
)  # fmt: skip


class TypeName(NamedTuple):
    """A job type: its name, what it is for, and the flags that the opportunity rule reads."""

    name: str
    use: str  # estimate, production, excluded, warranty, sales for visits that sell nothing, other, unused
    commercial: bool = False
    no_charge: bool = False
    threshold: int | None = None  # cents
    active: bool = True


_THRESHOLD = 50_000
JOB_TYPES = (
    TypeName("ESTIMATE- WINDOW WASHING", "estimate"),
    TypeName("Estimate- Cabinets", "estimate"),
    TypeName("Estimate- Exterior PLUS Int Cabinets", "estimate"),
    TypeName("Estimate- Interior PLUS Cabinets", "estimate"),
    TypeName("ESTIMATE -RES-EXT-PRE 1960", "estimate"),
    TypeName("ESTIMATE -RES-INT/EXT-PRE 1960", "estimate"),
    TypeName("ESTIMATE-COMM-EXT", "estimate", commercial=True),
    TypeName("ESTIMATE-COMM-EXT/INT", "estimate", commercial=True),
    TypeName("ESTIMATE-COMM-INT", "estimate", commercial=True),
    TypeName("ESTIMATE-COMM-PLANBID", "estimate", commercial=True, no_charge=True, threshold=_THRESHOLD),
    TypeName("ESTIMATE-COMM-Striping", "estimate", commercial=True),
    TypeName("ESTIMATE-FLOOR COATING-EPOXY", "estimate"),
    TypeName("ESTIMATE-FLOOR COATING-H&C Coatings", "estimate"),
    TypeName("ESTIMATE-POPCORN", "estimate"),
    TypeName("ESTIMATE-RES-EXT", "estimate", threshold=_THRESHOLD),
    TypeName("ESTIMATE-RES-EXT/INT", "estimate", threshold=_THRESHOLD),
    TypeName("ESTIMATE-RES-HOA", "estimate"),
    TypeName("ESTIMATE-RES-INT", "estimate", threshold=_THRESHOLD),
    TypeName("Estimate-RES-INT/EXT Plus Cabinets", "estimate"),
    # Near misses that stand in the system and that nobody books: what a lint of the list should find.
    TypeName("ESTIMATE - REST-EXT-PRE 1960 HISTORIC", "unused", active=False),
    TypeName("ESTIMATE-FLOOR COATINGS-EPOXY", "unused"),
    TypeName("Color Consultation", "sales", no_charge=True, threshold=_THRESHOLD),
    TypeName("Walkthrough", "sales", no_charge=True),
    TypeName("Follow Up", "sales"),
    TypeName("Production-RES-EXT", "production"),
    TypeName("Production-RES-INT", "production"),
    TypeName("Production-RES-EXT/INT", "production"),
    TypeName("Production-COMM-EXT", "production", commercial=True),
    TypeName("Production-COMM-EXT/INT", "production", commercial=True),
    TypeName("Production-COMM-INT", "production", commercial=True),
    TypeName("Production-Cabinet", "production"),
    TypeName("Production-Cabinet+Interior", "production"),
    TypeName("PM Inspection", "excluded", no_charge=True),
    TypeName("Safety Inspection", "excluded", no_charge=True),
    TypeName("Window/Solar Washing", "excluded"),
    TypeName("Company Training ", "other", no_charge=True),
    TypeName("Warranty", "warranty"),
    TypeName("Touchup", "warranty"),
    TypeName("Window/Solar-Touchup", "other"),
    TypeName("Drywall Repair", "other"),
    TypeName("Pressure Washing", "other"),
    TypeName("Stucco Repair", "other"),
    TypeName("Wood Replacement", "other"),
    TypeName("Deposit Pickup", "unused", no_charge=True),
    TypeName("Popcorn Removal", "unused", active=False),
    TypeName("Epoxy Floor", "unused", active=False),
)

CAMPAIGN_GROUPS = {
    "Online": ("Google Search", "Google Local Services", "Website Form", "Facebook", "Instagram", "Nextdoor", "Yelp", "Angi"),
    "Print": ("Door Hanger", "Mailer Spring", "Mailer Fall", "Community Magazine", "Yard Sign"),
    "Referral": ("Customer Referral", "Employee Referral", "Realtor Referral", "Paint Store Referral"),
    "Repeat": ("Past Customer", "Maintenance Reminder"),
    "Outdoor": ("Vehicle Wrap", "Billboard I-10", "Home Show", "Farmers Market"),
    "Commercial": ("Plan Room", "Property Manager List", "HOA Newsletter", "Cold Call"),
}  # fmt: skip
