"""The one admin site."""

from unfold.sites import UnfoldAdminSite


class AiopAdminSite(UnfoldAdminSite):
    """Where staff work."""

    site_header = "AIOP"
    site_title = "AIOP"
