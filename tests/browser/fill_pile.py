"""Run as a program: fills a browser test's database as the others', and piles 100,000 open pairs on the desk."""

from __future__ import annotations

from tests.browser import fill_office


def main() -> None:
    """Fill it."""
    fill_office.main()
    from aiop.orgs.models import Org
    from tests.factories.open_pairs import pile_up

    pile_up(Org.objects.get(slug="letsmove"))


if __name__ == "__main__":
    main()
