"""Accounts are made by administrators; nobody signs up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class ClosedSignup(DefaultAccountAdapter):
    """allauth serves log-in and one-time codes only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse every sign-up."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> Any:
        """Go to the admin after log-in."""
        return "/admin/"


def client_address(request: HttpRequest) -> str | None:
    """Give the address that a request comes from: what the farthest of our own proxies saw.

    Each proxy appends whom it was asked by to X-Forwarded-For; what stands before our proxies' entries anybody can write.
    """
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    proxies: int = settings.TRUSTED_PROXIES
    return forwarded[-proxies] if 0 < proxies <= len(forwarded) else request.META.get("REMOTE_ADDR")
