"""People of an organisation at their browsers."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from aiop.orgs.models import Membership, Org, User

Login = Callable[[str], Client]


def browser_of(org: Org, role: str) -> Client:
    """Give a browser of a new person who has the given role."""
    user = User.objects.create_user(f"{role}-person", password="invented-only-9", is_staff=True)
    Membership.objects.create(user=user, org=org, role=role)
    client = Client()
    client.force_login(user, backend="aiop.orgs.access.RoleBackend")
    return client
