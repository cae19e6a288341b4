"""The sample organisations and one account for each role in each; passwords are made up and shown once."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from aiop.orgs.apps_used import SETTING
from aiop.orgs.models import Membership, Org, User

# Companies in different zones, so that “one at a time” and “today” can be seen to hold, each with the apps that it uses.
SAMPLES: tuple[tuple[str, str, str, list[str]], ...] = (
    ("letsmove", "Letsmove Moving", "America/Toronto", ["crm"]),
    ("harborline", "Harborline Movers", "America/Vancouver", ["crm"]),
    ("northwind-hvac", "Northwind HVAC", "America/New_York", ["hvac"]),
    ("brushline", "Brushline Painting", "America/Phoenix", ["servicetitan"]),
    ("vital", "VITAL", "America/Chicago", []),
    ("bennett", "Bennett Equipment", "America/New_York", []),
)


def fill(*, scale: str, say: Callable[[str], None]) -> None:
    """Make what is missing; accounts that exist keep their passwords, which nobody can read back."""
    lines = []
    for slug, name, zone, used in SAMPLES:
        given = {"name": name, "time_zone": zone, "settings": {SETTING: used}}
        org, _ = Org.objects.get_or_create(slug=slug, defaults=given)
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
