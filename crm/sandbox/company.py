"""The company behind the exports: branches, sellers and lead sources with every spelling that the systems hold."""

from dataclasses import dataclass, field
from random import Random

from aiop.sandbox.names import FIRST_NAMES, LAST_NAMES
from aiop.sandbox.world import World

PROVINCE_OF_BRANCH = {
    "ABBOTSFORD": "BC", "AJAX": "ON", "ALEXANDRIA": "VA", "ARLINGTON": "VA", "AURORA": "ON", "AUSTIN": "TX", "BARRIE": "ON",
    "BOISE": "ID", "BRAMPTON": "ON", "BRANTFORD": "ON", "BURLINGTON": "ON", "BURNABY": "BC", "CALGARY": "AB",
    "COLORADO SPRINGS": "CO", "COQUITLAM": "BC", "DOWNTOWN TORONTO": "ON", "EDMONTON": "AB", "FREDERICTON": "NB",
    "HALIFAX": "NS", "HAMILTON": "ON", "HOUSTON": "TX", "KELOWNA": "BC", "KINGSTON": "ON", "LETHBRIDGE": "AB",
    "LITTLE FERRY": "NJ", "LONDON": "ON", "MARIETTA": "GA", "MARKHAM": "ON", "MILTON": "ON", "MISSISSAUGA": "ON",
    "MONCTON": "NB", "MONTREAL": "QC", "MONTRÉAL": "QC", "MONTREAL NORTH": "QC", "NASHVILLE": "TN", "NEW JERSEY": "NJ",
    "NORTH YORK": "ON", "NORTHERN VIRGINIA": "VA", "OAKVILLE": "ON", "OSHAWA": "ON", "OTTAWA": "ON", "PETERBOROUGH": "ON",
    "PHILADELPHIA": "PA", "PHOENIX": "AZ", "REGINA": "SK", "RICHMOND": "BC", "SAINT JOHN": "NB", "SASKATOON": "SK",
    "SCARBOROUGH": "ON", "ST. CATHARINES": "ON", "SURREY": "BC", "THE WOODLANDS": "TX", "TULSA": "OK", "VANCOUVER": "BC",
    "VAUGHAN": "ON", "VICTORIA ISLAND": "BC", "WASHINGTON DC": "DC", "WATERLOO/KITCHENER": "ON", "WINDSOR": "ON",
    "WINNIPEG": "MB",
}  # fmt: skip

# Raw spelling, the approved name it means, and the mark that it carries beside an emoji or a change of case.
BRANCH_SPELLINGS = (
    ("NORTH YORK TORONTO", "NORTH YORK", ""), ("🚚 NORTH YORK TORONTO", "NORTH YORK", ""),
    ("🚚 BARRIE", "BARRIE", ""), ("🍁 OTTAWA", "OTTAWA", ""), ("Vancouver", "VANCOUVER", ""), (" CALGARY", "CALGARY", ""),
    ("HAMILTON  ", "HAMILTON", ""), ("WINDSOR (On Hold)", "WINDSOR", "on_hold"), ("BOISE (On Hold)", "BOISE", "on_hold"),
    ("TULSA (No New Bookings Until Further Notice)", "TULSA", "no_new_bookings"), ("⭐ COLORADO  SPRINGS", "COLORADO SPRINGS", ""),
    ("st. catharines", "ST. CATHARINES", ""), ("🚛🚛 MISSISSAUGA", "MISSISSAUGA", ""),
)  # fmt: skip
TEST_BRANCHES = (
    "Test Location",
    "Xxxduplicate",
    "Xxxno Longer Active",
    "Xxxxx -- No Longer Active",
    "XXX Close All Test",
)

# Raw spelling, weight, category by the meaning of the words.
SOURCES = (
    ("Google", 14, "online"), ("google", 2, "online"), ("Google Ads", 9, "online"), (" Google  Ads ", 1, "online"),
    ("Facebook", 6, "online"), ("Instagram", 3, "online"), ("Yelp", 4, "online"), ("Website", 8, "online"),
    ("Web Form", 3, "online"), ("Internet Search", 2, "online"), ("Website Referral", 2, "referral"),
    ("Friend", 4, "referral"), ("Family Member", 2, "referral"), ("Word of Mouth", 4, "referral"), ("word of mouth", 1, "referral"),
    ("Customer Referral", 4, "referral"), ("Corporate Account", 2, "partner"), ("Affiliate", 2, "partner"),
    ("Partner Network", 2, "partner"), ("Radio Ad", 2, "advertising"), ("Newspaper Advertisement", 1, "advertising"),
    ("Spring Promotion", 1, "advertising"), ("Marketing Campaign", 1, "advertising"), ("Radio Spot", 1, "advertising"),
    ("Leads Depot", 3, "other"), ("Broadway Realty", 1, "other"), ("Webster Storage", 1, "other"),
    ("Research Park Apartments", 1, "other"), ("BBB", 2, "other"), ("bbb", 1, "other"), ("HomePro", 2, "other"),
    ("Lead Aggregators", 3, "partner"), ("Repeat Customer", 4, "other"), ("Walk-In", 1, "other"), ("Truck Sign", 1, "other"),
    ("Phone Book", 1, "other"), ("Direct Mail", 1, "other"), ("Moving Directory", 1, "other"),
)  # fmt: skip

# Sellers with an odd spelling: reference spelling, then (spelling, shape). "clean" shapes differ by marks, case and blanks only.
ODD_SELLERS = (
    ("Rosa", (("Rosa K", "initial added"), ("Rosa (Spanish & French)", "tag"))),
    ("Tomas I", (("Tomas (Spanish)", "tag"), ("Tomas", "first only"))),
    ("Nadia", (("Nadia Velmont", "full name"), ("Nadia $", "clean"))),
    ("Leonora V", (("Leonora Velmont", "full name"),)),
    ("Victor K", (("Vic K", "short form"),)),
    ("Petra S", (("🚚__Petra S", "clean"), ("__Petra S", "clean"), ("petra s ", "clean"), ("Petra  S", "clean"))),
    ("Anselm R", (("ANSELM R", "clean"), ("Anselm R $", "clean"))),
    ("Odile Marchetti", (("Odile M", "initial"), ("Odile Marchetti (French)", "tag"))),
    ("Casimir B", (("🚚__Casimir B", "clean"), ("Casimir Brightwell", "full name"))),
    ("Xiomara L", (("Xiomara L (Spanish)", "tag"),)),
)
# Different people whose names look alike: a plain similarity would join each pair.
LOOKALIKE_SELLERS = (
    "Mark D", "Mark T", "Ivan P", "Ivana P", "Dana L", "Dan L", "Lee A", "Leo A", "Kim", "Kimo", "Al", "Alina", "Salma",
)  # fmt: skip
HOUSE_OWNERS = (("House Account", "house account"), ("Web Leads Queue", "queue"), ("MISSISSAUGA", "branch"))
SELLERS = 149


@dataclass(slots=True)
class Seller:
    """One owner of leads: the reference spelling and all others with their shape; `kind` tells people from queues."""

    name: str
    kind: str = "person"
    spellings: list[tuple[str, str]] = field(default_factory=list)

    def spelled(self, rng: Random) -> str:
        """Give the spelling of one row; the reference spelling is by far the most frequent."""
        if not self.spellings or rng.random() < 0.7:
            return self.name
        return rng.choice(self.spellings)[0]


class Company:
    """Branches, sellers and sources of one seeded company, and the choice among them."""

    def __init__(self, world: World) -> None:
        """Draw the sellers and the order of business among the branches."""
        rng = world.rng("company")
        self.sellers = _sellers(rng)
        self.branches = list(PROVINCE_OF_BRANCH)
        self._spellings: dict[str, list[str]] = {}
        for raw, name, _ in BRANCH_SPELLINGS:
            self._spellings.setdefault(name, []).append(raw)
        self.sources = [raw for raw, weight, _ in SOURCES for _ in range(weight)]
        busy = rng.choices(self.branches, [1 + 30 / (1 + at) for at in range(len(self.branches))], k=900)
        self._busy_branches = self.branches * 2 + busy
        weights = [1 + 40 / (1 + at) + _extra_weight(seller) for at, seller in enumerate(self.sellers)]
        self._busy_sellers = rng.choices(range(SELLERS), weights, k=1499)

    def draw_branch(self, rng: Random) -> str:
        """Give the approved name of a branch, busy ones more often."""
        return rng.choice(self._busy_branches)

    def draw_seller(self, rng: Random) -> int:
        """Give the position of a seller, busy ones more often."""
        return rng.choice(self._busy_sellers)

    def branch_text(self, rng: Random, branch: str) -> str:
        """Spell a branch; a third of the rows of an oddly spelled branch carry the odd spelling."""
        spellings = self._spellings.get(branch)
        if spellings is None or rng.random() < 0.67:
            return branch
        return rng.choice(spellings)


def _extra_weight(seller: Seller) -> int:
    """Keep the oddly spelled busy enough for every one of their spellings to occur even in a small export."""
    return 6 * len(seller.spellings)


def _sellers(rng: Random) -> list[Seller]:
    """The odd, the look-alike and the house owners first in a shuffled list, filled with ordinary names up to 149."""
    sellers = [Seller(name, spellings=list(spellings)) for name, spellings in ODD_SELLERS]
    sellers += [Seller(name) for name in LOOKALIKE_SELLERS]
    sellers += [Seller(name, kind) for name, kind in HOUSE_OWNERS]
    taken = {seller.name.split()[0].lower() for seller in sellers}
    ordinary = [first for first in FIRST_NAMES if first.lower() not in taken]
    rng.shuffle(ordinary)
    while len(sellers) < SELLERS:
        at = SELLERS - len(sellers)
        first, last = ordinary[at % len(ordinary)], rng.choice(LAST_NAMES)
        if at < len(ordinary):
            sellers.append(_ordinary(rng, first, last))
        elif f"{first} {last}" not in {seller.name for seller in sellers}:
            sellers.append(Seller(f"{first} {last}"))
    rng.shuffle(sellers)
    return sellers


def _ordinary(rng: Random, first: str, last: str) -> Seller:
    """Someone whose spellings differ at most by marks, case and blanks."""
    name = f"{first} {last[0]}" if rng.random() < 0.6 else f"{first} {last}"
    draw = rng.random()
    if draw < 0.06:
        return Seller(name, spellings=[(name.upper(), "clean")])
    if draw < 0.1:
        return Seller(name, spellings=[(f"🚚__{name}", "clean")])
    return Seller(name, spellings=[(f"{name} ", "clean")] if draw < 0.14 else [])
