"""The sample organisations and one account for each role in each; passwords are made up and shown once."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from aiop.orgs.models import Membership, Org, User

# Two companies in different zones, so that “one at a time” and “today” can be seen to hold.
SAMPLES = (
    ("letsmove", "Letsmove Moving", "America/Toronto"),
    ("harborline", "Harborline Movers", "America/Vancouver"),
)


def fill(*, scale: str, say: Callable[[str], None]) -> None:
    """Make what is missing; accounts that exist keep their passwords, which nobody can read back."""
    lines = []
    for slug, name, zone in SAMPLES:
        org, _ = Org.objects.get_or_create(slug=slug, defaults={"name": name, "time_zone": zone})
        lines += [line for role in Membership.Role if (line := _account(org, role))]
    if lines:
        say("Accounts (these passwords are shown this once):")
        for line in lines:
            say(line)


def _account(org: Org, role: Membership.Role) -> str | None:
    username = f"{role.value}@{org.slug}"
    if User.objects.filter(username=username).exists():
        return None
    password = secrets.token_urlsafe(12)
    user = User.objects.create_user(
        username, password=password, is_staff=True, first_name=role.label, last_name=org.name
    )
    Membership.objects.create(user=user, org=org, role=role)
    return f"  {username:<28} {password}"
