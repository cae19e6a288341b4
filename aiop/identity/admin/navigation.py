"""Where review stands in the side bar."""

from aiop.adminkit.navigation import Group, Item, register

register(
    Group(
        "Curation", order=15, items=(Item("Review", "review:index", "rule_settings", "identity.view_candidate", "w"),)
    )
)
