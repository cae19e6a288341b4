"""Start-up checks of the keys that credentials are sealed with."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Tags, register

from aiop.sources.vault import BadKeyError, seal


@register(Tags.security)
def keys_are_keys(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse to start with something that cannot seal."""
    if not settings.SOURCES_KEY:
        return []
    try:
        seal(0, {})
    except BadKeyError as error:
        return [checks.Error(str(error), id="sources.E001")]
    return []


@register(Tags.security, deploy=True)
def production_has_keys_of_its_own(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn when credentials hang on SECRET_KEY, which cannot be rotated without losing them."""
    if settings.SOURCES_KEY:
        return []
    hint = "Make one with “manage.py rotate_keys --new-key” and set SOURCES_KEY to it."
    return [
        checks.Warning("Credentials of sources are sealed with a key derived from SECRET_KEY.", hint, id="sources.W001")
    ]
