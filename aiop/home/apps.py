"""The home app."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The admin's first page, saved views and the side bar of the platform."""

    name = "aiop.home"
    label = "home"

    def ready(self) -> None:
        """Register the platform's side bar, tiles and saved views."""
        from aiop.adminkit import pages, saved_views
        from aiop.home import navigation, platform_tiles, run_tile  # noqa: F401  (importing registers)
        from aiop.home.saved_views import save_view, views_of

        saved_views.register_keeper(views_of)
        pages.register(pages.Page("views/", save_view, "save_view"))
