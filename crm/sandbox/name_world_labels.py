"""Branches and lead sources as exports spell them, each among neighbours that differ in one word that matters."""

from random import Random
from typing import NamedTuple

from crm.sandbox.people_names import words
from crm.sandbox.people_slips import slip
from crm.sandbox.quirks import pick

STATES = {
    "ON": "Ontario", "QC": "Quebec", "BC": "British Columbia", "AB": "Alberta", "SK": "Saskatchewan", "MB": "Manitoba",
    "NB": "New Brunswick", "NS": "Nova Scotia", "NJ": "New Jersey", "VA": "Virginia", "TX": "Texas", "PA": "Pennsylvania",
    "TN": "Tennessee", "ID": "Idaho", "AZ": "Arizona", "CO": "Colorado", "GA": "Georgia", "OK": "Oklahoma", "KY": "Kentucky",
    "WA": "Washington", "NY": "New York",
}  # fmt: skip
# Town and state; an area has its town behind a stroke; a star marks towns that several states have, always written with theirs.
_BRANCHES = """
Abbotsford BC; Ajax ON; Alexandria VA; Arlington VA *; Arlington TX *; Aurora ON; Austin TX; Barrie ON; Boise ID; Brampton ON
Brantford ON; Burlington ON; Burnaby BC; Calgary AB; Calgary 2 AB; Colorado Springs CO; Coquitlam BC; Port Coquitlam BC
Downtown Toronto ON; Edmonton AB; Edmonton South AB; Fredericton NB; Halifax NS; Hamilton ON; Houston TX; Kelowna BC
Kingston ON *; Kingston NY *; Lethbridge AB; Little Ferry NJ; London ON *; London KY *; Marietta GA; Markham ON; Milton ON
Mississauga ON; Moncton NB; Montréal QC; Montréal North QC; Nashville TN; North York/Toronto ON; East York/Toronto ON
Northern Virginia VA; Oakville ON; Oshawa ON; Ottawa ON; Ottawa East ON; Ottawa West ON; Peterborough ON; Philadelphia PA
Phoenix AZ; Regina SK; Richmond BC *; Richmond VA *; Richmond Hill ON; Saint John NB; Saskatoon SK; Scarborough/Toronto ON
St. Catharines ON; Surrey BC; South Surrey BC; The Woodlands TX; Tulsa OK; Vancouver BC *; Vancouver WA *; North Vancouver BC
West Vancouver BC; Vaughan ON; Victoria Island BC; Windsor ON; Winnipeg MB; Winnipeg North MB
Waterloo ON; Kitchener ON; Gatineau QC; Laval QC; Quebec City QC; Red Deer AB; Medicine Hat AB; Prince George BC; Nanaimo BC
Sudbury ON; Guelph ON
"""
_NOTES = ("(On Hold)", "(No New Bookings Until Further Notice)", "- Letsmove", "Branch", "Office", "Location")
_PROVIDERS = words(
    "Equate_Media Moving_Leads_Direct Mover_Matchup Home_Pro Van_Line_Connect Relocate_Now Leads_Depot Haul_Quotes "
    "Swift_Relocation Northern_Van_Network Blue_Sky_Movers Quote_Runner Box_And_Go Apartment_Scout City_Move_Guide "
    "Three_Quotes Move_Planner Estate_Partners Maple_Realty Oak_Street_Realty Harbour_Storage Webster_Storage Dorm_Movers "
    "Porch_Finder Moving_Wizard Prairie_Leads Lakeside_Leads Condo_Concierge Van_Hunter Truck_Compare First_Keys"
)
_CHANNELS = words(
    "Google_Ads Google_Maps Facebook Instagram Yelp_Reviews Website_Form Repeat_Customer Walk_In Truck_Sign Phone_Book "
    "Direct_Mail_East Direct_Mail_West Word_Of_Mouth Friend_Referral Employee_Referral Realtor_Referral Better_Business_Bureau "
    "Radio_Spot_1 Radio_Spot_2 Spring_Promotion Fall_Promotion Home_Show_2023 Home_Show_2024 Moving_Directory "
    "Student_Program Senior_Program Corporate_Account Military_Account Email_Campaign_A Email_Campaign_B Television_Spot "
    "Bing_Search Company_Vehicle Trade_Show Newspaper_Insert Door_Hanger Condo_Board"
)
_SHORT = {
    "Advertising": "Adv", "Customer": "Cust", "Referral": "Ref", "Directory": "Dir", "Promotion": "Promo", "Account": "Acct",
    "Network": "Net", "Street": "St", "And": "&", "Program": "Prog", "Campaign": "Camp", "Storage": "Stor", "Television": "TV",
    "Relocation": "Relo", "Website": "Web", "Facebook": "FB", "Better Business Bureau": "BBB", "Corporate": "Corp",
}  # fmt: skip
_AROUND_PROVIDERS = ("{} Inc", "{} LLC", "{} Ltd.", "The {}", "www {}", "{} Online", "{} (web)")
_AROUND = ("{} - lead", "{} lead", "via {}", "from {}", "{} (old)")


class Branch(NamedTuple):
    """A branch: its area or town, the town around an area, its state, and whether its name needs the state."""

    name: str
    around: str
    state: str
    with_state: bool


def branches() -> list[Branch]:
    """Give the branches of a company."""
    lines = (entry.split() for entry in _BRANCHES.replace("\n", ";").split(";") if entry.strip())
    return [_branch(parts) for parts in lines]


def _branch(parts: list[str]) -> Branch:
    starred = parts[-1] == "*"
    *town, state = parts[:-1] if starred else parts
    name, _, around = " ".join(town).partition("/")
    return Branch(name, around, state, starred)


def spell_branch(rng: Random, branch: Branch) -> str:
    """Spell a branch in one of the ways of the exports, where capitals are the rule."""
    name = slip(rng, branch.name) if rng.random() < 0.08 else _other_spelling(rng, branch.name)
    if branch.around and rng.random() < 0.5:
        name = f"{name} {branch.around}" if rng.random() < 0.6 else f"{branch.around} - {name}"
    if branch.with_state or rng.random() < 0.36:
        name = _with_state(rng, name, branch.state)
    if rng.random() < 0.16:
        note = pick(rng, _NOTES)
        name = f"{name} {note}"
    draw = rng.random()
    return name.upper() if draw < 0.6 else name.lower() if draw < 0.68 else name


def _other_spelling(rng: Random, name: str) -> str:
    """Give now and then another spelling of a town: without accent, Saint for St., a point of the compass in short."""
    if rng.random() < 0.5:
        return name
    for written, other in (("é", "e"), ("St. ", "Saint "), ("Saint ", "St. "), ("North ", "N. "), ("The ", "")):
        if written in name:
            return name.replace(written, other)
    return name.replace(" ", "-") if rng.random() < 0.4 else name


def _with_state(rng: Random, name: str, code: str) -> str:
    shape = pick(rng, ("{} {}", "{}, {}", "{} ({})", "{} - {}"))
    return shape.format(name, STATES[code] if rng.random() < 0.35 else code)


class Origin(NamedTuple):
    """A lead source; a provider is a company, with the forms that companies have."""

    name: str
    provider: bool


def sources(rng: Random) -> list[Origin]:
    """Give the lead sources of a company in mixed order."""
    given = [Origin(name.replace("_", " "), True) for name in _PROVIDERS]
    given += [Origin(name.replace("_", " "), False) for name in _CHANNELS]
    rng.shuffle(given)
    return given


def spell_source(rng: Random, source: Origin) -> str:
    """Spell a lead source as staff and systems type it."""
    name = source.name
    shortened = rng.random() < 0.3
    if shortened:
        for long, short in _SHORT.items():
            name = name.replace(long, short)
    draw = rng.random()
    if draw < 0.1:
        name = name.replace(" ", "-")
    elif draw < 0.16:
        name = name.replace(" ", "_")
    elif draw < 0.26 and not shortened and not name[-1].isdigit():
        name = name.replace(" ", "")
    if rng.random() < 0.22:
        name = pick(rng, _AROUND_PROVIDERS if source.provider else _AROUND).format(name)
    if rng.random() < 0.08 and not name[-1].isdigit():
        name = slip(rng, name)
    draw = rng.random()
    return name.lower() if draw < 0.22 else name.upper() if draw < 0.34 else f"{name} " if draw < 0.38 else name
