"""Which apps an organisation uses. What belongs to an app that it does not use is neither shown to its people nor checked for it.

An app that organisations may do without says so by `by_choice = True` on its AppConfig. An organisation's choice stands in its settings,
as the list `apps`; one that never chose uses them all.
"""

from __future__ import annotations

from django.apps import apps

from aiop.orgs.models import Org

SETTING = "apps"


def choices() -> list[tuple[str, str]]:
    """List the apps that an organisation may do without: label and name."""
    found = [config for config in apps.get_app_configs() if getattr(config, "by_choice", False)]
    return sorted((config.label, str(config.verbose_name)) for config in found)


def unused(org: Org) -> frozenset[str]:
    """Give the labels of the apps that an organisation does without."""
    chosen = org.settings.get(SETTING)
    return frozenset() if chosen is None else frozenset(label for label, _ in choices() if label not in chosen)


def uses(org: Org, label: str) -> bool:
    """Tell whether an organisation uses an app; it uses every app that is nobody's choice."""
    return label not in unused(org)
