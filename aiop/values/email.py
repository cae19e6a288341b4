"""E-mail addresses: as text, as a key for links, and what a mistyped one probably meant."""

import re

from aiop.values.blank import BLANK_CHARACTERS, BLANKS, blank_to_none
from aiop.values.errors import BadValue

_LONGEST = 254  # characters, by the mail standard
_ADDRESS = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x1f]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}[^\W\d_]{2,63}")
_MISTYPED_DOMAINS = {
    wrong: right
    for right, wrongs in {
        "gmail.com": "gmial.com gmal.com gmai.com gamil.com gmaill.com gnail.com gmali.com gmil.com gimail.com "
        "gmail.con gmail.co gmail.cm gmail.om gmail.cmo gmail.comm gmailcom gmail,com gmail.vom gmail.ocm",
        "hotmail.com": "hotmial.com hotmal.com hotmai.com hotamil.com hotmil.com hotmaill.com homail.com hotnail.com "
        "hotmail.con hotmail.co hotmail.cm hotmail.cmo hotmail.comm hotmailcom hotmail,com",
        "yahoo.com": "yaho.com yahooo.com yhaoo.com yahho.com yaoo.com yahoo.con yahoo.co yahoo.cm yahoo.cmo "
        "yahoo.comm yahoocom yahoo,com",
        "yahoo.ca": "yaho.ca yahooo.ca yhaoo.ca yahoo,ca",
        "outlook.com": "outlok.com outloo.com oulook.com outllok.com outlook.con outlook.co outlook.cm outlook,com",
        "icloud.com": "iclod.com icoud.com iclould.com icould.com icloud.con icloud.co icloud.cm icloud,com",
        "live.com": "live.con live.cm live,com",
        "aol.com": "aol.con aol.co aol.cm aol,com",
        "rogers.com": "roger.com rogers.con rogers.co rogers,com",
        "sympatico.ca": "simpatico.ca sympatico.com sympatco.ca sympatico,ca",
        "comcast.net": "comcast.ne comcat.net comcast.com comcast,net",
    }.items()
    for wrong in wrongs.split()
}


def email(t: str) -> str | None:
    """Give the address in lower case without blanks at its ends, whether or not it could receive mail."""
    stripped = blank_to_none(t)
    if stripped is None:
        return None
    if "\0" in stripped:
        raise BadValue("contains a NUL character")
    return stripped.lower()


def email_key(t: str) -> str | None:
    """Give the lower-case address for links, or None when it has not the form local@domain.tld."""
    address = t.strip(BLANK_CHARACTERS).lower()
    return address if len(address) <= _LONGEST and _ADDRESS.fullmatch(address) else None


def email_typo(t: str) -> str | None:
    """Suggest the address that was probably meant when the domain is a known slip of a common one, else None."""
    address = t.strip(BLANK_CHARACTERS).lower()
    local, at, domain = address.rpartition("@")
    meant = _MISTYPED_DOMAINS.get(domain)
    return f"{local}{at}{meant}" if meant and local and local not in BLANKS else None
