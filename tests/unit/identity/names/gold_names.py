"""Names with the truth of who is who: of the tables written by hand, and drawn from a seed for sets of the size that companies have."""

from collections.abc import Callable
from itertools import combinations
from random import Random

from aiop.sandbox.names import FIRST_NAMES

Set = tuple[list[tuple[int, str]], set[tuple[int, int]]]


def by_hand(table: str) -> Set:
    """Give the values of a table with their ids, and the pairs that are one."""
    groups = [[name.strip() for name in line.split("|")] for line in table.strip().splitlines()]
    return _numbered(groups, Random(0))


def drawn(kind: str, seed: int, size: int) -> Set:
    """Give at most so many values of persons, branches or sources drawn from a seed, and the pairs that are one."""
    rng = Random(f"{kind} {seed}")
    draw: dict[str, Callable[[Random], list[list[str]]]] = {"person": _people, "branch": _branches, "source": _sources}
    groups: list[list[str]] = []
    taken: set[str] = set()  # a company's list holds each spelling once
    for spellings in draw[kind](rng):
        distinct = [name for name in dict.fromkeys(spellings) if name not in taken][: size - len(taken)]
        taken.update(distinct)
        groups.append(distinct)
    return _numbered(groups, rng)


def _numbered(groups: list[list[str]], rng: Random) -> Set:
    spelled = [(who, name) for who, group in enumerate(groups) for name in group if name]
    rng.shuffle(spelled)
    owners: dict[int, list[int]] = {}
    for at, (who, _) in enumerate(spelled):
        owners.setdefault(who, []).append(at)
    same = {pair for ids in owners.values() for pair in combinations(sorted(ids), 2)}
    return [(at, name) for at, (_, name) in enumerate(spelled)], same


_FIRST = """
Mike Michael Dave David Sarah Maria Mario Chris Jen Jennifer Tony Daniel Danielle Dan Dana Robert Eric Erica Ivan Ivana Carlo Carla Leo Lee Kim
Jessica Amanda Ashley Brandon Tyler Kyle Priya Harpreet Gurpreet Olga Sergei Ahmed Fatima Juan Luis Paula Paul Simon Simone Nadia Rosa Tomas Petra
Xiomara Leonora Casimir Anselm Odile Wilhelmina Thaddeus Svetlana Oluwaseun Ngozi Tariq Zubair Blessing Marguerite Evander Calliope Ottoline
""".split()  # noqa: SIM905
_LAST = """
Adler Bremner Castellano Drummond Eastwick Fairweather Galloway Hollander Iverson Jankowski Kessler Lombardo Merrick Novotny Oyelaran Pettigrew
Quigley Rasmussen Silvestri Thornbury Umarov Vandenberg Whitcombe Yardley Zapata Singh Patel Garcia Nguyen Kim Chen Brown Braun Martin Marten
Hansen Hanson Petrov Petrova Khan Kahn Smith Smyth
""".split()  # noqa: SIM905
_SHORT = {
    "Michael": "Mike",
    "David": "Dave",
    "Jennifer": "Jen",
    "Daniel": "Dan",
    "Robert": "Bob",
    "Jessica": "Jess",
    "Thaddeus": "Tad",
}
_TAGS = ("Spanish", "French", "Punjabi", "Spanish & French", "Mandarin", "Hindi")


def _typo(rng: Random, word: str) -> str:
    at = rng.randrange(1, max(2, len(word) - 1))
    kind = rng.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    if kind == 2:
        return word[:at] + rng.choice("aeioutnrs") + word[at + 1 :]
    return word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]


def _people(rng: Random) -> list[list[str]]:
    firsts = _FIRST + rng.sample(FIRST_NAMES, 100)
    taken: set[tuple[str, str]] = set()
    groups: list[list[str]] = []
    while len(groups) < 170:
        first, last = rng.choice(firsts), rng.choice(_LAST)
        if (_SHORT.get(first, first), last[0]) not in taken:
            taken.add((_SHORT.get(first, first), last[0]))
            groups.append([_person(rng, first, last) for _ in range(rng.choice((1, 2, 3, 3, 4, 5)))])
    return groups


def _person(rng: Random, first: str, last: str) -> str:
    if first in _SHORT and rng.random() < 0.3:
        first = _SHORT[first]
    shape = rng.choices(range(8), (30, 34, 6, 6, 3, 6, 4, 4))[0]
    shapes: list[str] = [
        f"{first} {last[0]}", f"{first} {last}", first, f"{last}, {first}", f"{first[0]} {last}", f"{first} {_typo(rng, last)}",
        f"{_typo(rng, first)} {last}", f"{first} {rng.choice('ABCJM')}. {last}",
    ]  # fmt: skip
    name = shapes[shape]
    dress = rng.random()
    if dress < 0.12:
        return f"{name} ({rng.choice(_TAGS)})"
    if dress < 0.24:
        return rng.choice((f"{name} $", f"🚚__{name}", f"__{name}", f"* {name}"))
    return name.upper() if dress < 0.3 else name.lower() if dress < 0.36 else name


_TOWNS = """
Abbotsford Ajax Alexandria Aurora Austin Barrie Boise Burnaby Coquitlam Fredericton Halifax Houston Kelowna Kingston Lethbridge Marietta Markham
Moncton Nashville Oakville Oshawa Peterborough Philadelphia Phoenix Regina Saskatoon Scarborough Surrey Tulsa Vaughan Windsor Winnipeg Tampa Orlando
Atlanta Denver Dallas Chicago Boston Columbus Portland Sacramento Cleveland Cincinnati Charlotte Raleigh Durham Norfolk Newport Guelph Cambridge
""".split()  # noqa: SIM905


def _branches(rng: Random) -> list[list[str]]:
    names: list[tuple[str, ...]] = [(town,) for town in _TOWNS]
    for town in rng.sample(_TOWNS, 16):
        names += [(word, town) for word in rng.sample(("North", "South", "East", "West"), 2)]
    names += [(town, number) for town in rng.sample(_TOWNS, 8) for number in ("2", "3")]
    names += [("Saint", town) for town in ("Albert", "Thomas", "Paul", "Charles")]
    names += [("Fort", town) for town in ("Saskatchewan", "Erie", "Wayne")] + [
        ("New", "York"),
        ("New", "Orleans"),
        ("Niagara", "Falls"),
    ]
    rng.shuffle(names)
    return [[_branch(rng, words) for _ in range(rng.choice((1, 3, 3, 4, 5)))] for words in names]


def _branch(rng: Random, words: tuple[str, ...]) -> str:
    short = {"North": "N", "South": "S", "East": "E.", "West": "W", "Saint": "St.", "Fort": "Ft", "2": "II", "3": "#3"}
    said = [short[word] if word in short and rng.random() < 0.4 else word for word in words]
    if rng.random() < 0.1:
        said = [_typo(rng, word) if len(word) > 5 else word for word in said]
    name = " ".join(said)
    dress = rng.choice(("", "", "", " (On Hold)", " - Closed", " Branch", " Moving", " Location", "🚚", "up", "low"))
    if dress in ("up", "low"):
        return name.upper() if dress == "up" else name.lower()
    return f"🚚 {name}" if dress == "🚚" else name + dress


_MAKERS = """
Northstar Bluebird Haulio Truckster Moveline Packright Vanguard Quoteroom Relo Cratebox Swiftly Homebound Kestrel Beacon Lantern Harbourline
Castlegate Redwood Silverleaf Granite Compass Pinnacle Evergreen Summit Meridian Tandem
""".split()  # noqa: SIM905
_KINDS = ("Media", "Realty", "Storage", "Network", "Quotes", "Direct", "Connect", "Partners", "Apartments", "Magazine")
_CHANNELS = ("Google", "Facebook", "Bing", "Instagram", "Yelp", "TikTok", "LinkedIn", "Nextdoor")
_FORMS = ("", "Ads", "Organic", "Reviews", "Marketplace")


def _sources(rng: Random) -> list[list[str]]:
    names = [(channel, form) for channel in _CHANNELS for form in rng.sample(_FORMS, 3)]
    names += [(maker, kind) for maker in _MAKERS for kind in rng.sample(_KINDS, rng.choice((1, 1, 2)))]
    names += [(season, "Promotion") for season in ("Spring", "Summer", "Fall", "Winter")]
    names += [("Mailer", year) for year in ("2022", "2023", "2024")] + [
        ("Radio", "Ad"),
        ("Radio", "Interview"),
        ("Truck", "Sign"),
    ]
    rng.shuffle(names)
    return [[_source(rng, words) for _ in range(rng.choice((1, 3, 3, 4, 5)))] for words in names]


def _source(rng: Random, words: tuple[str, ...]) -> str:
    short = {
        "Ads": "Advertising",
        "Facebook": "FB",
        "Instagram": "Insta",
        "Promotion": "Promo",
        "Partners": "Partner",
        "Ad": "Advertisement",
    }
    said = [short[word] if word in short and rng.random() < 0.3 else word for word in words if word]
    if rng.random() < 0.12:
        said = [_typo(rng, word) if len(word) > 5 else word for word in said]
    dress = rng.choice(("", "", "", "up", "low", "join", "turn", " Leads", " Inc", ".com", "-"))
    if dress == "join" or dress == "-":
        return ("-" if dress == "-" else "").join(said)
    if dress == "turn":
        return " - ".join(reversed(said))
    if dress in ("up", "low"):
        return " ".join(said).upper() if dress == "up" else " ".join(said).lower()
    return " ".join(said) + dress
