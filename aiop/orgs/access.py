"""Who may do what: rights follow from the role in the organisation that is open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.backends import ModelBackend

from aiop.orgs.models import Membership, Org, User

Role = Membership.Role
_ORDER = [Role.VIEWER, Role.CURATOR, Role.OPERATOR, Role.ADMINISTRATOR]
# What the rows of these apps say concerns people's access or the machinery, not the business.
_ADMINISTRATION = {"orgs", "axes", "account", "mfa", "auth", "contenttypes", "sessions", "django_celery_beat"}
_MACHINERY_READ = {"runs", "loading", "quality", "audit", "files", "sources"}
# Exceptions to that: who may change what machines otherwise write alone.
_BY_HAND = {
    "sources.add_connection": Role.ADMINISTRATOR,
    "sources.change_connection": Role.ADMINISTRATOR,
    "sources.delete_connection": Role.ADMINISTRATOR,
    "sources.change_drift": Role.CURATOR,
    "quality.add_owncheck": Role.CURATOR,
    "alerts.add_channel": Role.ADMINISTRATOR,
    "alerts.change_channel": Role.ADMINISTRATOR,
    "alerts.delete_channel": Role.ADMINISTRATOR,
    "alerts.add_route": Role.ADMINISTRATOR,
    "alerts.change_route": Role.ADMINISTRATOR,
    "alerts.delete_route": Role.ADMINISTRATOR,
}
_ACTION_NEEDS = {
    "view": Role.VIEWER,
    "export": Role.VIEWER,
    "add": Role.CURATOR,
    "change": Role.CURATOR,
    "delete": Role.CURATOR,
    "import": Role.CURATOR,
    "undo": Role.CURATOR,
    "run": Role.OPERATOR,
}


def role_at_least(role: str | None, needed: str) -> bool:
    """Tell whether `role` may do what `needed` may do."""
    return role is not None and _ORDER.index(Role(role)) >= _ORDER.index(Role(needed))


def role_allows(role: str | None, perm: str) -> bool:
    """Tell whether `role` grants a permission such as `crm.view_job`."""
    app, _, codename = perm.partition(".")
    action = codename.partition("_")[0]
    if app in _ADMINISTRATION:
        return role_at_least(role, Role.ADMINISTRATOR)
    if perm in _BY_HAND:
        return role_at_least(role, _BY_HAND[perm])
    if app in _MACHINERY_READ and action in {"add", "change", "delete"}:
        # Runs, plans and results are written by jobs; people act on them through buttons that ask for `run` or `undo`.
        return False
    needed = _ACTION_NEEDS.get(action)
    return needed is not None and role_at_least(role, needed)


def memberships_of(user: Any) -> list[Membership]:
    """List the memberships of `user`, by organisation name; a superuser is administrator everywhere."""
    if user.is_superuser:
        return [Membership(user=user, org=org, role=Role.ADMINISTRATOR) for org in Org.objects.order_by("name")]
    return list(Membership.objects.filter(user=user).select_related("org").order_by("org__name"))


def choose_membership(memberships: Sequence[Membership], org_id: int | None) -> Membership | None:
    """Give the membership that the session names, else the first; one organisation is open at a time."""
    return next((m for m in memberships if m.org_id == org_id), memberships[0] if memberships else None)


class RoleBackend(ModelBackend):
    """Log-in by password, rights by the role that the middleware found."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Tell whether the role in the open organisation grants `perm`."""
        if not user_obj.is_active or perm.partition(".")[0] in user_obj.unused_apps:
            return False
        return role_allows(user_obj.current_role, perm)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Show an app to whoever may view its rows."""
        return self.has_perm(user_obj, f"{app_label}.view_any")

    def get_user(self, user_id: Any) -> User | None:
        """Load the user of a session."""
        user = User.objects.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
