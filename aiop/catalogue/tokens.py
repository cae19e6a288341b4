"""Keys to the API: made for a person in an organisation, shown once, kept as a digest; they open nothing but the API, which only reads."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from django.utils import timezone

from aiop.catalogue.models import Token
from aiop.orgs.access import memberships_of
from aiop.orgs.apps_used import unused
from aiop.orgs.context import org_context
from aiop.orgs.models import Org, User

_BEGINS = "aiop"


@dataclass(frozen=True)
class Holder:
    """Whom a token stands for: the person, with the rights that the role in this organisation gives today."""

    org: Org
    person: User


def make(org: Org, person: User, title: str) -> str:
    """Make a token and give its text, which is kept nowhere; call with the organisation open."""
    secret = secrets.token_urlsafe(32)
    Token.objects.create(org=org, user=person, title=title, digest=_digest(secret))
    return f"{_BEGINS}.{org.slug}.{secret}"


def holder_of(text: str) -> Holder | None:
    """Tell whom a token stands for; None where it is unknown, or its person has left."""
    begins, _, rest = text.partition(".")
    slug, _, secret = rest.partition(".")
    org = Org.objects.filter(slug=slug).first() if begins == _BEGINS else None
    if org is None:
        return None
    with org_context(org, actor="api"):
        token = Token.objects.for_org(org).select_related("user").filter(digest=_digest(secret)).first()
        if token is None or not token.user.is_active:
            return None
        Token.objects.filter(pk=token.pk).update(used_at=timezone.now())
    person = token.user
    role = next((member.role for member in memberships_of(person) if member.org_id == org.pk), None)
    if role is None:
        return None
    person.current_role, person.unused_apps = role, unused(org)
    return Holder(org, person)


def _digest(secret: str) -> str:
    # A random secret of 256 bits needs no slow hash.
    return hashlib.sha256(secret.encode()).hexdigest()
