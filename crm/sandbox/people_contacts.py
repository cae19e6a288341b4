"""Telephone numbers and e-mail addresses of invented customers, each given out once, and what is typed to get past a form."""

from random import Random

from crm.sandbox.people_names import NICKNAMES, ranked, words
from crm.sandbox.people_slips import digit_slip, slip
from crm.sandbox.quirks import pick

PLACEHOLDER_PHONES = (
    "5555555555",
    "0000000000",
    "1111111111",
    "9999999999",
    "1234567890",
    "555-555-1212",
    "n/a",
    "none",
)
PLACEHOLDER_EMAILS = (
    "none@none.com", "noemail@example.com", "na@na.com", "test@test.com", "no@email.com", "n/a", "none", "unknown@unknown.com",
)  # fmt: skip
# Area codes that may exist; the exchange is 555 throughout, so that nobody's telephone rings.
_AREAS = [str(area) for area in range(201, 990) if area % 100 != 11 and area != 555]
_NUMBERS = len(_AREAS) * 10_000
_STRIDE = (
    4_820_681  # a prime near the golden part of the count: spread evenly, and every number comes before any comes again
)
_DOMAINS = ranked(
    ["example.com", "mail.test", "inbox.test", "example.net", "post.test", "example.org", "webmail.test", "letterbox.test"],
    [f"{a}{b}.test" for a in ("blue", "city", "coast", "fiber", "home", "net", "north", "tele") for b in ("cable", "link", "mail", "net", "wire")],
    head_share=0.85,
)  # fmt: skip
_HANDLES: tuple[list[str], list[str]] = (
    words(
        "blue crazy dancing fast golden happy hockey lazy little lucky mad mellow music night ocean quiet red silver sunny wild"
    ),
    words(
        "bear cat chef dog dreamer driver eagle fan fox gamer girl guy king lady mom moon panda rider runner surfer tiger wolf"
    ),
)


class Contacts:
    """Gives out the numbers and addresses of one world."""

    def __init__(self, rng: Random) -> None:
        """Start at a place in the number plan that is the seed's own."""
        self._rng = rng
        self._next = rng.randrange(_NUMBERS)
        self._taken: set[str] = set()

    def phone(self) -> str:
        """Give the next free number, ten digits."""
        self._next = (self._next + _STRIDE) % _NUMBERS
        area, line = divmod(self._next, 10_000)
        return f"{_AREAS[area]}555{line:04d}"

    def email(self, first: str, last: str) -> str:
        """Give a free address that its owner would choose: from the name in five of six cases, else a handle."""
        r = self._rng.random
        given, family = _plain(first), _plain(last)
        draw = r()
        if draw < 0.34:
            local = f"{given}.{family}"
        elif draw < 0.5:
            local = given + family
        elif draw < 0.64:
            local = given[0] + family
        elif draw < 0.76:
            local = (
                f"{_plain(pick(self._rng, NICKNAMES.get(first, (first,))))}{pick(self._rng, ('', '.', '_'))}{family}"
            )
        elif draw < 0.84:
            local = f"{family}{pick(self._rng, ('', '.', '_'))}{given if r() < 0.5 else given[0]}"
        else:
            local = pick(self._rng, _HANDLES[0]) + pick(self._rng, _HANDLES[1])
        return self._free(local)

    def family_email(self, last: str) -> str:
        """Give a free address of a whole family."""
        family = _plain(last)
        return self._free(pick(self._rng, (f"the{family}s", f"{family}family", f"{family}.home", f"family{family}")))

    def _free(self, local: str) -> str:
        r = self._rng.random
        domain = _DOMAINS.draw(r())
        address = f"{local}{int(r() ** 2 * 99) + 1}@{domain}" if r() < 0.4 else f"{local}@{domain}"
        while address in self._taken:
            address = f"{local}{int(r() * 9999)}@{domain}"
        self._taken.add(address)
        return address


def written_email(rng: Random, address: str, care: float) -> str:
    """Write an address; `care` is the share without a slip."""
    draw = rng.random()
    if draw < care:
        return address if draw < care * 0.9 else address.capitalize() if draw < care * 0.96 else address.upper()
    local, _, domain = address.partition("@")
    draw = rng.random()
    if draw < 0.5:
        return f"{slip(rng, local)}@{domain}"
    return f"{local}@{slip(rng, domain)}" if draw < 0.85 else f"{local}@{domain.rpartition('.')[0]}"


def written_phone(rng: Random, digits: str, care: float) -> str:
    """Write a number in one of the ways in which people and systems type them; `care` is the share without a slip."""
    if rng.random() >= care:
        digits = digit_slip(rng, digits)
    area, line = digits[:3], digits[6:]
    draw = rng.random()
    if draw < 0.36:
        return f"({area}) {digits[3:6]}-{line}"
    if draw < 0.62:
        return f"{area}-{digits[3:6]}-{line}"
    if draw < 0.82:
        return digits
    if draw < 0.9:
        return f"+1 {area} {digits[3:6]} {line}"
    return f"1{digits}" if draw < 0.94 else f"{area}.{digits[3:6]}.{line}"


def _plain(name: str) -> str:
    return name.lower().replace("'", "").replace(" ", "").replace("-", "")
