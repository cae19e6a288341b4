"""The one admin site."""

from unfold.sites import UnfoldAdminSite


class AiopAdminSite(UnfoldAdminSite):  # type: ignore[misc]
    """Where staff work."""

    site_header = "AIOP"
    site_title = "AIOP"
